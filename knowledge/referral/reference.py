"""The reference sheet that an adviser hands over: chosen resources, in order, with why and how to reach them.

It names no client. What is kept, when it is shared by a link, has no age in it and its note is masked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from knowledge.feedback import count
from knowledge.masking import mask
from knowledge.models import SharedPage
from knowledge.records import AnyResource
from knowledge.referral.criteria import french_date
from knowledge.referral.description import describe
from knowledge.referral.freshness import call_of, verified
from knowledge.referral.matching import Match
from knowledge.referral.presentation import present
from knowledge.referral.profile import Profile
from knowledge.referral.saved_search import resource_names
from knowledge.shared_pages import find_page, share_page
from knowledge.territory.area import Area

KIND = "reference"
SOURCES = 2  # of each door, in a text
CARRIED = ("Conditions", "Exclusions", "Bon à savoir")  # details that go home with a door
KEPT_DAYS = 30  # told on the page
MAX_NOTE = 600  # characters
TYPED = "Secteur"  # the one row of a project that holds words as they were typed
VERDICT_WORDS = {"yes": "semble convenir", "maybe": "à vérifier", "no": "ne convient pas"}
TO_CONFIRM = "Information à confirmer avec l'organisme."
NO_CONTACT = "Coordonnées absentes de notre base: demandez-les au Pôle."
FOOT = "Information générale, à valider avec chaque organisme. Ce n'est pas un avis juridique."


@dataclass(frozen=True)
class ReferenceSheet:
    """A sheet ready to be shown: rows on the project, doors, the adviser's note, and its day."""

    project: list[dict[str, str]]
    doors: list[dict[str, Any]]
    note: str
    day: str

    def content(self) -> dict[str, Any]:
        """The sheet as plain data."""
        return {"project": self.project, "doors": self.doors, "note": self.note, "day": self.day}


def write_sheet(
    profile: Profile,
    chosen: Sequence[Match],
    note: str,
    resources: Mapping[str, AnyResource],
    mrc_names: Area,
    today: dt.date,
) -> ReferenceSheet:
    """The sheet for a project: the chosen resources in the order given, and a note of the adviser."""
    doors = []
    for found in chosen:
        door = present(found, resources, mrc_names)
        door["reasons"] = [reason for reason in door["reasons"] if reason["criterion"] != "age"]
        call = call_of(found.record, today)
        door["call"] = f"{call.sentence}{' (à confirmer)' if call.to_confirm else ''}." if call else None
        door["verified"] = verified(found.record)
        doors.append(door)
    return ReferenceSheet(describe(profile, mrc_names), doors, note[:MAX_NOTE].strip(), french_date(today))


def as_text(sheet: ReferenceSheet, title: str, address: str | None = None) -> str:
    """The sheet as plain text, for an e-mail or a file. `address`: where it can be read as a page."""
    lines = [title, f"Préparée le {sheet.day}", ""]
    if sheet.project:
        lines += ["Le projet", *(f"- {row['label']}: {row['value']}" for row in sheet.project), ""]
    if sheet.note:
        lines += [sheet.note, ""]
    for number, door in enumerate(sheet.doors, 1):
        lines += [f"{number}. {door['name']} ({VERDICT_WORDS[door['eligibility']]})", *_door_lines(door), ""]
    if address:
        lines += [f"Cette fiche en ligne: {address}", ""]
    return "\n".join([*lines, FOOT])


def short_text(sheet: ReferenceSheet, title: str) -> str:
    """The sheet in a few lines, where only a short text fits: names and how to reach them."""
    lines = [title, ""]
    for number, door in enumerate(sheet.doors, 1):
        reach = door["contact"]
        known = [reach[name] for name in ("phone", "email", "website") if reach[name]]
        lines.append(f"{number}. {door['name']}: {', '.join(known) or NO_CONTACT}")
    return "\n".join([*lines, "", FOOT])


def _door_lines(door: Mapping[str, Any]) -> list[str]:
    reach = door["contact"]
    lines = [f"   {door['summary']}"]
    if door["facts_line"]:
        lines.append(f"   {door['facts_line']}")
    lines += [f"   {reason['text']}" for reason in door["reasons"] if reason["criterion"] != "calls"]
    told = {row["label"]: row["value"] for row in door["details"]}
    lines += [f"   {label}: {told[label]}" for label in CARRIED if label in told]
    lines += [f"   À vérifier d'abord: {door['caution']}"] if door["caution"] else []
    lines += [f"   À préparer: {door['first_step']}"] if door["first_step"] else []
    if door["call"]:
        lines.append(f"   {door['call']}")
    labels = {"with": "Auprès de", "phone": "Téléphone", "email": "Courriel", "website": "Site"}
    labels["address"] = "Adresse"
    lines += [f"   {label}: {reach[name]}" for name, label in labels.items() if reach[name]]
    if not any(reach[name] for name in ("phone", "email", "website", "address")):
        lines.append(f"   {NO_CONTACT}")
    if door["to_confirm"]:
        lines.append(f"   {TO_CONFIRM}")
    if reach["note"]:
        lines.append(f"   {reach['note']}")
    sources = [source_line(source) for source in door["sources"][:SOURCES]]
    return [*lines, *(f"   Source: {source}" for source in sources), f"   {door['verified']}."]


def source_line(source: Mapping[str, Any]) -> str:
    """«Québec.ca, volet 2 (2026-02)»."""
    return f"{source['title']} ({source['as_of']})" if source["as_of"] else str(source["title"])


def kept_content(sheet: ReferenceSheet, resources: Mapping[str, AnyResource]) -> dict[str, Any]:
    """What may be kept of a sheet, as plain data.

    What could name or reach a person, or lead elsewhere, is masked in the note and in what was typed of the
    project; the names of the base's resources stay.
    """
    names = resource_names(resources)
    note = mask(sheet.note, names) if sheet.note else ""
    project = [
        {**row, "value": mask(row["value"], names)} if row["label"] == TYPED else row for row in sheet.project
    ]
    return {**sheet.content(), "note": note, "project": project}


def share_sheet(session: Session, sheet: ReferenceSheet, resources: Mapping[str, AnyResource]) -> str:
    """Keep a sheet for its days, in the caller's transaction; the token of its address."""
    count(session, KIND, "shared")
    return share_page(session, KIND, kept_content(sheet, resources), KEPT_DAYS)


def read_sheet(session: Session, token: str) -> SharedPage | None:
    """The sheet of a token, or None when it is unknown or expired."""
    return find_page(session, KIND, token)
