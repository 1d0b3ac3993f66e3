"""Québec's day: a call closes, a figure is counted and a date is told by the clock of Montréal.

A server's own clock is often UTC, four or five hours ahead: on the last evening of a call it already says
tomorrow.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

MONTREAL = ZoneInfo("America/Montreal")


def now() -> dt.datetime:
    """The present instant, in UTC."""
    return dt.datetime.now(dt.timezone.utc)


def today() -> dt.date:
    """Today's date in Québec."""
    return day_of(now())


def day_of(instant: dt.datetime) -> dt.date:
    """The date in Québec of an instant that knows its time zone."""
    return instant.astimezone(MONTREAL).date()


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same hour some months earlier; the last day of the month where the day does not exist."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
