"""What stands around a number of a line, and where it is among the others: features in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

AROUND = 3  # words on each side that are told with their place
NEAR = 7  # words on each side that are told without it
EDGE = "|"


def among(values: Sequence[int], place: int) -> Iterator[str]:
    """Where a number stands among all those of its kind, and how large it is beside them."""
    yield f"of {min(len(values), 4)}"
    if len(values) > 1:
        yield f"place {min(place, 3)}"
        yield from ("last",) if place == len(values) - 1 else ()
        yield "largest" if values[place] == max(values) else "not the largest"
        yield "smallest" if values[place] == min(values) else "not the smallest"


def around(line: str, start: int, end: int) -> Iterator[str]:
    """The words on both sides of a span, those of its clause in pairs too; numbers are all alike."""
    before, after = line[:start].split(), line[end:].split()
    for side, words in (("-", before[::-1]), ("+", after)):
        words = [word[:1] if word.startswith("#") else word for word in words]
        near = words[:AROUND] + [EDGE] * (AROUND - len(words))
        yield from (f"{side}{place} {word}" for place, word in enumerate(near, 1))
        yield f"{side}2{side}1 {near[1]} {near[0]}"
        clause = words[:NEAR]
        clause = clause[: clause.index(EDGE)] if EDGE in clause else clause
        yield from (f"{side} {word}" for word in clause)
        yield from (f"{side} {one} {other}" for one, other in pairwise(clause))
