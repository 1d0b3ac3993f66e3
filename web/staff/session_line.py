"""A session of an activity, typed on one line as people write dates and hours here, in the form that a record
keeps, and back.

«Jeudi 21 janvier 2027, 17 h à 19 h | Salle du Pôle | https://…» is «2027-01-21 17:00-19:00 | Salle du Pôle |
https://…». What is not understood is given back as it is: the record says what it expects.
"""

from __future__ import annotations

import re
from itertools import chain

from text_to_num import alpha2digit

from knowledge.activities import in_hours
from knowledge.records import ActivitySession
from knowledge.referral.criteria import french_date
from knowledge.staff.cells import MONTHS
from web.staff import as_typed

MOST_CHARS = 300  # no session is told at such length
NAMED = {"midi": "12:00", "minuit": "00:00"}
AFTER_WORK = ("05:00", "07:00")  # a «5 à 7» is the end of an afternoon, whatever the clock says
NOON = 12

_KEPT = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = "|".join(sorted(chain.from_iterable(MONTHS), key=len, reverse=True))
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_DATE = re.compile(
    rf"(?:\b(?:le +)?{_WEEKDAY}\b[ ,]*)?(?:\ble +)?"
    r"(?P<day>\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b"
    rf"|\b\d{{1,2}}(?:er)? (?:{_MONTH})\.? \d{{4}}\b)",
    re.IGNORECASE,
)
_HOUR = (
    r"(?:(?P<hour{n}>\d{{1,2}}) ?(?P<unit{n}>(?:h|hrs?|heures?)(?![^\W\d])\.?|:)"
    r" ?(?P<minutes{n}>[0-5]\d)?(?!\d)"
    r"|(?P<bare{n}>\d{{1,2}})(?!\d)|(?P<name{n}>midi|minuit)\b) ?(?P<half{n}>[ap]\.?m\b\.?)?"
)
_HOURS = re.compile(
    r"(?:\b(?:de|des|dès|vers|entre|à partir de|à compter de|à) +)?(?<![\d.,/:-])"
    + _HOUR.format(n=1)
    + r"(?: ?(?:à|a|-|–|—|et|jusqu['’]à) ?"
    + _HOUR.format(n=2)
    + ")?",
    re.IGNORECASE,
)
_BETWEEN = " ,;:.()-–—"


def read_line(text: str) -> str:
    """A session as a record keeps it; what is not understood is given back as it is."""
    moment, *rest = (" ".join(part.split()) for part in text.split("|"))
    date = _DATE.search(moment) if len(text) <= MOST_CHARS else None
    day = as_typed.day(date["day"]) if date else ""
    if date is None or not _KEPT.fullmatch(day):
        return text
    place = f"{moment[: date.start()].rstrip(_BETWEEN)}, {moment[date.end() :].lstrip(_BETWEEN)}".strip(
        _BETWEEN
    )
    hours = _told(place) or _told(alpha2digit(place, "fr"))
    said = ""
    if hours:
        clock = _clock(hours)
        place = f"{hours.string[: hours.start()]}{hours.string[hours.end() :]}".strip(_BETWEEN)
        if clock is None or _told(place):
            return text  # no such time, or two of them: which is meant is not ours to choose
        said = " " + "-".join(clock)
    return " | ".join(part for part in (f"{day}{said}", place, *rest) if part)


def read_hours(text: str) -> str:
    """Hours alone, «9 h à midi», as a record keeps them, «09:00-12:00»; anything else is given back."""
    found = _told(text) if len(text) <= MOST_CHARS else None
    clock = _clock(found) if found and found[0].strip(_BETWEEN) == text.strip(_BETWEEN) else None
    return "-".join(clock) if clock else text


def shown_line(session: ActivitySession) -> str:
    """A session as people write it, which `read_line` reads back."""
    hours = ", " + " à ".join(in_hours(hour) for hour in (session.time, session.until) if hour)
    when = french_date(session.day) + (hours if session.time else "")
    return " | ".join(part for part in (when, session.place, session.link) if part)


def _told(text: str) -> re.Match[str] | None:
    """Where hours are told: a figure alone, with neither unit nor end, is a number of something else."""
    found = _HOURS.finditer(text)
    return next((one for one in found if one["bare1"] is None or one["half1"] or _ends(one)), None)


def _ends(found: re.Match[str]) -> bool:
    return bool(found["unit2"] or found["name2"] or found["half2"] or found["bare2"])


def _clock(found: re.Match[str]) -> list[str] | None:
    """The hours of a match as HH:MM, one or two; None when there is no such hour."""
    half = found["half1"] or found["half2"]
    read = [_hour(found, 1, half)] + ([_hour(found, 2, found["half2"])] if _ends(found) else [])
    if found["bare1"] and found["bare2"] and not half and tuple(read) == AFTER_WORK:
        return ["17:00", "19:00"]
    return None if None in read else [hour for hour in read if hour]


def _hour(found: re.Match[str], end: int, half: str | None) -> str | None:
    """One end of a match as HH:MM, «pm» counted; None when there is no such hour."""
    if name := found[f"name{end}"]:
        return NAMED[name.lower()]
    hour = int(found[f"hour{end}"] or found[f"bare{end}"])
    if half and 0 < hour <= NOON:
        hour = hour % NOON + (NOON if half.lower().startswith("p") else 0)
    return f"{hour % 24:02}:{found[f'minutes{end}'] or '00'}" if hour <= 24 else None
