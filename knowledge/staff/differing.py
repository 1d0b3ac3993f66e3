"""The numbers of a text that are not those of its facts.

Two numbers differ only when they count the same thing (dollars, people, months, «étapes»...): «trois gestes»
says nothing of a fact's «six mois». What counts alike is told by `units.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.referral.numerals import value_of, with_figures
from knowledge.search.language import stem
from knowledge.search.text import fold
from knowledge.staff.resting import told

SHOWN_WORDS = 3  # after a number, to tell what it counts
YEARS = range(1900, 2101)
NEARLY = 0.05  # between 12 months and a year, 3 months and 90 days
# What a number counts; anything else is told by the stem of the word after it.
MONEY, SHARE, YEAR, DATE, PEOPLE, DURATION = "$", "%", "@year", "@date", "@people", "@duration"
NAME = "@name "  # of an article, a step: followed by what is named
ALONE = ""  # nothing follows
# What is compared with a resource's: its sheet counts much else, and tells of other years.
OF_RESOURCE = (MONEY, SHARE)

_LINK = re.compile(r"\(https?://[^\s)]*\)|https?://\S+|\S+@\S+")
_PHONE = re.compile(r"\b(?:1[ -])?\d{3}[ .-]\d{3}[ .-]\d{4}\b")
_LISTED = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_BETWEEN = re.compile(r"(\d)\s?[-–]\s?(?=\d)")  # «2019-2021»
_NUMBER = re.compile(r"(?<![\w])(\d+(?:[.,]\d+)?)(?![\w])")
_END = re.compile(r"[.,;:()?!«»]")
_AND = re.compile(r"\s*(?:a|à|et|ou|et demie?)\s*$")  # between two numbers that count one thing
_BEFORE = re.compile(r"([^\W\d]+)[.:]?\s*(?:n[o°]\s*)?$")


@dataclass(frozen=True)
class Number:
    """A number of a text: what it counts, its value, and the words it stands in."""

    kind: str
    value: float
    words: str


@dataclass(frozen=True)
class Differing:
    """A number that a text says and that nothing it rests on says. `instead`: the numbers of the same kind
    that are there, by fact or resource."""

    said: str
    instead: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Units:
    people: frozenset[str]
    durations: Mapping[str, float]
    spans: tuple[str, ...]  # the words of the durations, as they are written
    months: frozenset[str]
    scales: Mapping[str, float]
    named: Mapping[str, str]


@lru_cache(maxsize=1)
def _units() -> _Units:
    read = yaml.safe_load(Path(__file__).with_name("units.yaml").read_text(encoding="utf-8"))
    return _Units(
        people=frozenset(stem(form) for word in read["people"] for form in (word, f"{word}s")),
        durations={
            stem(form): days for word, days in read["durations"].items() for form in (word, f"{word}s")
        },
        spans=tuple(read["durations"]),
        months=frozenset(read["months"]),
        scales=read["scales"],
        named={word: words[0] for words in read["named"] for word in words},
    )


def differing(text: str, rests_on: Mapping[str, Mapping[str, Any]]) -> list[Differing]:
    """The numbers of a text that differ from those of what it rests on.

    A number is left alone when no fact counts the same thing: there is nothing that it could differ from.
    """
    known = {name: numbers(". ".join(_said(told(content)))) for name, content in rests_on.items()}
    every = [*(one for found in known.values() for one in found), *_dates(rests_on)]
    pointed: dict[str, Differing] = {}
    for one in numbers(text):
        if any(_agree(one, other) for other in every):
            continue
        instead = tuple(
            (name, other.words)
            for name, found in known.items()
            for other in found
            if other.kind == one.kind and (":" not in name or other.kind in OF_RESOURCE)
        )
        if instead:
            pointed.setdefault(one.words, Differing(one.words, instead[:SHOWN_WORDS]))
    return list(pointed.values())


def _agree(one: Number, other: Number) -> bool:
    """Whether a fact says this number, of whatever it be; a duration may be said in another unit."""
    if one.kind == other.kind == DURATION:
        return abs(one.value - other.value) <= NEARLY * max(one.value, other.value)
    return one.value == other.value


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in figures or in letters; not those of phones, addresses or lists."""
    for pattern in (_LINK, _PHONE, _LISTED):
        text = pattern.sub(" ", text)
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("*", "").lower().split())
    figures = _BETWEEN.sub(r"\1 à ", _small(with_figures(_scaled(plain))))
    found = [_number(match, figures) for match in _NUMBER.finditer(figures)]
    places = [match.span() for match in _NUMBER.finditer(figures)]
    for place in reversed(range(len(found) - 1)):  # «entre 3 et 5 personnes»: both count people
        joined = figures[places[place][1] : places[place + 1][0]]
        if found[place].kind == ALONE and _AND.fullmatch(joined):
            found[place] = Number(found[place + 1].kind, found[place].value, found[place].words)
    return found


