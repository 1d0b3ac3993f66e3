"""Québec's day: a call closes, a figure is counted and a date is told by the clock of Montréal.

A server's own clock is often UTC, four or five hours ahead: on the last evening of a call it already says
tomorrow.
"""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

MONTREAL = ZoneInfo("America/Montreal")
JUMP = dt.timedelta(hours=1)  # ahead of time, past what a busy or a sleeping machine explains
DOUBT_SECONDS = 3600.0


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


class Steadiness:
    """Whether the clock goes as time passes. One that was set ahead is not believed for a while: what keeps
    machines on time puts it right sooner than that, and what was erased for it would not come back."""

    def __init__(self) -> None:
        self._seen = (now(), time.monotonic())
        self._doubted_until = 0.0

    def believed(self) -> bool:
        """Whether the clock went steadily since this was last asked, or has stood as it is for a while."""
        (before, mark), at = self._seen, time.monotonic()
        self._seen = (now(), at)
        if self._seen[0] - before > dt.timedelta(seconds=at - mark) + JUMP:
            self._doubted_until = at + DOUBT_SECONDS
        elif before - self._seen[0] > JUMP:
            self._doubted_until = 0.0  # set back: it was ahead, and is put right
        return at >= self._doubted_until
