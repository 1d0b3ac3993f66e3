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
    ET.register_namespace("", ATOM)
    feed = _element("feed")
    _add(feed, "title", title)
    _add(feed, "id", f"{base}/appels{query}")
    dated = list(_dated(resources, today))
    _add(
        feed,
        "updated",
        max((_changed(record, call, today) for _, _, record, call in dated), default=_moment(today)),
    )
    _add(feed, "link", rel="self", href=f"{base}/appels.atom{query}")
    _add(feed, "link", rel="alternate", href=f"{base}/appels")
    author = _add(feed, "author")
    _add(author, "name", title)
    for state, name, record, call in dated:
        entry = _add(feed, "entry")
        dates = f"{call.opens}{call.closes}{state}"
        _add(entry, "id", f"urn:uuid:{derived('call', name, dates)}")
        _add(entry, "title", f"{record.name}: {call.sentence}")
        _add(entry, "updated", _changed(record, call, today))
        _add(entry, "link", rel="alternate", href=f"{base}/ressources/{name}")
        _add(entry, "category", term=CALL_STATES[state])
        doubt = " À confirmer auprès de l'organisme." if call.to_confirm else ""
        _add(entry, "summary", f"{call.sentence}.{doubt}")
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


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


def _element(name: str, **attributes: str) -> ET.Element:
    return ET.Element(f"{{{ATOM}}}{name}", attributes)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = _element(name, **attributes)
    child.text = text
    parent.append(child)
    return child
