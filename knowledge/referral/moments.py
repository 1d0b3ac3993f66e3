"""Times in a line, each told by its kind: for how long something has run, when it began, when it will be.

«Depuis quatorze mois», «au printemps passé» and «14 mois qu'on roule» say the same of a project, and no list
of words holds them all: what is learned of a text reads the kind in their place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from knowledge.referral.numerals import SMALL
from knowledge.referral.opening import MONTHS_A_YEAR, SEASONS

SHORT = 18  # months: what has run for less is at its start
SOON = 6  # months: what is that near is about to happen
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre",
)  # fmt: skip
LENGTHS = {"jour": 0, "semaine": 0, "mois": 1, "an": 12, "annee": 12, "ete": 7, "hiver": 7, "saison": 7}
LITTLE, LONG, NEAR, LATER = "lasts-little", "lasts-long", "comes-soon", "comes-later"  # the kinds
# Days that come back each year, by their month.
FEASTS = {"noel": 12, "paques": 4, "rentree": 9, "fetes": 12, "st jean": 6, "saint jean": 6}
_NAMED = {name: number for number, name in enumerate(MONTHS, 1)} | SEASONS | FEASTS
_NAME = "|".join(sorted(_NAMED, key=len, reverse=True))
_LENGTH = r"(?:#(\d+)|(une?|deux|trois)) (jour|semaine|mois|annee|an|ete|hiver|saison)s? "
_BEFORE = r"(?:environ |deja |a peine |juste |bientot |presque |maintenant |plus de |moins de )*"
_SINCE = re.compile(rf"(?<= )(?:depuis|fait|y a|ya|voila|apres) {_BEFORE}{_LENGTH}(?:qu |que )?")
_LASTING = re.compile(rf"(?<= ){_LENGTH}(?:qu |que |d existence |d operation |d activite )")
_AHEAD = re.compile(rf"(?<= )(?:dans|d ici) {_BEFORE}{_LENGTH}")
_AT = r"(?<= )(depuis |jusqu )?(?:en |au |a |l |la |le |d |de |des |pour |cet |cette )*(?:#\d{1,2} )?"
_SAID = re.compile(
    rf"{_AT}(?:(?:debut|fin|mois|milieu|mi) (?:de |d |du )?)?({_NAME}) "
    r"(?:(passe|passee|dernier|derniere)s? |(prochain|prochaine|qui vient|qui s en vient) )?(?:#(20\d\d) )?"
)
_YEAR = re.compile(r"(?<= )(?:en|depuis|pour|des) #((?:19|20)\d\d) ")


def with_kinds(line: str, today: dt.date) -> str:
    """A line whose times are told by their kind, in words of one piece."""
    here = today.year * MONTHS_A_YEAR + today.month

    def length(found: re.Match[str]) -> int:
        return int(found[1] or SMALL[found[2]]) * LENGTHS[found[3]]

    def since(found: re.Match[str]) -> str:
        return _lasted(length(found))

    def ahead(found: re.Match[str]) -> str:
        return _away(length(found))

    def said(found: re.Match[str]) -> str:
        since_then, name, past, _, year = found.groups()
        month = _NAMED[name]
        if year is not None:
            away = int(year) * MONTHS_A_YEAR + month - here
        elif since_then == "depuis " or past:
            away = -((today.month - month) % MONTHS_A_YEAR)
        else:
            away = (month - today.month) % MONTHS_A_YEAR
        return _away(away) if away >= 0 and since_then != "depuis " else _lasted(-away)

    def in_year(found: re.Match[str]) -> str:
        away = (int(found[1]) - today.year) * MONTHS_A_YEAR
        return _away(away) if away > 0 else _lasted(-away)

    kinds: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_SINCE, since),
        (_LASTING, since),
        (_AHEAD, ahead),
        (_SAID, said),
        (_YEAR, in_year),
    )
    for pattern, kind in kinds:
        line = pattern.sub(kind, line)
    return line


def _lasted(months: int) -> str:
    return f"{LITTLE if months <= SHORT else LONG} "


def _away(months: int) -> str:
    return f"{NEAR if months <= SOON else LATER} "
