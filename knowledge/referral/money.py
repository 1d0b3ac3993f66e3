"""The amount of money that is looked for, among all those that a text tells.

What is missing or sought is the amount; what is owned, earned, owed or asked as a price is not. A share of
one of them («le tiers», «la moitié», «la différence») is worked out. The words are in `cues/numbers.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from knowledge.referral.numerals import MILLION, THOUSAND
from knowledge.referral.signs import ends_with, phrases, phrases_before, table

ROUND = 500
LEAST_BARE = (
    5_000  # a round number alone, before a stop, without a dollar sign: «friperie, agrandir, 150 000»
)
# A number of two or three figures may be told in the thousands of a sum before it, from this one on.
LEAST_IN_THOUSANDS, LEAST_OF_A_SCALE, MOST_OF_A_SCALE = 100_000, 10, 1_000
MIN_AMOUNT, MAX_AMOUNT = 100, 100_000_000  # whole dollars; outside, it is not the cost of a project

Role = Literal["missing", "sought", "owned", "cost", "budget", "other", "price", "range", "unsaid"]
MONEY = re.compile(r"(?<= )#(\d+(?:\.\d+)?) (?:(\$|k) )?")
_RANGE = re.compile(r"^(?:a|ou|et) $")
_FROM = re.compile(r"(?<= )(?:entre #\S+ (?:[$k] )?et|#\S+ (?:[$k] )?(?:a|ou)) (?=#)")


@dataclass(frozen=True)
class Mention:
    """A sum in a line. `told`: with a dollar sign, or only with a scale («60 k»), or bare."""

    value: int
    start: int
    end: int
    told: Literal["$", "k", ""]
    role: Role = "unsaid"


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[tuple[Role, re.Pattern[str]], ...], tuple[tuple[Role, re.Pattern[str]], ...]]:
    """The phrases of each role, before and after a sum."""
    rows = table("numbers").rest["money"]
    roles: tuple[Role, ...] = ("missing", "sought", "owned", "budget", "cost", "other", "price")
    before = tuple((role, phrases_before(rows[role]["before"])) for role in roles if rows[role].get("before"))
    after = tuple((role, phrases(rows[role]["after"])) for role in roles if rows[role].get("after"))
    return before, after


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    rows = table("numbers").rest["money"]
    return {name: phrases(rows[name]) for name in ("counted", "final", "difference")}


# What stands before a sum and settles its role, whatever stands nearer.
_SETTLES: dict[str, Role] = {"repaid": "other", "asked": "price", "lacking": "missing"}


@lru_cache(maxsize=8)
def _before(name: str) -> re.Pattern[str]:
    return phrases_before(table("numbers").rest["money"][name])


@lru_cache(maxsize=4)
def _phrases(name: str) -> re.Pattern[str]:
    return phrases(table("numbers").rest["money"][name])


@lru_cache(maxsize=1)
def _after_bare() -> frozenset[str]:
    return frozenset(table("numbers").rest["money"]["after_bare"])


def find_amount(line: str) -> int | None:
    """The amount looked for, in whole dollars; None when none is, or when several might be."""
    found = mentions(line)
    worked_out = _share(line, found)
    if worked_out is not None:
        return worked_out
    settled = _settled(line, found)
    if settled is not None:
        return settled
    for role in ("missing", "sought"):
        values = [one.value for one in found if one.role == role]
        if values:
            return values[-1] if len(set(values)) == 1 or role == "missing" else values[0]
    for role in ("unsaid", "cost"):
        left = {one.value for one in found if one.role == role}
        if left:
            return left.pop() if len(left) == 1 and (role == "unsaid" or len(found) == 1) else None
    return None


def mentions(line: str) -> list[Mention]:
    """The sums of a line that may be what is looked for, each with its role."""
    with_roles = [one for one in sums(line) if one.told or _ends_clause(line, one)]
    kept = [one for one in with_roles if one.told or one.role in ("missing", "sought", "owned")]
    bare = [] if kept else [one for one in with_roles if one.value >= LEAST_BARE]
    return kept or (bare if len(bare) == 1 and line.startswith(("| ", ", "), bare[0].end) else [])


def sums(line: str) -> list[Mention]:
    """All that may be a sum of money in a line, each with its role; a number that is told without a scale and
    is no round one, or counts something, is none."""
    found: list[Mention] = []
    for match in MONEY.finditer(line):
        value = float(match[1])
        told: Literal["$", "k", ""] = "$" if match[2] == "$" else "k" if match[2] == "k" else ""
        lent = told and ends_with(_before("lent"), line[: match.start()])
        if told != "$" and not lent and _words()["counted"].match(line, match.end()):
            continue
        one = Mention(round(value), match.start(), match.end(), told)
        round_one = value % ROUND == 0 and (
            value >= LEAST_BARE or (value >= ROUND and _ends_clause(line, one))
        )
        if (told or round_one) and MIN_AMOUNT <= value <= MAX_AMOUNT:
            found.append(one)
        elif not told and (scale := _scale_of_others(line, found, one, value)) is not None:
            found.append(replace(one, value=round(value * scale), told="k"))
    roles = [_role(line, found, place) for place in range(len(found))]
    return [
        replace(one, role="range" if ranged else role)
        for one, role, ranged in zip(found, roles, _ranged(line, found), strict=True)
    ]


def _scale_of_others(line: str, found: list[Mention], one: Mention, value: float) -> int | None:
    """What a number without a scale is told in, when the sums before it tell: «900 000 au total, la ville met
    200» is in thousands, «1,1 M… on parle de 1,4» in millions."""
    largest = max((other.value for other in found), default=0)
    if not _ends_clause(line, one):
        return None
    if largest >= MILLION and value != round(value) and value < MOST_OF_A_SCALE:
        return MILLION
    if largest < LEAST_IN_THOUSANDS or not LEAST_OF_A_SCALE <= value < MOST_OF_A_SCALE:
        return None
    role = _role(line, [*found, one], len(found))
    return THOUSAND if role in ("missing", "sought", "owned", "cost") else None


def _ends_clause(line: str, one: Mention) -> bool:
    """Whether what follows a number shows that nothing is counted by it."""
    return line[one.end :].split(maxsplit=1)[0] in _after_bare()


def _ranged(line: str, found: list[Mention]) -> list[bool]:
    """Of each sum, whether it is the lower end of a range: «5 à 10 mille» looks for ten thousand."""
    spans = [(match.start(), match.end()) for match in _FROM.finditer(line)]
    return [any(low <= one.start < high for low, high in spans) for one in found]


def _role(line: str, found: list[Mention], place: int) -> Role:
    """What the nearest words make of a sum: those before it in its sentence, since the sum before; then
    those right after."""
    one = found[place]
    low = line.rfind("| ", 0, one.start) + 1
    if place and found[place - 1].end > low:
        low = found[place - 1].end
        if _RANGE.match(line[low : one.start]):
            return _role(line, [*found[: place - 1], *found[place:]], place - 1)
    for name, settled in _SETTLES.items():
        if ends_with(_before(name), line[low - 1 : one.start]):
            return settled
    if sells(line) and ends_with(_before("own_price"), line[low - 1 : one.start]):
        return "price"
    before, after = _cues()
    best: tuple[int, Role] | None = None
    for role, pattern in before:
        match = pattern.match(line[low - 1 : one.start])
        if match and (best is None or match.start(1) > best[0]):
            best = (match.start(1), role)
    for role, pattern in after:
        if pattern.match(line, one.end) and (
            best is None or best[1] == "cost" or role in ("other", "owned", "missing")
        ):
            return role
    return best[1] if best else "unsaid"


def _share(line: str, found: list[Mention]) -> int | None:
    """A share of a sum already told, or what one sum leaves of another."""
    told = [one for one in found if one.told]
    wholes = (one.value for one in told if one.role in ("cost", "budget", "price", "unsaid", "sought"))
    whole = next(wholes, None)
    fraction = _fraction(line, found)
    if fraction == 1 and found:  # «il en faudrait autant»: as much as was told, whoever has it
        return found[-1].value
    if fraction is not None and whole is not None and len({one.value for one in told}) <= 2:
        return round(whole * fraction)
    owned = [one.value for one in told if one.role == "owned"]
    if any(one.role == "missing" for one in told):
        return None  # what is missing is told: nothing is to be worked out
    if whole is not None and len(owned) == 1 and _words()["difference"].search(line):
        return whole - owned[0] if whole > owned[0] else None
    return None


def _fraction(line: str, found: list[Mention]) -> float | None:
    """The share that a line tells; none that only says what a part of the sum looked for is for: «besoin de
    400 000 $, dont la moitié en équipement»."""
    rows = table("numbers").rest["money"]["fractions"]
    for row in rows:
        share = phrases(row["phrases"]).search(line)
        if share is None:
            continue
        before = [one.role for one in found if one.start < share.start()]
        of_part = ends_with(_before("part_of"), line[: share.start()])
        return None if of_part and before[-1:] == ["sought"] else float(Fraction(row["value"]))
    return None


def _settled(line: str, found: list[Mention]) -> int | None:
    """«120 000 à 150 000 $… mais disons 150», «55-60 mille, mettons 60»: what one settles on."""
    final = None
    for match in _words()["final"].finditer(line):
        final = re.match(r"#(\d+) (?:(\$|k) )?", line[match.end() :])
        if final and found:
            value = int(final[1])
            if value >= ROUND:
                return value
            scales = [one.value for one in found if one.start < match.start()]
            return value * 1_000 if scales and max(scales) >= 1_000 else None
    return None


def refused(line: str, one: Mention) -> bool:
    """Whether a sum was asked for, as its sentence goes on, and not given."""
    return _phrases("refused").match(line, one.end) is not None


def owned_sums(line: str) -> frozenset[int]:
    """The sums of a line that its words tell are had already, and nothing else: «12 000 $, c'est ce qu'ils
    ont»."""
    return frozenset(one.value for one in sums(line) if one.role == "owned")


def asked_by_owner(line: str) -> int | None:
    """The one sum of a line that whoever owns something asks for it; None when there is none, or several."""
    found = {one.value for one in sums(line) if ends_with(_before("asked"), line[: one.start])}
    return found.pop() if len(found) == 1 else None


def sells(line: str) -> bool:
    """Whether who speaks lets something go: what they ask for it is to be found by others."""
    return _phrases("sells").search(line) is not None


def amount_in(line: str) -> int | None:
    """The one sum of a short line that is supposed to be one: «25 000», «environ 25k», «5 000 $»."""
    found = [(float(match[1]), match[2]) for match in MONEY.finditer(line)]
    values = [value for value, _ in found]
    return round(values[0]) if len(values) == 1 and MIN_AMOUNT <= values[0] <= MAX_AMOUNT else None
