"""When a project opens, or since when an organization is there, as far as its words tell it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

import dateparser

from knowledge.referral.numerals import SMALL
from knowledge.referral.signs import ends_with, phrases, phrases_before, table

MONTHS_A_YEAR = 12
SEASONS = {"hiver": 12, "printemps": 3, "ete": 6, "automne": 9}  # the month in which each begins

_AHEAD = re.compile(r"(?<= )dans (?:environ |a peu pres )?(?:#(\d+)|(un|deux)) (mois|ans?) ")
_NEXT_YEAR = re.compile(r"(?<= )(?:l an prochain|l annee prochaine|d ici un an|dans un an) ")
_SEASON = re.compile(rf"(?<= )({'|'.join(SEASONS)}) ")
_MONTH = re.compile(
    r"(?<= )(janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
    r" (?:#(20\d\d) )?"
)
_YEAR = re.compile(r"(?<= )(?:en|depuis|pour|avant) #(20\d\d) ")


@dataclass(frozen=True)
class Opening:
    """How many months away an opening is; `sure`: it is told as what will be, not as what is wished."""

    months: int
    sure: bool


def months_ahead(line: str, today: dt.date) -> Opening | None:
    """The opening that a line tells; None when it tells none, or one that is past."""
    for found, months in _moments(line, today):
        before = line[: found.start()]
        if (
            months is not None
            and months >= 0
            and ends_with(_opens(), before)
            and not ends_with(_past(), before)
        ):
            return Opening(months, ends_with(_surely(), before))
    return None


@dataclass(frozen=True)
class Begun:
    """How many years ago an organization began, and where the year stands that tells it."""

    years: int
    span: tuple[int, int]


def beginnings(line: str, today: dt.date) -> list[Begun]:
    """When an organization began, by each year that a line tells of it."""
    return [
        Begun(today.year - int(found[1]), found.span())
        for found in _YEAR.finditer(line)
        if int(found[1]) <= today.year and ends_with(_began(), line[: found.start()])
    ]


def _moments(line: str, today: dt.date) -> list[tuple[re.Match[str], int | None]]:
    here = today.year * MONTHS_A_YEAR + today.month
    moments: list[tuple[re.Match[str], int | None]] = [
        (found, int(found[1] or SMALL[found[2]]) * (1 if found[3] == "mois" else MONTHS_A_YEAR))
        for found in _AHEAD.finditer(line)
    ]
    moments += [(found, MONTHS_A_YEAR) for found in _NEXT_YEAR.finditer(line)]
    moments += [(found, 0) for found in _soon().finditer(line)]
    moments += [
        (found, (SEASONS[found[1]] - today.month) % MONTHS_A_YEAR) for found in _SEASON.finditer(line)
    ]
    moments += [(found, _months_to(found, today)) for found in _MONTH.finditer(line)]
    moments += [
        (found, (int(found[1]) * MONTHS_A_YEAR + 1) - here)
        for found in _YEAR.finditer(line)
        if int(found[1]) > today.year
    ]
    return moments


def _months_to(month: re.Match[str], today: dt.date) -> int | None:
    """The months to the next month of that name, or to that of the year told."""
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": dt.datetime(today.year, today.month, 1)}
    told = f"{month[1]} {month[2] or ''}".strip()
    day: dt.datetime | None = dateparser.parse(told, languages=["fr"], settings=settings)
    if day is None:
        return None
    return (day.year - today.year) * MONTHS_A_YEAR + day.month - today.month


@lru_cache(maxsize=1)
def _soon() -> re.Pattern[str]:
    return phrases(table("stage").rest["soon"])


@lru_cache(maxsize=1)
def _opens() -> re.Pattern[str]:
    return phrases_before(table("stage").rest["opens"])


@lru_cache(maxsize=1)
def _surely() -> re.Pattern[str]:
    return phrases_before(table("stage").rest["opens_surely"])


@lru_cache(maxsize=1)
def _past() -> re.Pattern[str]:
    return phrases_before(table("stage").rest["past"])


@lru_cache(maxsize=1)
def _began() -> re.Pattern[str]:
    return phrases_before(table("stage").rest["began"])
