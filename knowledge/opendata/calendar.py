"""The known dates of calls as an iCalendar, for a calendar program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from icalendar import Calendar, Event

from knowledge.activities import Coming, ends_at, starts_at
from knowledge.clock import MONTREAL
from knowledge.opendata.identifiers import derived
from knowledge.records import ActivitySession, AnyResource
from knowledge.referral.freshness import call_of


def activities_calendar(sessions: Sequence[Coming], today: dt.date, title: str) -> bytes:
    """A calendar of coming sessions, at their hours in Montréal, or on the whole day when none is known."""
    made = _calendar("Activités", title)
    for one in sessions:
        event = Event()
        event.add("uid", f"{derived('event', one.identifier, one.session.line())}@activites")
        event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.timezone.utc))
        event.add("dtstart", starts_at(one.session))
        end = ends_at(one.session)
        if end is not None:
            event.add("dtend", end)
        event.add("summary", one.record.name)
        told = (one.record.kind, one.record.price, one.record.registration)
        event.add("description", ". ".join(part for part in told if part))
        if one.session.place:
            event.add("location", one.session.place)
        if one.session.link or one.record.website:
            event.add("url", one.session.link or one.record.website)
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def meetings_calendar(meetings: Iterable[tuple[str, ActivitySession]], today: dt.date, title: str) -> bytes:
    """A calendar of meetings: the key of each, which stays when its day changes, and when and where it is."""
    made = _calendar("Rencontres", title)
    for key, session in meetings:
        event = Event()
        event.add("uid", f"{derived('event', 'meeting', key)}@rencontres")
        event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.timezone.utc))
        event.add("dtstart", starts_at(session))
        end = ends_at(session)
        if end is not None:
            event.add("dtend", end)
        event.add("summary", title)
        if session.place:
            event.add("location", session.place)
        if session.link:
            event.add("url", session.link)
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def dates_calendar(rows: Iterable[Mapping[str, Any]], today: dt.date, title: str, key: str) -> bytes:
    """A calendar of a roadmap's dates (`day`, `what`, `name`, `time`, `to_confirm`); `key` makes them its
    own."""
    made = _calendar("Feuille de route", title)
    for row in rows:
        day = dt.date.fromisoformat(row["day"])
        event = Event()
        event.add("uid", f"{derived('event', key, row['what'] + row['name'] + row['day'])}@feuille")
        event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.timezone.utc))
        if row.get("time"):
            event.add("dtstart", dt.datetime.combine(day, dt.time.fromisoformat(row["time"]), MONTREAL))
        else:
            event.add("dtstart", day)
            event.add("dtend", day + dt.timedelta(days=1))
        doubt = " (à confirmer)" if row["to_confirm"] else ""
        event.add("summary", f"{row['what']}: {row['name']}{doubt}")
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def _calendar(what: str, title: str) -> Calendar:
    made = Calendar()
    made.add("prodid", f"-//Assistant de l'économie sociale//{what}//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    return made


def calendar(resources: Mapping[str, AnyResource], today: dt.date, title: str, base_url: str) -> bytes:
    """A calendar of the days on which a call opens and closes, past ones among them.

    Input: the resources, the day, the calendar's name, and the address that the sheets are under.
    """
    made = _calendar("Appels", title)
    for name, record in sorted(resources.items()):
        call = call_of(record, today)
        if call is None or not record.refer:
            continue
        doubt = " (à confirmer)" if call.to_confirm else ""
        for what, day in (("Ouverture", call.opens), ("Date limite", call.closes)):
            if day is None:
                continue
            event = Event()
            event.add("uid", f"{derived('event', name, what)}@appels")
            event.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.timezone.utc))
            event.add("dtstart", day)
            event.add("dtend", day + dt.timedelta(days=1))
            event.add("summary", f"{what}: {record.name}{doubt}")
            event.add("description", f"{call.sentence}.")
            event.add("url", f"{base_url}/ressources/{name}")
            event.add("transp", "TRANSPARENT")
            made.add_component(event)
    data: bytes = made.to_ical()
    return data
