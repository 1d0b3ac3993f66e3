"""Ages in a line: that of the person who carries the project, told apart from an organization's, from
somebody else's, and from a mere duration. The words are in `cues/numbers.yaml`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge import clock
from knowledge.referral.profile import MAX_AGE, MIN_AGE
from knowledge.referral.signs import ends_with, phrases, phrases_before, table

# `existing`: an organization has these years; `organization`: they stand beside one, which may have them.
Whose = Literal["own", "together", "existing", "organization", "somebody", "duration", "unsaid"]
YOUNGEST_ALONE = 13  # fewer years, said alone, are those of a child or of an organization

_YEARS = re.compile(r"(?<= )#(\d{1,3}) (?:ans?|years? old|years?|yo|a (?=[|,] )) ?")
_BARE = re.compile(r"(?<= )#(\d{2}) (?=[|,] |et |pi |pis |puis |mais |pour )")
_BORN = re.compile(
    r"(?<= )(?:ne|nee|nes|nees|born|monde) (?:en |in |on )?(?:le (?:#\d{1,2} (?:\| )?){1,2})?(?:[a-z]+ )?"
    r"#(\d{4}|\d{2}) |(?<= )je suis de #(\d{4}) "
)
_NUMBER = re.compile(r"(?<= )#(\d{2,4}) (?![$k] )")
FIRST_YEAR = 1920  # a year told before is no year of birth


@dataclass(frozen=True)
class Years:
    """A number of years in a line, and whose they are."""

    value: int
    start: int
    end: int
    whose: Whose


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[tuple[Whose, re.Pattern[str]], ...], tuple[tuple[Whose, re.Pattern[str]], ...]]:
    rows = table("numbers").rest["age"]
    order: tuple[Whose, ...] = ("duration", "somebody", "existing", "organization", "own", "together")
    before = tuple((whose, phrases_before(rows[whose]["before"])) for whose in order)
    after = tuple((whose, phrases(rows[whose]["after"])) for whose in order if rows[whose].get("after"))
    return before, after


@lru_cache(maxsize=1)
def _surroundings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = table("numbers").rest["age"]
    return phrases(rows["people"]), phrases(rows["established"])


@lru_cache(maxsize=1)
def _persons() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("numbers").rest["age"]["persons"]
    return tuple((name, phrases(written)) for name, written in rows.items())


@lru_cache(maxsize=1)
def _averages() -> re.Pattern[str]:
    return phrases_before(table("numbers").rest["age"]["average"])


@lru_cache(maxsize=1)
def _own_bare() -> re.Pattern[str]:
    """What makes one's own age of a number without «ans»."""
    return phrases_before(table("numbers").rest["age"]["bare"])


def years_in(line: str) -> list[Years]:
    """Every number of years of a line, with whose they are."""
    return [
        Years(int(found[1]), *found.span(), _whose(line, *found.span())) for found in _YEARS.finditer(line)
    ]


def find_age(line: str, today: dt.date | None = None) -> int | None:
    """The age of the person who carries the project, in whole years; None when none is said for sure."""
    now = today or clock.today()
    carrier = _carrier(line, now)
    if carrier is not None:
        return carrier
    found = [(one.value, one.start) for one in years_in(line) if one.whose == "own"]
    found += [
        (int(match[1]), match.start())
        for match in _BARE.finditer(line)
        if ends_with(_own_bare(), line[: match.start()])
    ]
    told = [(value, start) for value, start in found if _possible(value)]
    mine = [value for value, start in told if person_of(line, start) == "first"]
    if told:  # «mon père, 68 ans… moi j'en ai 34»: who speaks, before anybody else
        return mine[0] if mine else told[0][0]
    born = _BORN.search(line)
    if born:
        year = int(born[1] or born[2])
        age = _by_birth(year, now.year)
        return age if _possible(age) else None
    return None


def possible(line: str, today: dt.date) -> list[tuple[int, int, int, str]]:
    """The numbers of a line that may be an age: the age, where the number stands, and how it is told (`years`
    before «ans», `born` as a year of birth, `bare`)."""
    found = []
    births = {match.end() for match in _BORN.finditer(line)}
    for match in _NUMBER.finditer(line):
        value = int(match[1])
        if match.end() in births:
            age, told = _by_birth(value, today.year), "born"
        elif FIRST_YEAR <= value <= today.year - MIN_AGE:
            age, told = today.year - value, "year"
        else:
            age, told = value, "years" if _YEARS.match(line, match.start()) else "bare"
        if _possible(age):
            found.append((age, match.start(), match.end(), told))
    return found


def _by_birth(year: int, now: int) -> int:
    """The age of somebody born in a year, perhaps told by its last two figures."""
    return now - (year if year > 99 else 1900 + year if 1900 + year <= now - MIN_AGE else 2000 + year)


def another_carries(line: str) -> bool:
    """Whether a line says that another person carries the project: «c'est elle qui porte le projet»."""
    return phrases(table("numbers").rest["age"]["carrier"]).search(line) is not None


def person_of(line: str, start: int) -> str:
    """Who is spoken of before a number, in its sentence: `first`, `several`, `other`, or `unsaid`."""
    before = line[line.rfind("| ", 0, start) : start]
    last, person = -1, "unsaid"
    for name, pattern in _persons():
        for found in pattern.finditer(before):
            if found.start() > last:
                last, person = found.start(), name
    return person


def _carrier(line: str, today: dt.date) -> int | None:
    """The age of another person who is said to carry the project, the younger or the older if so told."""
    if not another_carries(line):
        return None
    rows = table("numbers").rest["age"]
    told = [(age, person_of(line, start)) for age, start, _, how in possible(line, today) if how != "year"]
    for name, choose in (("younger", min), ("older", max)):
        if len(told) > 1 and phrases(rows[name]).search(line):
            return choose(age for age, _ in told)
    return next((age for age, person in told if person == "other"), None)


def _possible(age: int) -> bool:
    return MIN_AGE <= age <= MAX_AGE


def _whose(line: str, start: int, end: int) -> Whose:
    """What the nearest words make of a number of years."""
    low = line.rfind("| ", 0, start)
    if ends_with(_averages(), line[low:start]):
        return "somebody"
    before, after = _cues()
    for whose, pattern in after:
        if pattern.match(line, end):
            return whose
    best: tuple[int, Whose] | None = None
    for whose, pattern in before:
        match = pattern.match(line[low:start])
        if match and (best is None or match.start(1) > best[0]):
            best = (match.start(1), whose)
    if best is None:
        return _standing_alone(line, start, end)
    return _together(line) if best[1] == "together" else best[1]


def _standing_alone(line: str, start: int, end: int) -> Whose:
    """«37 ans, st-timothée»: between two stops, at the beginning or after a place, an age is one's own."""
    stops = line[max(0, start - 2) : start] in ("| ", ", ") and line[end : end + 2] in (
        "| ",
        ", ",
        "et",
        "pi",
    )
    value = int(re.sub(r"\D", "", line[start:end].split()[0]))
    return "own" if stops and value >= YOUNGEST_ALONE else "unsaid"


def _together(line: str) -> Whose:
    """«On a vingt ans»: friends with an idea, or an organization with its staff? Neither when unsure."""
    people, established = _surroundings()
    young, settled = bool(people.search(line)), bool(established.search(line))
    if young == settled:
        return "unsaid"
    return "own" if young else "organization"
