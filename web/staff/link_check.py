"""Checking the web addresses that people are given: slowly, a few at a time, and only public ones."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
from sqlalchemy.orm import Session, sessionmaker

from knowledge.staff.links import due, record
from web.staff.public_address import NotPublicError, PublicTransport

BATCH = 8
PAUSE_SECONDS = 2.0  # between two addresses, often of the same site
TIMEOUT_SECONDS = 10.0
WAITED_SECONDS = 3.0  # when somebody waits for it
MAX_REDIRECTS = 5
# Sites answer so to any program, with the page well and alive for people.
GUARDED = {401, 403, 405, 406, 429, 999}
AGENT = "Mozilla/5.0 (compatible; verification de liens; assistant en economie sociale)"

_log = logging.getLogger(__name__)


def check_links(
    factory: sessionmaker[Session],
    *,
    public_only: bool = True,
    pause: Callable[[float], object] = time.sleep,
) -> int:
    """Check the addresses that are due; how many were noted.

    When not one site of a batch can be reached, it is our own network that fails: nothing is noted.
    """
    with factory() as session, session.begin():
        urls = due(session, BATCH)
    if not urls:
        return 0
    outcomes: list[tuple[str, str, bool]] = []
    with _client(public_only) as client:
        for number, url in enumerate(urls):
            if number:
                pause(PAUSE_SECONDS)
            outcomes.append((url, *_outcome(client, url, TIMEOUT_SECONDS)))
    if all(outcome == UNREACHED for _, outcome, _ in outcomes):
        _log.warning("No site could be reached: links are not judged.")
        return 0
    with factory() as session, session.begin():
        for url, outcome, alive in outcomes:
            record(session, url, outcome, alive=alive)
    return len(outcomes)


UNREACHED = "site introuvable"


def try_links(urls: Sequence[str], *, public_only: bool = True) -> dict[str, tuple[str, bool]]:
    """What becomes of some addresses now, while somebody waits: `(outcome, alive)` by address."""
    if not urls:
        return {}
    with _client(public_only) as client, ThreadPoolExecutor(len(urls)) as pool:
        tried = pool.map(lambda url: _outcome(client, url, WAITED_SECONDS), urls)
        return dict(zip(urls, tried, strict=True))


def _client(public_only: bool) -> httpx.Client:
    return httpx.Client(
        timeout=TIMEOUT_SECONDS,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        headers={"User-Agent": AGENT},
        transport=PublicTransport() if public_only else None,
        trust_env=False,
    )


def _outcome(client: httpx.Client, url: str, timeout: float) -> tuple[str, bool]:
    """What became of an address, and whether it lives. The body is not downloaded."""
    try:
        status = _head(client, url, timeout)
        if status is None or status >= 400:
            # Many sites do not know HEAD: they refuse it, close the line, or say that the page is not there.
            with client.stream("GET", url, timeout=timeout) as response:
                status = response.status_code
    except NotPublicError:
        return "adresse non publique", False
    except httpx.TooManyRedirects:
        return "trop de redirections", False
    except httpx.TimeoutException:
        return "pas de réponse à temps", False
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return UNREACHED, False
    return f"réponse {status}", status < 400 or status in GUARDED


def _head(client: httpx.Client, url: str, timeout: float) -> int | None:
    """The status that HEAD gives, or None when the site does not let it through."""
    try:
        return client.head(url, timeout=timeout).status_code
    except (httpx.RemoteProtocolError, httpx.ReadError):
        return None
