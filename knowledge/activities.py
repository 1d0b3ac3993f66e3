"""What takes place and when: the coming sessions of activities, in the order of their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.clock import MONTREAL
from knowledge.records import ActivityRecord, ActivitySession, AnyResource, identifier
from knowledge.referral.criteria import french_date

LATEST_END = "06:00"  # an evening that ends on the next day ends before


@dataclass(frozen=True)
class Coming:
    """One session that has not ended yet, of an activity."""

    record: ActivityRecord
    session: ActivitySession

    @property
    def identifier(self) -> str:
        """The activity's own: `activity:cinq-a-sept`."""
        return identifier(self.record)

    @property
    def when(self) -> str:
        """«le 21 janvier 2027, de 17 h à 19 h»."""
        return when(self.session)


def coming(
    resources: Mapping[str, AnyResource],
    today: dt.date,
    *,
    since: dt.date | None = None,
    mrc: str | None = None,
) -> list[Coming]:
    """The sessions from a day on, the nearest first.

    Input: the resources; today, which no past session outlives; `since`, a later day to begin from; `mrc`,
    the id of an MRC, which keeps what is open to it.
    """
    first = max(today, since or today)
    found = [
        Coming(record, session)
        for record in resources.values()
        if isinstance(record, ActivityRecord) and (mrc is None or _serves(record, mrc))
        for session in record.sessions
        if session.day >= first
    ]
    return sorted(found, key=lambda one: (one.session.day, one.session.time or "", one.record.id))


def is_over(record: AnyResource, today: dt.date) -> bool:
    """Whether every session of an activity is past; anything else is never over."""
    return isinstance(record, ActivityRecord) and all(session.day < today for session in record.sessions)


def when(session: ActivitySession) -> str:
    """A session's day and hours, as people read them."""
    said = f"le {french_date(session.day)}"
    if session.time and session.until:
        return f"{said}, de {in_hours(session.time)} à {in_hours(session.until)}"
    return f"{said}, à {in_hours(session.time)}" if session.time else said


def in_hours(time: str) -> str:
    """An hour as it is written here: «17 h» for «17:00», «9 h 30» for «09:30»."""
    hour, _, minutes = time.partition(":")
    return f"{int(hour)} h" + ("" if minutes == "00" else f" {minutes}")


def ends_too_soon(session: ActivitySession) -> bool:
    """Whether a session ends before it begins, and is no evening that ends after midnight."""
    if session.time is None or session.until is None:
        return False
    return session.until == session.time or LATEST_END < session.until < session.time


def starts_at(session: ActivitySession) -> dt.date | dt.datetime:
    """The start of a session, by Montréal's clock: an instant, or a whole day when the hour is not known."""
    if session.time is None:
        return session.day
    return dt.datetime.combine(session.day, dt.time.fromisoformat(session.time), MONTREAL)


def ends_at(session: ActivitySession) -> dt.date | dt.datetime | None:
    """The end of a session; None when it is not known."""
    if session.time is None or session.until is None:
        return None
    day = session.day + dt.timedelta(days=session.until <= session.time)  # an evening ends after midnight
    return dt.datetime.combine(day, dt.time.fromisoformat(session.until), MONTREAL)


def _serves(record: ActivityRecord, mrc: str) -> bool:
    rule = record.eligibility.territory
    return rule.level != "mrc" or mrc in (*rule.mrc, *rule.maybe_mrc)
