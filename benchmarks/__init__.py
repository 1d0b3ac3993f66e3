"""Measurements, each a command that prints a table and keeps its figures under `var/benchmarks/`."""
