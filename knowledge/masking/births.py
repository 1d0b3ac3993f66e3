"""Dates of birth, and the age of somebody who is named: an age alone tells nobody from another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge import clock
from knowledge.masking.text import Found
from knowledge.masking.vocabulary import either, listed

BIRTH, AGE = "[naissance]", "[âge]"
NEAR = 30  # characters between a name and the age that goes with it


@lru_cache(maxsize=1)
def _born() -> re.Pattern[str]:
    months, words = either("months"), either("digits")
    told = rf"(?:(?:{words}|{months}|\d+|premier|1er)\b[\s-]*)+"
    in_words = rf"\d{{1,2}}\s?(?:er)?\s+(?:{months})\.?\s+\d{{2,4}}"
    apart = r"[-/.\s]"
    in_numbers = rf"\d{{1,4}}(?:{apart}|\s+du\s+)\d{{1,2}}(?:,\s|{apart})\d{{2,4}}"  # «le 3 du 8, 1996»
    full = rf"\d{{8}}\b|{in_numbers}|{in_words}"
    # «ne» is also a negation: a birth goes on with «le» or «en». A feast is a birthday when its year is told.
    return re.compile(
        rf"\b(?:n(?:e|ee|es|ees)|venue?s? au monde|j'?ai vu le jour)\s+"
        rf",?\s*(?:(?:a|au|aux|en)\s+[\w-]+\s+)?(?:le|en|un|au mois d[e'])\s*(?P<born>{full}|{told})"
        rf"|\bn(?:e|ee)\s*:?\s+(?P<bare>\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{2,4}}|{in_words})\b"
        rf"|\b(?:je suis|chu|j'suis|jsuis) (?:du|de|nee? du)\s+(?P<mine>{full}|19\d\d\b)"
        # «mon associé est du 7 nov 83 pis moi du 22 janvier 85»
        rf"|\b(?:mon|ma|moi|lui|elle)(?:\s+(?:{either('relations')}))?\s+(?:(?:c'est|cest|est)\s+)?"
        rf"du\s+(?P<theirs>{in_words}\b)"
        rf"|\b(?:{either('births')})\b\W*(?:(?!\d)[\w']+\W+){{0,4}}?(?P<dated>{full}|(?:{months})\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{6}}\b|\d{{4}}\b)"
        rf"|\b(?:fete|anniversaire)\b\W*(?:(?!\d)[\w']+\W+){{0,3}}?(?P<feast>{full}"
        rf"|(?:(?:{words}|\d{{1,2}})\b[\s-]*)+(?:{months})\b[\s-]*(?:(?:{words})\b[\s-]*)+)"
        # «j'ai eu 40 ans le 2 mai»
        rf"|\b(?:eu|avoir|aurai|aura|fete|feterai|fetera)\s+\d{{1,3}}\s*(?:ans\s+)?le\s+(?P<day>\d{{1,2}}\s?(?:er)?\s+(?:{months})\b(?:\s+\d{{4}})?)"
        rf"|(?P<before>{full}){_SAID_BEFORE}"
    )


_AGED = re.compile(
    r"\b(?:j\W?ai|jai|(?<!coop )elle a|(?<!l')agee? de|ages?\s*:)\s*(?:deja |juste |bientot )?"
    r"(?P<value>\d{1,3}(?:\s*ans)?)\b"
)
_SAID_BEFORE = (
    r"\s*[,.]?\s*(?:c'est|est|c'etait|cest)?\s*(?:ma|mon|sa|son)\s+"
    r"(?:date de naissance|naissance|fete|anniversaire)\b"
)
_ORGANIZATION = re.compile(
    r"\b(?:coop\w*|obnl|osbl|organisme|entreprise|projet|fonds|mutuelle)\W+(?:\w+\W+){0,2}$"
)
_OF_MINE = re.compile(
    r"\b(?:mon|ma)\s+[\w-]+(?:\s+(?:de|a|qui a)\s+|\s*[,(]\s*(?:age[e]? de\s+)?)(?P<value>\d{1,3}\s*ans)\b"
)
_YEARS_OLD = re.compile(r"\b(?:\d{1,3}(?:\s*ans)?\s*(?:,|et|pis)\s*)*\d{1,3}\s*ans\b")
_RANGE = re.compile(r"\s*(?:et plus|et moins|a \d|-\s*\d)")


def _to_come(told: str) -> bool:
    """Whether a date is of this year or a later one, or of the last: nobody who writes was born then."""
    years = re.findall(r"\b\d{4}\b", told)
    return bool(years) and int(years[-1]) >= clock.today().year - 1


def _counted(before: str) -> bool:
    """«de 18 à 35 ans», «sur 5 ans»: no age."""
    return before.rstrip().endswith((" a", "sur"))


def _of(persons: Sequence[Found], plain: str, start: int) -> bool:
    """«… a 34 ans», right after a name."""
    return any(plain[person.end : start] == " a " for person in persons)


@lru_cache(maxsize=1)
def _told_age() -> re.Pattern[str]:
    """«j'ai soixante-treize ans»."""
    words = either("digits")
    return re.compile(rf"\b(?:j'ai|agee? de)\s+(?P<value>(?:(?:{words})\b[\s-]*)+\bans)\b")


@lru_cache(maxsize=1)
def _told_again() -> re.Pattern[str]:
    """«née en mars, le 3-03-79», «en 61 (le 14 avril)»."""
    numbers, named = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}", rf"\d{{1,2}}\s?(?:er)?\s+(?:{either('months')})"
    return re.compile(rf"[\s,(]+(?:le\s+)?(?P<value>{numbers}|{named})\b")


_DAY = re.compile(r"\s*[(,]\s*(?P<value>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")


def births(plain: str, persons: Sequence[Found]) -> Iterator[Found]:
    """Input: the folded text, and where its persons are named."""
    for found in _born().finditer(plain):
        kind = str(found.lastgroup)
        told_before = any(person.end <= found.start() for person in persons)
        if _ORGANIZATION.search(plain[: found.start()]) and not told_before:
            continue  # «notre coop est née en 1982», but not «Léo est à la coop, né le…»
        end = found.start(kind) + len(found[kind].rstrip())
        if kind == "feast" and _to_come(found[kind]):
            continue  # «notre anniversaire le 6 juin 2026»
        yield Found(found.start(kind), end, BIRTH)
        again = _told_again().match(plain, end)  # «née en mars, le 3-03-79»
        if again:
            yield Found(again.start("value"), again.end("value"), BIRTH)
    for found in _told_age().finditer(plain) if persons else ():
        yield Found(found.start("value"), found.end("value"), AGE)
    for person in persons:
        beside = _DAY.match(plain, person.end)
        if beside:
            yield Found(beside.start("value"), beside.end("value"), BIRTH)
    for found in _AGED.finditer(plain) if persons else ():
        aged = "age" in found[0] or "ans" in found["value"]
        if aged and not _RANGE.match(plain, found.end("value")):
            yield Found(found.start("value"), found.end("value"), AGE)
    for found in _OF_MINE.finditer(plain):
        whose = found[0].split()[1]
        if whose not in listed("things") and not _RANGE.match(plain, found.end()):
            yield Found(found.start("value"), found.end("value"), AGE)
    for found in _YEARS_OLD.finditer(plain):
        near = any(
            abs(found.start() - person.end) <= NEAR or abs(person.start - found.end()) <= NEAR
            for person in persons
        )
        if (
            near
            and not _RANGE.match(plain, found.end())
            and not (_counted(plain[: found.start()]) and not _of(persons, plain, found.start()))
        ):
            yield Found(found.start(), found.end(), AGE)
