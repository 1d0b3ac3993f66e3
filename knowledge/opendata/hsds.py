"""Organizations and services in Open Referral's HSDS 3.

An organization of the base is an `organization`, and a `service` for the help that it gives itself; a fund
or a training is a `service` of who offers it. What is unknown is left out: HSDS has no null. A date that is
known to the month only is given to the month («2025-06»).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.activities import when
from knowledge.answers.published import resource_to_confirm
from knowledge.answers.wording import amounts, forms_sentence, stages_sentence
from knowledge.opendata.identifiers import derived
from knowledge.opendata.whereabouts import Json, known, locations, phones
from knowledge.records import (
    ActivityRecord,
    AnyResource,
    FundRecord,
    OrganizationRecord,
    TrainingRecord,
    identifier,
)
from knowledge.referral.freshness import call_of
from knowledge.territory.area import Area
from knowledge.vocabulary import LEGAL_FORM_NAMES, NEED_NAMES, STAGE_NAMES

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/"
TO_CONFIRM = "À confirmer auprès de l'organisme avant d'y orienter quelqu'un."
AREAS = {"province": "Québec", "country": "Canada"}
_TERMS: dict[str, Mapping[Any, str]] = {
    "need": NEED_NAMES,
    "stage": STAGE_NAMES,
    "legal_form": LEGAL_FORM_NAMES,
}


@dataclass(frozen=True)
class Export:
    """The whole export, by identifier (UUID), in a stable order."""

    organizations: dict[str, Json]
    services: dict[str, Json]


def export(resources: Mapping[str, AnyResource], mrc_names: Area, today: dt.date) -> Export:
    """Everything that may be given out, fully nested."""
    records = list(resources.values())
    organizations = {
        derived("organization", record.id): _organization(record)
        for record in records
        if isinstance(record, OrganizationRecord)
    }
    services: dict[str, Json] = {}
    for record in records:
        owner = _owner(record, organizations)
        service = _service(record, owner, mrc_names, today)
        services[service["id"]] = service
    for number, whole in organizations.items():
        whole["services"] = [
            {name: service[name] for name in ("id", "name", "status")}
            for service in services.values()
            if service.get("organization_id") == number
        ]
    by_name = sorted(organizations.items(), key=lambda pair: pair[1]["name"].casefold())
    return Export(dict(by_name), dict(sorted(services.items(), key=lambda pair: pair[1]["name"].casefold())))


def listed_organization(whole: Json) -> Json:
    """An organization as lists give it: its own fields only."""
    return {name: value for name, value in whole.items() if not isinstance(value, list | dict)}


def listed_service(whole: Json) -> Json:
    """A service as lists give it: its own fields, and its organization in short."""
    flat = {name: value for name, value in whole.items() if not isinstance(value, list | dict)}
    return {**flat, "organization": whole["organization"]} if "organization" in whole else flat


def page_of(items: list[Json], number: int, size: int) -> Json:
    """One page of a list, with the counts that HSDS asks for. `number` is from 1."""
    pages = max(1, -(-len(items) // size))
    contents = items[(number - 1) * size : number * size]
    return {
        "total_items": len(items),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _organization(record: OrganizationRecord) -> Json:
    number = derived("organization", record.id)
    told = [record.kind, ", ".join(record.services), record.when_to_refer or ""]
    return known(
        {
            "id": number,
            "name": record.name,
            "alternate_name": record.acronym or next(iter(record.aliases), None),
            "description": ". ".join(part.strip().rstrip(".") for part in told if part) + ".",
            "email": record.contact.email,
            "website": record.website,
            "phones": phones(record.contact, "organization_id", number),
            "locations": locations(record.contact, number),
            "organization_identifiers": [
                {
                    "id": derived("identifier", record.id),
                    "organization_id": number,
                    "identifier_type": "Identifiant dans cette base",
                    "identifier": identifier(record),
                }
            ],
        }
    )


def _owner(record: AnyResource, organizations: dict[str, Json]) -> Json | None:
    """Who offers a resource; an organization that is known by its name only is added. None: not known."""
    own = record.id if isinstance(record, OrganizationRecord) else record.organization
    number = derived("organization", own) if own else ""
    if number in organizations:
        return organizations[number]
    name = None if isinstance(record, OrganizationRecord) else record.organization_name
    if not name:
        return None
    number = derived("organization-name", name)
    described = "Organisme connu de cette base par son nom seulement."
    return organizations.setdefault(number, {"id": number, "name": name, "description": described})


def _service(record: AnyResource, owner: Json | None, mrc_names: Area, today: dt.date) -> Json:
    name = identifier(record)
    number = derived("service", name)
    asked = record.eligibility
    call = call_of(record, today)
    schedule = {
        "id": derived("schedule", name),
        "service_id": number,
        "valid_from": _day(asked.calls.opens) if asked.calls else None,
        "valid_to": _day(asked.calls.closes) if asked.calls else None,
        "description": call.sentence if call else None,
    }
    applying = record.application if isinstance(record, FundRecord) else None
    return known(
        {
            "id": number,
            "organization_id": owner["id"] if owner else None,
            "name": record.name,
            "alternate_name": record.acronym or next(iter(record.aliases), None),
            "description": _description(record),
            "url": record.website,
            "email": record.contact.email,
            "status": "active",
            "application_process": applying or (call.sentence if call else None),
            "eligibility_description": _eligibility(record),
            "minimum_age": asked.age.min if asked.age else None,
            "maximum_age": asked.age.max if asked.age else None,
            "assured_date": record.as_of,
            "alert": TO_CONFIRM if resource_to_confirm(record, today) else None,
            "phones": phones(record.contact, "service_id", number),
            "schedules": [known(schedule)] if call else [],
            "service_areas": _areas(record, number, mrc_names),
            "organization": _short(owner) if owner else None,
            "attributes": _attributes(record, number),
        }
    )


def _short(owner: Json) -> Json:
    return {name: owner[name] for name in ("id", "name", "description", "website") if name in owner}


def _description(record: AnyResource) -> str:
    if isinstance(record, FundRecord):
        parts = [record.nature, amounts(record), "; ".join(record.conditions)]
    elif isinstance(record, TrainingRecord):
        parts = [record.kind, ", ".join(record.topics), record.format or ""]
    elif isinstance(record, ActivityRecord):
        parts = [record.kind, "; ".join(map(when, record.sessions)), record.price or ""]
    else:
        parts = [record.kind, ", ".join(record.services)]
    parts.append(record.notes or "")
    return ". ".join(part.strip().rstrip(".") for part in parts if part) + "."


def _eligibility(record: AnyResource) -> str | None:
    asked = record.eligibility
    said = [stages_sentence(asked.stages), forms_sentence(asked.legal_forms)]
    if asked.sectors and not asked.sectors.all:
        said.append(f"Secteurs: {', '.join(asked.sectors.names or asked.sectors.prose)}.")
    return " ".join(part for part in said if part) or None


def _areas(record: AnyResource, number: str, mrc_names: Area) -> list[Json]:
    rule = record.eligibility.territory
    areas: list[tuple[str, str, str | None]] = []
    if rule.level == "region":
        areas = [("region", mrc_names.region_name, rule.prose)]
    elif rule.level in AREAS:
        areas = [(rule.level, AREAS[rule.level], rule.prose)]
    elif rule.level == "mrc":
        areas = [(mrc, mrc_names.get(mrc, mrc), None) for mrc in rule.mrc]
        areas += [(mrc, mrc_names.get(mrc, mrc), "À confirmer pour cette MRC.") for mrc in rule.maybe_mrc]
    return [
        known(
            {
                "id": derived("service_area", identifier(record), key),
                "service_id": number,
                "name": name,
                "description": told,
                "extent": name,
                "extent_type": "text",
            }
        )
        for key, name, told in areas
    ]


def _attributes(record: AnyResource, number: str) -> list[Json]:
    """What the service helps with, at which stages, for which legal forms, as terms of our vocabulary."""
    asked = record.eligibility
    terms: list[tuple[str, str]] = [("need", need) for need in asked.needs]
    terms += [("stage", stage) for stage in (asked.stages.yes if asked.stages else ())]
    terms += [("legal_form", form) for form in (asked.legal_forms.yes if asked.legal_forms else ())]
    return [
        {
            "id": derived("attribute", identifier(record), kind, code),
            "link_id": number,
            "taxonomy_term_id": derived("term", kind, code),
            "link_type": kind,
            "link_entity": "service",
            "value": code,
            "taxonomy_term": {
                "id": derived("term", kind, code),
                "code": code,
                "name": _TERMS[kind][code],
                "description": _TERMS[kind][code],
                "taxonomy": kind,
                "language": "fr-CA",
            },
        }
        for kind, code in terms
    ]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
