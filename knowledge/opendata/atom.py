"""The calls for projects as an Atom feed (RFC 4287): one entry a fund, renewed when its dates change."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from knowledge.opendata.identifiers import derived
from knowledge.records import AnyResource
from knowledge.referral.freshness import CALL_STATES, Call, CallState, calls_by_state

ATOM = "http://www.w3.org/2005/Atom"
MIDNIGHT = "T00:00:00Z"
TOLD: tuple[CallState, ...] = ("open", "coming", "closed")  # those that have a date


def calls_feed(
    resources: Mapping[str, AnyResource], today: dt.date, title: str, base: str, query: str = ""
) -> bytes:
    """The feed. Input: the resources, the day, the feed's title, the address that links begin with,
    and «?…» when the resources are those of a search.

    An entry's identifier holds its dates, so that a reader shows a call again when they change.
    """
    dated = list(_dated(resources, today))
    updated = max((_changed(record, call, today) for _, _, record, call in dated), default=_moment(today))
    feed = feed_of(title, f"{base}/appels.atom{query}", f"{base}/appels{query}", updated)
    for state, name, record, call in dated:
        entry = add(feed, "entry")
        dates = f"{call.opens}{call.closes}{state}"
        add(entry, "id", f"urn:uuid:{derived('call', name, dates)}")
        add(entry, "title", f"{record.name}: {call.sentence}")
        add(entry, "updated", _changed(record, call, today))
        add(entry, "link", rel="alternate", href=f"{base}/ressources/{name}")
        add(entry, "category", term=CALL_STATES[state])
        doubt = " À confirmer auprès de l'organisme." if call.to_confirm else ""
        add(entry, "summary", f"{call.sentence}.{doubt}")
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def feed_of(title: str, own: str, page: str, updated: str) -> ET.Element:
    """A feed without entries: its title, its own address, that of its page, and when it last changed."""
    ET.register_namespace("", ATOM)
    feed = element("feed")
    add(feed, "title", title)
    add(feed, "id", own)
    add(feed, "updated", updated)
    add(feed, "link", rel="self", href=own)
    add(feed, "link", rel="alternate", href=page)
    author = add(feed, "author")
    add(author, "name", title)
    return feed


def _dated(
    resources: Mapping[str, AnyResource], today: dt.date
) -> Iterable[tuple[CallState, str, AnyResource, Call]]:
    calls = calls_by_state(resources, today)
    for state in TOLD:
        for name, record, call in calls[state]:
            yield state, name, record, call


def _changed(record: AnyResource, call: Call, today: dt.date) -> str:
    """When what is said became so: a call opens or closes on its date; otherwise the day it was verified."""
    past = [day for day in (call.opens, call.closes) if day and day <= today]
    return max(past).isoformat() + MIDNIGHT if past else _moment_of(record.as_of, today)


def _moment_of(partial: str | None, today: dt.date) -> str:
    """A date of which the day, or the month, may be unknown: the first one."""
    return f"{partial}-01-01"[:10] + MIDNIGHT if partial else _moment(today)


def _moment(day: dt.date) -> str:
    return day.isoformat() + MIDNIGHT


def element(name: str, **attributes: str) -> ET.Element:
    """An element of Atom."""
    return ET.Element(f"{{{ATOM}}}{name}", attributes)


def add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """The same, put under another."""
    child = element(name, **attributes)
    child.text = text
    parent.append(child)
    return child
