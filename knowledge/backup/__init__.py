"""Copies of the base: encrypted, rotated, restored elsewhere, without what was erased meanwhile."""
