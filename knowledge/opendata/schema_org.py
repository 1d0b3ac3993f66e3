"""A record in the words of schema.org, as a search engine reads it in a public sheet.

Only what we know and could say in the sheet: what is unknown is left out, never null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.records import (
    ActivityRecord,
    AnyResource,
    FundRecord,
    OrganizationRecord,
    ResourceType,
    resource_type,
)

CONTEXT = "https://schema.org"
TYPES: dict[ResourceType, str] = {
    "organization": "Organization",
    "fund": "Service",  # a loan, a grant or a guarantee: «FinancialProduct» says bank, «Grant» says given
    "training": "Course",
    "activity": "Event",
}


def schema_org(record: AnyResource, resources: Mapping[str, AnyResource], page: str) -> list[dict[str, Any]]:
    """What a sheet says of a record: one object, or one event for each session of an activity.

    Input: the record, the others (who offers it is one of them), the sheet's address.
    """
    kind = resource_type(record)
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": TYPES[kind],
        "@id": page,
        "name": record.name,
        "alternateName": [*filter(None, [record.acronym]), *record.aliases],
        "description": record.summary,
        "url": record.website,
    }
    if isinstance(record, OrganizationRecord):
        said |= {
            "telephone": record.contact.phone,
            "email": record.contact.email,
            "address": record.contact.address,
        }
        return [_known(said)]
    provider = resources.get(f"organization:{record.organization}") if record.organization else None
    offered_by = provider.name if provider else record.organization_name
    who = {"@type": "Organization", "name": offered_by} if offered_by else None
    if isinstance(record, ActivityRecord):
        return [
            _known(
                {
                    **said,
                    "@id": f"{page}#{session.day.isoformat()}",
                    "organizer": who,
                    "startDate": session.day.isoformat() + (f"T{session.time}" if session.time else ""),
                    "location": {"@type": "Place", "name": session.place} if session.place else None,
                }
            )
            for session in record.sessions
        ]
    if isinstance(record, FundRecord):
        said["serviceType"] = record.nature
    return [_known({**said, "provider": who})]


def _known(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
