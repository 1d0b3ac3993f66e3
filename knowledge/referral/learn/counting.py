"""Which of the numbers of a description is the amount looked for, and which the age of who carries it.

Each number that may be one gets a row of features: the words around it, what the rules of `money` and `ages`
make of it, where it stands among the others. The likeliest is taken; none where none is believed enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from knowledge import clock
from knowledge.referral import ages, money
from knowledge.referral.learn.linear import Linear, hashed

Kind = Literal["amount", "age"]
KINDS: tuple[Kind, ...] = ("amount", "age")
FILES = {kind: Path(__file__).with_name(f"{kind}.npz") for kind in KINDS}
AROUND = 3  # words on each side that are told with their place
NEAR = 7  # words on each side that are told without it
SIZES = (500, 2_000, 10_000, 50_000, 250_000, 1_000_000)
TENS = 10
EDGE = "|"


@dataclass(frozen=True)
class Number:
    """A number that may be what is looked for, or somebody's age, with its features."""

    value: int
    features: tuple[str, ...]


def numbers(kind: Kind, line: str, today: dt.date | None = None) -> list[Number]:
    """The numbers of a line that may be of a kind."""
    now = today or clock.today()
    ruled = money.find_amount(line) if kind == "amount" else ages.find_age(line, now)
    seen = _amounts(line) if kind == "amount" else _ages(line, now)
    values = [value for value, _, _, _ in seen]
    made = []
    for place, (value, start, end, own) in enumerate(seen):
        among = _among(values, place)
        rule = ["the rule", *(f"the rule, {one}" for one in own)] if value == ruled else ["not the rule"]
        made.append(Number(value, (*own, *rule, *among, *_around(line, start, end))))
    if ruled is not None and ruled not in values:  # worked out from several: a share, a difference
        made.append(Number(ruled, ("the rule", "worked out", *(f"of {min(len(values), 4)}",))))
    return made


def _amounts(line: str) -> list[tuple[int, int, int, list[str]]]:
    roles = {one.start: one.role for one in money.mentions(line)}
    found = []
    for match in money.MONEY.finditer(line):
        value, sign = float(match[1]), match[2] or "bare"
        round_one = value >= money.ROUND and value % money.ROUND == 0
        if (sign == "bare" and not round_one) or not money.MIN_AMOUNT <= value <= money.MAX_AMOUNT:
            continue
        role = roles.get(match.start(), "none")
        size = sum(value >= one for one in SIZES)
        own = [f"sign {sign}", f"role {role}", f"role {role}, {sign}", f"size {size}", f"size {size}, {sign}"]
        found.append((round(value), match.start(), match.end(), own))
    return found


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
    return made[best].value if beliefs[best] >= model.least else None


def counted(kind: Kind, line: str, today: dt.date | None = None) -> int | None:
    """The amount looked for, or the age, that a line tells; None where none is sure enough."""
    return chosen(numbers(kind, line, today), _learned(kind))


@lru_cache(maxsize=len(KINDS))
def _learned(kind: Kind) -> Linear:
    return Linear.load(FILES[kind])
