"""Answers: storing and editing the written ones, composing the ones on resources, giving both out."""
