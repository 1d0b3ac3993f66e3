"""What is new in the base as an Atom feed: doors added, sheets corrected, each when it became so."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import Revision
from knowledge.opendata.atom import add, feed_of
from knowledge.opendata.identifiers import derived
from knowledge.records import AnyResource
from knowledge.staff.news import news

DAYS = 60  # how far back the feed goes
MOST = 100  # entries


@dataclass(frozen=True)
class Newer:
    """A sheet that came, or what was corrected of it (`what`), and when."""

    identifier: str
    name: str
    at: dt.datetime
    what: tuple[str, ...] | None


def recent(
    session: Session, resources: Mapping[str, AnyResource], moment: dt.datetime, among: Collection[str]
) -> list[Newer]:
    """What is new of some resources in the last `DAYS`, the newest first. `resources`: what stands."""
    found = news(session, moment - dt.timedelta(days=DAYS))
    told: dict[str, tuple[str, ...] | None] = {name: tuple(what) for name, what in found.changed.items()}
    told |= dict.fromkeys(found.created)
    told = {name: what for name, what in told.items() if name in resources and name in among}
    last = select(Revision.subject, func.max(Revision.id)).where(Revision.subject.in_(told))
    numbers = [number for _, number in session.execute(last.group_by(Revision.subject))]
    rows = session.scalars(select(Revision).where(Revision.id.in_(numbers)).order_by(Revision.id.desc()))
    return [
        Newer(row.subject, resources[row.subject].name, row.at, told[row.subject])
        for row in rows.all()[:MOST]
    ]


def news_feed(rows: Collection[Newer], moment: dt.datetime, title: str, base: str, path: str) -> bytes:
    """The feed. Input: what is new, the instant, the feed's title, the address that links begin with, and the
    feed's own path."""
    updated = _instant(max((one.at for one in rows), default=moment))
    feed = feed_of(title, f"{base}{path}", f"{base}/ressources", updated)
    for one in rows:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:uuid:{derived('news', one.identifier, one.at.isoformat())}")
        said = "Nouvelle porte" if one.what is None else "Fiche mise à jour"
        add(entry, "title", f"{said}: {one.name}")
        add(entry, "updated", _instant(one.at))
        add(entry, "link", rel="alternate", href=f"{base}/ressources/{one.identifier}")
        changed = ", ".join(one.what or ())
        add(entry, "summary", f"A changé: {changed}." if changed else "Vient d'être ajoutée.")
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def _instant(moment: dt.datetime) -> str:
    return moment.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
