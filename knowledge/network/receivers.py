"""Who can be sent somebody: organizations whose address is on their sheet or was typed by the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import OrganizationContact
from knowledge.records import AnyResource, OrganizationRecord


@dataclass(frozen=True)
class Receiver:
    """An organization that can be written to."""

    organization: str
    name: str
    address: str


def receivers(session: Session, resources: Mapping[str, AnyResource]) -> dict[str, Receiver]:
    """By resource, the organization that is written to about it: itself, or who offers it."""
    contacts = {row.organization: row for row in session.scalars(select(OrganizationContact))}
    able = {}
    for name, record in resources.items():
        if isinstance(record, OrganizationRecord):
            contact = contacts.get(name)
            address = (contact.address if contact else None) or record.contact.email
            if address and not (contact and contact.unreachable_at):
                able[name] = Receiver(name, record.name, address)
    return {
        name: able[who]
        for name, record in resources.items()
        if (who := _organization_of(name, record)) in able
    }


def _organization_of(name: str, record: AnyResource) -> str:
    if isinstance(record, OrganizationRecord):
        return name
    return f"organization:{record.organization}"
