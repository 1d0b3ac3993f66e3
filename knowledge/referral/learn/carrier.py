"""Which number of a description is the age of who carries the project.

Each number that may be an age gets a row of features: the words around it, what the rules of `ages` make of
it, where it stands among the others. The likeliest is taken; none where none is believed enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge import clock
from knowledge.referral import ages
from knowledge.referral.learn.around import among, around
from knowledge.referral.learn.linear import Linear, hashed

MODEL_FILE = Path(__file__).with_name("age.npz")
TENS = 10
OTHERS_LEAST = 0.8  # belief from which an age that the rules take for another's is told


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
    persons = [ages.person_of(line, start) for _, start, _, _ in seen]
    carried = "another carries" if ages.another_carries(line) else "nobody else carries"
    made = []
    for place, (value, start, end, own) in enumerate(seen):
        person = persons[place]
        beside = {one for number, one in enumerate(persons) if number != place}
        whose = [f"person {person}", f"{carried}, person {person}"]
        whose += [f"person {person} beside {one}" for one in sorted(beside)]
        rule = ["the rule", *(f"the rule, {one}" for one in own)] if value == ruled else ["not the rule"]
        features = (*own, *whose, *rule, *among(values, place), *around(line, start, end))
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
