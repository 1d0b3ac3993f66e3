"""How an organization is reached and where it is, in HSDS: what is unknown is left out."""

from __future__ import annotations

import re
from typing import Any

from knowledge.opendata.identifiers import derived
from knowledge.records import Contact

# «260, rue Saint-Pierre, bureau 200, Saint-Constant (Québec) J5A 2A5»
_ADDRESS = re.compile(r"^(?P<street>.+), (?P<city>[^,(]+) \(Québec\) (?P<code>[A-Z]\d[A-Z] \d[A-Z]\d)$")

Json = dict[str, Any]


def known(fields: Json) -> Json:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def phones(contact: Contact, owner: str, number: str) -> list[Json]:
    if not contact.phone:
        return []
    dated = f"Vu en {contact.as_of[:4]}, à confirmer." if contact.as_of else None
    return [
        known({"id": derived("phone", number), owner: number, "number": contact.phone, "description": dated})
    ]


def locations(contact: Contact, number: str) -> list[Json]:
    """Where it is, when that is known; an address that is not whole is a description only."""
    if not contact.address:
        return []
    place: Json = {
        "id": derived("location", number),
        "location_type": "physical",
        "organization_id": number,
        "description": " ".join(part for part in (contact.address, contact.note) if part),
    }
    if found := _ADDRESS.match(contact.address):
        place["addresses"] = [
            {
                "id": derived("address", number),
                "location_id": place["id"],
                "address_1": found["street"],
                "city": found["city"],
                "state_province": "QC",
                "postal_code": found["code"],
                "country": "CA",
                "address_type": "physical",
            }
        ]
    return [place]
