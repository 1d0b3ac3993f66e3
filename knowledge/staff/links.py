"""The web addresses that people are given, and which of them are dead. The fetching itself is elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from markdown_it import MarkdownIt
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models import Answer, LinkCheck, Resource, now

# What the chat shows as links: those of Markdown, and bare addresses (web/static/markdown.js).
BARE = re.compile(r"https?://[^\s<>«»()]*[^\s<>«»().,;:!?]")
MAX_URL = 700  # what a record takes too
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
        for url in links_in(answer.text):
            add(url, f"answer:{answer.id}")
        for source in answer.sources:
            add(source.get("url"), f"answer:{answer.id}")
    return {url: subjects for url, subjects in found.items() if subjects}


def links_in(text: str) -> list[str]:
    """The web addresses that people can follow in a text, in order, as they are shown."""
    found = []
    for block in _markdown().parse(text):
        inside = 0
        for piece in block.children or ():
            if piece.type == "link_open":
                found.append(str(piece.attrGet("href") or ""))
            inside += {"link_open": 1, "link_close": -1}.get(piece.type, 0)
            if piece.type == "text" and not inside:
                found += BARE.findall(piece.content)
    followed = (url for url in found if url.startswith(("https://", "http://")) and len(url) <= MAX_URL)
    return list(dict.fromkeys(followed))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


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


def record(session: Session, url: str, outcome: str, *, alive: bool, surely: bool = False) -> None:
    """Note what became of an address, in the caller's transaction. `surely`: its site says that it is gone,
    so that one failure is enough."""
    row = session.get(LinkCheck, url)
    if row is None:
        row = LinkCheck(url=url, failures=0, outcome="")
        session.add(row)
    row.outcome, row.checked_at = outcome[:80], now()
    row.failures = 0 if alive else DEAD_AFTER if surely else row.failures + 1
    session.flush()


def outcomes(session: Session, urls: Iterable[str]) -> dict[str, LinkCheck]:
    """What became of these addresses, those that were tried."""
    return {url: row for url in urls if (row := session.get(LinkCheck, url))}


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