def _small(text: str) -> str:
    """«Deux» and «un an» in figures, which a reader of numbers leaves; «un» alone counts nothing."""
    one = rf"\bune?(?= (?:{'|'.join(_units().spans)})\b)"
    return re.sub(one, "1", re.sub(r"(?<!-)\bdeux\b(?!-)", "2", text))


def _scaled(plain: str) -> str:
    """A text where «53,6 milliards» and «53,6 G$» are the same figures."""
    scales = _units().scales
    pattern = (
        r"(\d+(?:[.,]\d+)?) ?(" + "|".join(map(re.escape, sorted(scales, key=len, reverse=True))) + r")(?!\w)"
    )

    def whole(found: re.Match[str]) -> str:
        value = value_of(found[1]) * scales[found[2]]
        return f"{value:.0f}" + (" $" if found[2].endswith("$") else "")

    return re.sub(r"(\d{7,}) (?:de |d')?dollars", r"\1 $", re.sub(pattern, whole, plain))


def _number(match: re.Match[str], figures: str) -> Number:
    after = figures[match.end() :]
    value = value_of(match[1])
    near = _END.split(after, maxsplit=1)[0].split()[:SHOWN_WORDS]
    before = _BEFORE.search(figures[: match.start()])
    kind = _kind(value, after, near, fold(before[1]) if before else "")
    if kind.startswith(DURATION):
        value *= _units().durations[kind.removeprefix(DURATION)]
        kind = DURATION
    return Number(kind, value, " ".join([match[1], *near]))


def _kind(value: float, after: str, near: Sequence[str], before: str) -> str:
    units = _units()
    if after.lstrip().startswith(("$", "dollar")):
        return MONEY
    if after.lstrip().startswith(("%", "pour ce")):
        return SHARE
    if before in units.named:
        return NAME + units.named[before]
    counted = [stem(fold(word)) for word in near]
    if near and fold(near[0]) in units.months:
        return DATE
    if value in YEARS:
        return YEAR
    for word in counted[:2]:  # «10 futurs usagers»
        if word in units.people:
            return PEOPLE
    if counted and counted[0] in units.durations:
        return DURATION + counted[0]
    return next((word for word in counted[:1] if word and not word.isdigit()), ALONE)


def _said(value: Any, name: str = "") -> Iterator[str]:
    """All that is said in a content; an amount of a field says its dollars."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key not in ("id", "website", "contact"):
                yield from _said(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _said(one, name)
    else:
        yield f"{value} $" if "amount" in name and str(value).isdigit() else str(value)


def _dates(rests_on: Mapping[str, Mapping[str, Any]]) -> Iterator[Number]:
    """The years of a content and of its sources, which a text may tell too."""
    for content in rests_on.values():
        for one in (content, *content.get("sources", ())):
            for name in ("as_of", "title"):
                yield from (found for found in numbers(str(one.get(name) or "")) if found.kind == YEAR)
