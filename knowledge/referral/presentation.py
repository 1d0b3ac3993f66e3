"""A match in the contract's JSON form, the same for the chat, the API and the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.answers.wording import amounts, territory_sentence
from knowledge.records import AnyResource, Contact, FundRecord, OrganizationRecord, TrainingRecord
from knowledge.referral.matching import Match
from knowledge.referral.sentences import MISSING_CONTACT, SILENT_CONTACT
from knowledge.territory.area import Area
from knowledge.vocabulary import listed

WAYS = (("Téléphone", "phone"), ("Courriel", "email"), ("Adresse", "address"))


def present(found: Match, resources: Mapping[str, AnyResource], mrc_names: Area) -> dict[str, Any]:
    """The JSON form of a match. Details beyond the contract are in `kind`, `details` and `sources`."""
    record = found.record
    return {
        "id": found.identifier,
        "type": found.type,
        "name": record.name,
        "eligibility": found.verdict,
        "reasons": [
            {"criterion": reason.criterion, "verdict": reason.verdict, "text": reason.text}
            for reason in found.reasons
        ],
        "contact": contact(record, resources),
        "to_confirm": found.to_confirm,
        "kind": record.nature if isinstance(record, FundRecord) else record.kind,
        "details": details(record, resources, mrc_names),
        "as_of": record.as_of,
        "sources": [source.model_dump(mode="json") for source in record.sources],
    }


def contact(record: AnyResource, resources: Mapping[str, AnyResource]) -> dict[str, str | None]:
    """How to reach it: its own details, else those of the organization that offers it. Old details
    carry their year and «à confirmer»."""
    own = record.contact
    provider = provider_of(record, resources)
    if provider and not any((own.phone, own.email, own.address)):
        own = provider.contact
    return {
        "phone": _dated(own.phone, own),
        "email": _dated(own.email, own),
        "website": record.website or (provider.website if provider else None),
        "address": _dated(own.address, own),
        "with": provider.name if provider else None,
        "note": own.note,
    }


def contact_sentence(record: AnyResource, resources: Mapping[str, AnyResource], first_door: str) -> str:
    """The contact as Markdown lines, with what is not known of it, or whom to ask when nothing is."""
    known = contact(record, resources)
    lines = []
    if known["with"]:
        lines.append(f"Auprès de: {known['with']}")
    if known["website"]:
        lines.append(f"Site: [{_short(known['website'])}]({known['website']})")
    for label, name in WAYS:
        if known[name]:
            lines.append(f"{label}: {known[name]}")
    if known["note"]:
        lines.append(known["note"])
    missing = [label.lower() for label, name in WAYS if not known[name]]
    if not known["website"] and len(missing) == len(WAYS):
        lines.append(SILENT_CONTACT.format(first_door=first_door))
    elif missing:
        lines.append(MISSING_CONTACT.format(missing=listed(missing)))
    return "\n".join(f"- {line}" for line in lines)


def details(
    record: AnyResource, resources: Mapping[str, AnyResource], mrc_names: Area
) -> list[dict[str, str]]:
    """What to know before one calls: label and value, only what the record holds."""
    rows: list[tuple[str, str | None]] = []
    provider = provider_of(record, resources)
    offered_by = provider.name if provider else getattr(record, "organization_name", None)
    if isinstance(record, FundRecord):
        rows = [
            ("Offert par", offered_by),
            ("Montant", amounts(record).removeprefix("montant: ")),
            ("Part couverte", record.max_share),
            ("Mise de fonds", record.own_contribution),
            ("Dépôt", record.application),
            ("À préparer", "; ".join(record.conditions) or None),
            ("Exclusions", "; ".join(record.exclusions) or None),
        ]
    elif isinstance(record, TrainingRecord):
        rows = [
            ("Offert par", offered_by),
            ("Thèmes", ", ".join(record.topics) or None),
            ("Pour", ", ".join(record.audience) or None),
            ("Formule", record.format),
        ]
    elif isinstance(record, OrganizationRecord):
        rows = [
            ("Services", ", ".join(record.services) or None),
            ("Quand s'y adresser", record.when_to_refer),
        ]
    rows.append(
        ("Territoire", territory_sentence(record.eligibility.territory, mrc_names).removeprefix("Où: "))
    )
    rows.append(("Bon à savoir", record.notes))
    return [{"label": label, "value": value} for label, value in rows if value]


def provider_of(record: AnyResource, resources: Mapping[str, AnyResource]) -> OrganizationRecord | None:
    """The organization that offers a fund or a training, when it is in the base."""
    if isinstance(record, OrganizationRecord) or not record.organization:
        return None
    provider = resources.get(f"organization:{record.organization}")
    return provider if isinstance(provider, OrganizationRecord) else None


def _dated(value: str | None, own: Contact) -> str | None:
    return f"{value} (en {own.as_of[:4]}, à confirmer)" if value and own.as_of else value


def _short(website: str | None) -> str:
    return (website or "").removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
