"""Which sum of a description is the one looked for.

Each sum gets a row of features: the words around it, what the rules of `money` make of it, where it stands
among the others. What the rules work out of several («le tiers», «la différence») is one more. The likeliest
is taken; none where none is believed enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.referral.learn.around import among, around
from knowledge.referral.learn.linear import Linear, hashed
from knowledge.referral.line import line_of
from knowledge.referral.money import Mention, refused, sells, sums
from knowledge.referral.numbers import find_amount
from knowledge.referral.signs import told_in

OTHERS_LEAST = 0.75  # belief from which a sum that the rules take for no one to look for is told
WISHES = {"asks funding", "asks takeover"}  # the needs that tell whether money is looked for
MODEL_FILE = Path(__file__).with_name("sought.npz")


@dataclass(frozen=True)
class Sum:
    """A sum of money, in whole dollars, with its features. `others`: the rules take it for one that is owned,
    owed or earned."""

    value: int
    features: tuple[str, ...]
    others: bool = False


def sums_told(text: str) -> list[Sum]:
    """The sums of a text that may be looked for, what the rules work out of them last."""
    line, ruled = line_of(text), find_amount(text)
    found, wishes = sums(line), sorted({f"asks {one.says}" for one in told_in("need", line)} & WISHES)
    wishes = wishes or ["asks nothing of it"]
    if sells(line):
        wishes.append("sells")
    denied = [refused(line, one) for one in found]
    values = [one.value for one in found]
    made = [
        Sum(
            one.value,
            (
                *_own(found, place, ruled),
                *(f"{wish}, role {one.role}" for wish in wishes),
                *_given(denied, place, one),
                *among(values, place),
                *around(line, one.start, one.end),
            ),
            others=one.role in ("other", "owned"),
        )
        for place, one in enumerate(found)
    ]
    if ruled is not None and ruled not in values:
        made.append(Sum(ruled, ("worked out", f"worked out of {min(len(values), 3)}", *wishes)))
    return made


def _own(found: Sequence[Mention], place: int, ruled: int | None) -> Iterator[str]:
    """What the rules make of a sum, and of the others."""
    one = found[place]
    yield f"role {one.role}"
    yield f"told {one.told or 'bare'}"
    rule = "the rule" if one.value == ruled else "no rule" if ruled is None else "not the rule"
    yield rule
    yield f"{rule}, role {one.role}"
    yield f"{rule}, of {min(len(found), 3)}"
    others = {other.role for number, other in enumerate(found) if number != place}
    yield from (f"beside {role}" for role in others)
    yield from (f"role {one.role} beside {role}" for role in others)


def _given(denied: Sequence[bool], place: int, one: Mention) -> Iterator[str]:
    """Whether a sum, or another beside it, was asked and not given."""
    if denied[place]:
        yield "refused"
        yield f"refused, of {min(len(denied), 3)}"
    elif any(denied):
        yield f"beside one refused, role {one.role}"


def likeliest(made: Sequence[Sum], model: Linear) -> int | None:
    """The sum believed most, if enough."""
    if not made:
        return None
    beliefs = model.beliefs(hashed([one.features for one in made]))
    best = int(beliefs.argmax())
    least = max(OTHERS_LEAST, model.least) if made[best].others else model.least
    return made[best].value if beliefs[best] >= least else None


def sum_sought(text: str) -> int | None:
    """The sum looked for in a text, in whole dollars; None where none is sure enough."""
    return likeliest(sums_told(text), _learned())


@lru_cache(maxsize=1)
def _learned() -> Linear:
    return Linear.load(MODEL_FILE)
