"""A roadmap as plain text, for one's own mail or text messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from knowledge.activities import in_hours
from knowledge.referral.criteria import french_date

WAYS = ("phone", "email", "website")


def as_text(content: Mapping[str, Any], title: str, address: str) -> str:
    """The whole roadmap in lines: the call, the steps, what to bring, the dates, the doors, its address."""
    lines = [title, address, ""]
    call = content.get("first_call")
    if call:
        lines += [f"Appeler d'abord: {named(call['name'], call['contact'])}", f"Dire: «{call['say']}»", ""]
    lines += [f"{number}. {step['title']}" for number, step in enumerate(content.get("steps") or (), 1)]
    lines += ["", *(f"À apporter: {thing['what']}" for thing in content.get("bring") or ())]
    lines += [f"{day_of(row)}: {row['what']}, {row['name']}" for row in content.get("dates") or ()]
    lines += ["", *(f"- {named(door['name'], door['contact'])}" for door in content.get("doors") or ())]
    return "\n".join(lines).strip()


def reminder(content: Mapping[str, Any], title: str, address: str) -> str:
    """The address and whom to call, for a text message."""
    call = content.get("first_call")
    first = f"\nAppeler d'abord: {named(call['name'], call['contact'])}" if call else ""
    return f"{title}: {address}{first}"


def named(name: str, contact: Mapping[str, Any]) -> str:
    """A door with the first way to reach it that is known."""
    way = next((contact[way] for way in WAYS if contact.get(way)), "")
    return f"{name}, {way}" if way else name


def day_of(row: Mapping[str, Any]) -> str:
    """«3 mars 2027», «3 mars 2027, 17 h», of a date of the roadmap."""
    day = french_date(dt.date.fromisoformat(row["day"]))
    return f"{day}, {in_hours(row['time'])}" if row.get("time") else day
