"""What an organization may correct of its sheets: the fields shown, and what was typed read back.

Only what differs from the sheet is kept. An emptied field means «we have none, or it is no longer true».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from knowledge.reach import find_reach
from knowledge.records import AnyResource, FundRecord, ResourceType, resource_type
from knowledge.referral.numbers import amount_given
from knowledge.resources import store
from knowledge.subscribers import read_address

Kind = Literal["phone", "email", "web", "text", "money", "date", "lines"]
Value = str | int | list[str] | None

MAX_TEXT, MAX_LINES, MAX_NOTE = 600, 30, 2_000
GONE = "archived"  # the path of «this no longer exists»


@dataclass(frozen=True)
class SheetField:
    """A field of a sheet; `path` is its path in the record."""

    path: str
    label: str
    kind: Kind = "text"


_REACH = (
    SheetField("contact.phone", "Téléphone", "phone"),
    SheetField("contact.email", "Courriel", "email"),
    SheetField("contact.address", "Adresse"),
    SheetField("website", "Site web", "web"),
)
_DATES = (
    SheetField("eligibility.calls.opens", "Ouverture des demandes", "date"),
    SheetField("eligibility.calls.closes", "Date limite", "date"),
)
FIELDS: dict[ResourceType, tuple[SheetField, ...]] = {
    "organization": _REACH,
    "fund": (
        SheetField("amount_min", "Montant minimal, en dollars", "money"),
        SheetField("amount_max", "Montant maximal, en dollars", "money"),
        *_DATES,
        SheetField("application", "Comment demander"),
        SheetField("conditions", "Conditions, une par ligne", "lines"),
        *_REACH,
    ),
    "training": (SheetField("format", "Formule"), *_DATES, *_REACH),
    "activity": (SheetField("price", "Prix"), SheetField("registration", "Inscription"), *_REACH),
}


def fields_of(record: AnyResource) -> tuple[SheetField, ...]:
    """The fields of a sheet, in their order."""
    return FIELDS[resource_type(record)]


def shown(record: AnyResource) -> dict[str, str]:
    """The fields of a sheet as a form has them, by path."""
    content = store.content_of(record)
    return {field.path: _as_text(_at(content, field.path)) for field in fields_of(record)}


def read_changes(record: AnyResource, typed: Mapping[str, str]) -> tuple[dict[str, Value], list[str]]:
    """What was changed, by path, and every fault in French. `typed`: the fields by path; one that is not
    there was not shown."""
    standing, changed, faults = shown(record), {}, []
    for field in fields_of(record):
        text = _tidy(typed.get(field.path, standing[field.path]))
        if text == _tidy(standing[field.path]):
            continue
        try:
            value = _read(field, text)
        except ValueError as error:
            faults.append(f"{field.label}: {error}")
            continue
        if _as_text(value) != standing[field.path]:  # typed otherwise, it may say the same
            changed[field.path] = value
    if not faults:
        try:
            after = changed_record(record, changed)
        except ValueError:
            faults.append("Une valeur n'a pas la forme attendue.")
        else:
            faults += _odd(after)
    return changed, faults


def changed_record(record: AnyResource, changes: Mapping[str, Any]) -> AnyResource:
    """A sheet with changes laid over it. Raises `ValueError` when that makes no sheet."""
    content = store.content_of(record)
    for path, value in changes.items():
        *parents, last = path.split(".")
        into = content
        for name in parents:
            if into.get(name) is None:
                into[name] = {"mode": "call"} if name == "calls" else {}
            into = into[name]
        into[last] = value
    calls = content["eligibility"].get("calls")
    if calls and any(path.startswith("eligibility.calls.") for path in changes):
        calls["confirmed"] = True  # the organization itself says so
        if calls["mode"] == "unknown" and (calls.get("opens") or calls.get("closes")):
            calls["mode"] = "call"
    return store.parse(resource_type(record), content)


def labels(record: AnyResource) -> dict[str, str]:
    """What each field is called, by path."""
    return {GONE: "N'existe plus", **{field.path: field.label for field in fields_of(record)}}


def value_text(value: Any) -> str:
    """A value as a person reads it."""
    if value is True:
        return "oui"
    return _as_text(value) or "(rien)"


def _odd(after: AnyResource) -> list[str]:
    faults = []
    low, high = (after.amount_min, after.amount_max) if isinstance(after, FundRecord) else (None, None)
    if low is not None and high is not None and low > high:
        faults.append("Le montant minimal dépasse le montant maximal.")
    calls = after.eligibility.calls
    if calls and calls.opens and calls.closes and calls.opens > calls.closes:
        faults.append("La date limite vient avant l'ouverture.")
    return faults


def _read(field: SheetField, text: str) -> Value:
    if not text:
        return [] if field.kind == "lines" else None
    if field.kind == "phone":
        found = find_reach(text)
        if found is None or found.phone is None:
            raise ValueError("écrivez les dix chiffres, par exemple 450 555-0123, avec le poste au besoin.")
        return found.phone
    if field.kind == "email":
        address = read_address(text)
        if address is None:
            raise ValueError("écrivez une adresse complète, par exemple nom@exemple.org.")
        return address
    if field.kind == "web":
        if urlsplit(text).scheme not in ("http", "https") or " " in text or not urlsplit(text).hostname:
            raise ValueError("écrivez une adresse complète, avec https://.")
        return text
    if field.kind == "money":
        amount = amount_given(text)
        if amount is None:
            raise ValueError("écrivez un montant en dollars, par exemple 25 000.")
        return amount
    if field.kind == "date":
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError("écrivez la date ainsi: 2027-01-31.") from None
    if field.kind == "lines":
        return [line for line in text.split("\n") if line][:MAX_LINES]
    return text


def _tidy(text: str) -> str:
    """A text without what nobody meant: spaces around, doubled, empty lines."""
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)[: MAX_TEXT * 5]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _at(content: Mapping[str, Any], path: str) -> Any:
    value: Any = content
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
