"""What descriptions say of a project is understood whole, and never told when it is not said."""

from __future__ import annotations

from benchmarks.descriptions import FIELDS, main


def test_most_descriptions_are_understood_whole() -> None:
    figures = main(["--told"])
    assert figures["whole"] >= 0.9
    assert min(figures[name] for name in FIELDS) >= 0.9
