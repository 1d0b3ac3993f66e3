"""The known dates of calls as an iCalendar, for a calendar program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from icalendar import Calendar, Event

from knowledge.opendata.identifiers import derived
from knowledge.records import AnyResource
from knowledge.referral.freshness import call_of


def calendar(resources: Mapping[str, AnyResource], today: dt.date, title: str, base_url: str) -> bytes:
    """A calendar of the days on which a call opens and closes, past ones among them.

    Input: the resources, the day, the calendar's name, and the address that the sheets are under.
    """
    made = Calendar()
    made.add("prodid", "-//Assistant de l'économie sociale//Appels//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
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
