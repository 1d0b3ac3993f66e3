"""The web addresses that people are given, and which of them are dead. The fetching itself is elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models import Answer, LinkCheck, Resource, now

LINK = re.compile(r"\]\((https?://[^)\s]+)\)")
AGAIN_AFTER = dt.timedelta(days=7)
FAILED_AGAIN_AFTER = dt.timedelta(days=1)
DEAD_AFTER = 2  # failures in a row, a day apart: a site that is down for an hour is not dead


def addresses(session: Session) -> dict[str, list[str]]:
    """Every address that people are given (sites, sources, links in answers), with what gives it."""
    found: dict[str, list[str]] = defaultdict(list)

    def add(url: str | None, subject: str) -> None:
        if url and subject not in found[url]:
            found[url].append(subject)

    for resource in session.scalars(select(Resource).where(Resource.archived.is_(False))):
        add(resource.content.get("website"), resource.identifier)
        for source in resource.content["sources"]:
            add(source.get("url"), resource.identifier)
    for answer in session.scalars(select(Answer).where(Answer.status == "published")):
        for url in LINK.findall(answer.text):
            add(url, f"answer:{answer.id}")
        for source in answer.sources:
            add(source.get("url"), f"answer:{answer.id}")
    return {url: subjects for url, subjects in found.items() if subjects}


def due(session: Session, limit: int, moment: dt.datetime | None = None) -> list[str]:
    """The addresses to check now, those never checked first. Checks of addresses no longer given go away."""
    moment = moment or now()
    given = addresses(session)
    known = {row.url: row for row in session.scalars(select(LinkCheck))}
    gone = [url for url in known if url not in given]
    if gone:
        session.execute(delete(LinkCheck).where(LinkCheck.url.in_(gone)))
    waiting = []
    for url in given:
        row = known.get(url)
        if row is None:
            waiting.append((0.0, url))
        elif row.checked_at + (FAILED_AGAIN_AFTER if row.failures else AGAIN_AFTER) <= moment:
            waiting.append((row.checked_at.timestamp(), url))
    return [url for _, url in sorted(waiting)[:limit]]


def record(session: Session, url: str, outcome: str, *, alive: bool) -> None:
    """Note what became of an address, in the caller's transaction."""
    row = session.get(LinkCheck, url)
    if row is None:
        row = LinkCheck(url=url, failures=0, outcome="")
        session.add(row)
    row.outcome, row.checked_at = outcome[:80], now()
    row.failures = 0 if alive else row.failures + 1
    session.flush()


def dead_links(session: Session) -> dict[str, list[str]]:
    """The dead addresses of each entry, with what was found: «https://… (404)»."""
    dead = {
        row.url: row.outcome
        for row in session.scalars(select(LinkCheck).where(LinkCheck.failures >= DEAD_AFTER))
    }
    found: dict[str, list[str]] = defaultdict(list)
    for url, subjects in addresses(session).items() if dead else ():
        if url in dead:
            for subject in subjects:
                found[subject].append(f"{url} ({dead[url]})")
    return dict(found)
