"""A match in the contract's JSON form, the same for the chat, the API and the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.answers.wording import amounts, in_english, known_amounts, territory_sentence
from knowledge.records import (
    UNWRITTEN,
    AnyResource,
    Contact,
    FundRecord,
    OrganizationRecord,
    ResourceType,
    Role,
    Source,
    TrainingRecord,
)
from knowledge.referral.matching import Match
from knowledge.referral.reasons import Reason
from knowledge.referral.sentences import MISSING_CONTACT, SILENT_CONTACT
from knowledge.territory.area import Area
from knowledge.vocabulary import listed

USUAL_ROLES: Mapping[ResourceType, Role] = {
    "organization": "network",
    "fund": "money",
    "training": "training",
    "activity": "network",
}
REPAYABLE: Mapping[bool | None, str] = {True: "oui", False: "non"}
ENGLISH_NOTE = "La page du site est en anglais."
WAYS = (("Téléphone", "phone"), ("Courriel", "email"), ("Adresse", "address"))


def present(found: Match, resources: Mapping[str, AnyResource], mrc_names: Area) -> dict[str, Any]:
    """The JSON form of a match. Details beyond the contract are in `kind`, `details` and `sources`."""
    record = found.record
    return {
        "id": found.identifier,
        "type": found.type,
        "name": record.name,
        "role": record.role or USUAL_ROLES[found.type],
        "summary": summary_of(record),
        "facts_line": facts_line(record),
        "caution": record.caution,
        "first_step": record.first_step,
        "bring": list(record.bring),
        "provider": provider_id(record, resources),
        "eligibility": found.verdict,
        "reasons": [
            {"criterion": reason.criterion, "verdict": reason.verdict, "text": reason.text}
            for reason in found.reasons
        ],
        "contact": contact(record, resources),
        "to_confirm": found.to_confirm,
        "kind": _kind_of(record),
        "details": details(record, resources, mrc_names),
        "as_of": record.as_of,
        "sources": [source.model_dump(mode="json") for source in _written(record.sources)],
    }


def summary_of(record: AnyResource) -> str:
    """What it is for, in one sentence."""
    if record.summary:
        return record.summary
    told = record.when_to_refer if isinstance(record, OrganizationRecord) else None
    return told or f"{_kind_of(record)[:1].upper()}{_kind_of(record)[1:]}."


def facts_line(record: AnyResource) -> str:
    """Amount, share, own contribution, deadline or pace, only what is known; empty when nothing is."""
    if isinstance(record, TrainingRecord):
        return record.format or ""
    if not isinstance(record, FundRecord):
        return ""
    facts = [
        known_amounts(record).removeprefix("montant: "),
        record.max_share and f"part couverte: {record.max_share}",
        record.own_contribution and f"mise de fonds: {record.own_contribution}",
        record.application and f"dépôt: {record.application}",
    ]
    line = " · ".join(fact for fact in facts if fact)
    return line[:1].upper() + line[1:]


def apart(shown: Sequence[Match]) -> tuple[tuple[Reason, ...], dict[str, tuple[Reason, ...]]]:
    """What every door shown has in common, to be said once above them, and what each has of its own."""
    if len(shown) < 2:
        return (), {found.identifier: found.reasons for found in shown}
    common = set(shown[0].reasons).intersection(*(found.reasons for found in shown[1:]))
    shared = tuple(reason for reason in shown[0].reasons if reason in common)
    return shared, {
        found.identifier: tuple(reason for reason in found.reasons if reason not in common) for found in shown
    }


def _written(sources: Sequence[Source]) -> Sequence[Source]:
    """The sources that somebody wrote; all of them when nobody did, for then that is what there is to say."""
    return [source for source in sources if source.title != UNWRITTEN] or sources


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
        "note": _note(own, record.website or (provider.website if provider else None)),
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
            ("Montant", (known_amounts if record.max_share else amounts)(record).removeprefix("montant: ")),
            ("Part couverte", record.max_share),
            ("Mise de fonds", record.own_contribution),
            ("Dépôt", record.application),
            ("Remboursable", REPAYABLE.get(record.repayable)),
            ("Conditions", "; ".join(record.conditions) or None),
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
    rows.append(("Exclusions", "; ".join(record.exclusions) or None))
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


def provider_id(record: AnyResource, resources: Mapping[str, AnyResource]) -> str | None:
    """The identifier of the organization behind a resource, when it is in the base."""
    provider = provider_of(record, resources)
    name = f"organization:{provider.id}" if provider else record.part_of
    return name if name in resources else None


def _kind_of(record: AnyResource) -> str:
    return record.nature if isinstance(record, FundRecord) else record.kind


def _note(own: Contact, website: str | None) -> str | None:
    english = ENGLISH_NOTE if website and in_english(website) else ""
    return " ".join(part for part in (own.note, english) if part) or None


def _dated(value: str | None, own: Contact) -> str | None:
    return f"{value} (en {own.as_of[:4]}, à confirmer)" if value and own.as_of else value


def _short(website: str | None) -> str:
    return (website or "").removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
