"""How often one client may do what costs or disturbs: reports, shared links, searches."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from functools import partial

from fastapi import HTTPException, Request

from web.clients import client_of
from web.shared import Shared, Takes, Together

REMEMBERED_CLIENTS = 10_000  # the oldest are forgotten, so that memory is bounded
EVERYBODY = "*"
DAY = 24 * 3_600


class Quota:
    """So many times in so many seconds for one client, and for all of them together (None: no limit)."""

    def __init__(self, times: int, seconds: int, altogether: int | None = None) -> None:
        self._times = times
        self._seconds = seconds
        self._altogether = altogether
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, client: str, now: float | None = None) -> bool:
        """Count one time for this client; False, and not counted, when it is one too many."""
        moment = time.monotonic() if now is None else now
        own, all_ = self._recent(client, moment), self._recent(EVERYBODY, moment)
        if len(own) >= self._times or (self._altogether is not None and len(all_) >= self._altogether):
            return False
        own.append(moment)
        if self._altogether is not None:
            all_.append(moment)
        while len(self._seen) > REMEMBERED_CLIENTS:
            self._seen.popitem(last=False)
        return True

    def _recent(self, client: str, moment: float) -> deque[float]:
        seen = self._seen.setdefault(client, deque())
        self._seen.move_to_end(client)
        while seen and seen[0] <= moment - self._seconds:
            seen.popleft()
        return seen


class Tally:
    """So many times a day for one client: a plain count, where the times are many."""

    def __init__(self, times: int) -> None:
        self._times = times
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, client: str, now: float | None = None) -> bool:
        """Count one time for this client; False, and not counted, when it is one too many."""
        moment = time.monotonic() if now is None else now
        since, times = self._seen.pop(client, (moment, 0))
        if moment - since >= DAY:
            since, times = moment, 0
        self._seen[client] = (since, min(times + 1, self._times))
        if len(self._seen) > REMEMBERED_CLIENTS:
            self._seen.popitem(last=False)
        return times < self._times


# What one office at one address does in a busy day fits; a script does not.
LIMITS: dict[str, tuple[int, int, int | None]] = {
    "report": (6, 600, 200),
    "subscribe": (6, 3_600, 200),
    "refer": (12, 3_600, 200),
    "enter": (12, 3_600, 200),
    "keep_own": (60, 3_600, 1_000),
    "share": (30, 3_600, 1_000),
    "search": (300, 60, None),
}
DAILY = {
    "keep": 100,  # searches without a result whose words are kept for the team
    "chat": 3_000,  # messages: a class of thirty at one address, all day
}


def quotas(shared: Shared | None = None) -> dict[str, Takes]:
    """Fresh counters for one application, or those that all processes count together."""
    alone: dict[str, Takes] = {
        **{name: Quota(*limit) for name, limit in LIMITS.items()},
        **{name: Tally(limit) for name, limit in DAILY.items()},
    }
    if shared is None:
        return alone
    together: dict[str, Callable[[str], bool]] = {
        **{name: partial(_times, shared, name) for name in LIMITS},
        **{name: partial(_count, shared, name) for name in DAILY},
    }
    return {name: Together(asked, alone[name]) for name, asked in together.items()}


def _times(shared: Shared, name: str, client: str) -> bool:
    return shared.times(name, client, *LIMITS[name])


def _count(shared: Shared, name: str, client: str) -> bool:
    return shared.count(name, client, DAILY[name], DAY)


def within(request: Request, name: str) -> bool:
    """Whether this client may do it once more; always when requests are not limited."""
    state = request.app.state
    if not state.settings.rate_limit_per_minute:
        return True
    quota: Takes = state.desk_quotas[name]
    return quota.take(client_of(request))


def limit_search(request: Request) -> None:
    """A dependency: 429 for a client that searches faster than anybody types."""
    if not within(request, "search"):
        raise HTTPException(429)


def own_form(request: Request) -> None:
    """A dependency: 403 for a form that another site sends through a visitor's browser."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403)
