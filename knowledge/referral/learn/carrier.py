"""Which number of a description is the age of who carries the project.

Each number that may be an age gets a row of features: the words around it, what the rules of `ages` make of
it, where it stands among the others. The likeliest is taken; none where none is believed enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from knowledge import clock
from knowledge.referral import ages
from knowledge.referral.learn.linear import Linear, hashed

MODEL_FILE = Path(__file__).with_name("age.npz")
AROUND = 3  # words on each side that are told with their place
NEAR = 7  # words on each side that are told without it
TENS = 10
OTHERS_LEAST = 0.75  # belief from which an age that the rules take for another's is told
EDGE = "|"


@dataclass(frozen=True)
class Number:
    """A number that may be somebody's age, with its features. `others`: the rules take it for the age of
    somebody else, or of an organization."""

    value: int
    features: tuple[str, ...]
    others: bool = False


def numbers(line: str, today: dt.date | None = None) -> list[Number]:
    """The numbers of a line that may be an age."""
    now = today or clock.today()
    ruled = ages.find_age(line, now)
    seen = _ages(line, now)
    values = [value for value, _, _, _ in seen]
    made = []
    for place, (value, start, end, own) in enumerate(seen):
        among = _among(values, place)
        rule = ["the rule", *(f"the rule, {one}" for one in own)] if value == ruled else ["not the rule"]
        features = (*own, *rule, *among, *_around(line, start, end))
        others = "whose somebody" in own or "whose existing" in own
        made.append(Number(value, features, others=others))
    return made


def _ages(line: str, now: dt.date) -> list[tuple[int, int, int, list[str]]]:
    whose = {one.start: one.whose for one in ages.years_in(line)}
    found = []
    for age, start, end, told in ages.possible(line, now):
        own = [f"as {told}", f"whose {whose.get(start, 'none')}", f"tens {age // TENS}, {told}"]
        found.append((age, start, end, own))
    return found


def _among(values: Sequence[int], place: int) -> Iterator[str]:
    yield f"of {min(len(values), 4)}"
    if len(values) > 1:
        yield f"place {min(place, 3)}"
        yield from ("last",) if place == len(values) - 1 else ()
        yield "largest" if values[place] == max(values) else "not the largest"
        yield "smallest" if values[place] == min(values) else "not the smallest"


def _around(line: str, start: int, end: int) -> Iterator[str]:
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


def chosen(made: Sequence[Number], model: Linear) -> int | None:
    """The number believed most, if enough."""
    if not made:
        return None
    beliefs = model.beliefs(hashed([one.features for one in made]))
    best = int(beliefs.argmax())
    least = OTHERS_LEAST if made[best].others else model.least
    return made[best].value if beliefs[best] >= least else None


def age_told(line: str, today: dt.date | None = None) -> int | None:
    """The age of who carries the project, in whole years; None where none is sure enough."""
    return chosen(numbers(line, today), _learned())


@lru_cache(maxsize=1)
def _learned() -> Linear:
    return Linear.load(MODEL_FILE)
