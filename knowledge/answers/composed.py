"""Answers composed from the records of resources and MRC, so that one edit changes every place.

Nothing is written here but the joints between the records' own words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.activities import when
from knowledge.answers.published import PublishedAnswer, distinct_sources, resource_to_confirm
from knowledge.answers.wording import (
    called,
    contact_lines,
    forms_sentence,
    fund_facts,
    names_of,
    phrasings_for,
    place_phrasings,
    shortened,
    stages_sentence,
    territory_sentence,
)
from knowledge.models import Mrc
from knowledge.records import (
    ActivityRecord,
    AnyResource,
    FundRecord,
    OrganizationRecord,
    TrainingRecord,
    identifier,
)
from knowledge.referral.freshness import call_of
from knowledge.territory.area import Area, area_of

SHOWN_LINKED = 4  # funds or trainings named in the answer on their organization


def compose_answers(
    session: Session, resources: Mapping[str, AnyResource], today: dt.date
) -> list[PublishedAnswer]:
    """The answers on each resource and each MRC, from what the database holds now."""
    mrcs = {row.id: row.content for row in session.scalars(select(Mrc).order_by(Mrc.id))}
    mrc_names = area_of(mrcs)
    answers = [_resource_answer(record, resources, mrc_names, today) for record in resources.values()]
    answers += [_mrc_answer(mrc_id, mrc, resources, mrc_names, today) for mrc_id, mrc in mrcs.items()]
    return answers


def _resource_answer(
    record: AnyResource,
    resources: Mapping[str, AnyResource],
    mrc_names: Area,
    today: dt.date,
) -> PublishedAnswer:
    linked: list[AnyResource] = []
    if isinstance(record, OrganizationRecord):
        linked = [
            other
            for other in resources.values()
            if isinstance(other, FundRecord | TrainingRecord | ActivityRecord)
            and other.organization == record.id
        ]
        lines = _organization_lines(record, linked[:SHOWN_LINKED])
    elif isinstance(record, FundRecord):
        lines = _fund_lines(record, resources, today)
    elif isinstance(record, ActivityRecord):
        lines = _activity_lines(record, resources, today)
    else:
        lines = _training_lines(record, resources)
    if record.exclusions:
        lines.append(f"Exclusions: {'; '.join(record.exclusions)}.")
    lines.append(record.notes or (f"À vérifier d'abord: {record.caution}" if record.caution else ""))
    lines.append(territory_sentence(record.eligibility.territory, mrc_names))
    lines.append(contact_lines(record, _provider(record, resources)))
    names = names_of(record)
    territory = record.eligibility.territory
    local = [*territory.mrc, *territory.maybe_mrc] if territory.level == "mrc" else []
    return PublishedAnswer(
        id=identifier(record).replace(":", "-"),
        kind="composed",
        theme=f"resource_{identifier(record).split(':')[0]}",
        question=f"{called(record)}: qu'est-ce que c'est?",
        phrasings=tuple(phrasings_for(record, names)),
        text="\n\n".join(line for line in lines if line),
        facts=(identifier(record), *(identifier(other) for other in linked[:SHOWN_LINKED])),
        sources=distinct_sources(record.sources),
        to_confirm=resource_to_confirm(record, today),
        confirm_with=_confirm_with(record, resources),
        names=tuple(names),
        mrcs=tuple(local) if len(local) < len(mrc_names) else (),
    )


def _organization_lines(record: OrganizationRecord, linked: Sequence[AnyResource]) -> list[str]:
    lines = [f"**{record.name}**{_acronym(record)}: {record.kind}."]
    if record.summary:
        lines.append(record.summary)
    if record.services:
        lines.append(f"On y trouve: {', '.join(record.services[:6])}.")
    if record.when_to_refer:
        lines.append(f"Quand s'y adresser: {shortened(record.when_to_refer)}")
    if linked:
        lines.append(f"Voir aussi: {'; '.join(called(other) for other in linked)}.")
    return lines


def _fund_lines(record: FundRecord, resources: Mapping[str, AnyResource], today: dt.date) -> list[str]:
    lines = [f"**{record.name}**: {record.nature}."]
    if record.summary:
        lines.append(record.summary)
    provider = _provider(record, resources)
    offered_by = provider.name if provider else record.organization_name
    if offered_by:
        lines.append(f"Offert par: {offered_by}.")
    call = call_of(record, today)
    facts = fund_facts(record)
    if call and call.state in ("open", "coming"):
        sure = "" if not call.to_confirm else " (à confirmer)"
        facts.append(f"Appel: {call.sentence[0].lower()}{call.sentence[1:]}{sure}")
    lines.append("\n".join(f"- {fact}" for fact in facts))
    lines.append(forms_sentence(record.eligibility.legal_forms))
    if record.conditions:
        lines.append(f"Conditions: {'; '.join(record.conditions)}.")
    return lines


def _activity_lines(
    record: ActivityRecord, resources: Mapping[str, AnyResource], today: dt.date
) -> list[str]:
    provider = _provider(record, resources)
    offered_by = provider.name if provider else record.organization_name
    dates = [
        f"- {when(session)}{', ' + session.place if session.place else ''}"
        for session in record.sessions
        if session.day >= today
    ]
    lines = [f"**{record.name}**: {record.kind}.", "\n".join(dates)]
    if offered_by:
        lines.append(f"Offert par: {offered_by}.")
    lines += [f"{said}." for said in (record.price, record.registration) if said]
    return lines


def _training_lines(record: TrainingRecord, resources: Mapping[str, AnyResource]) -> list[str]:
    lines = [f"**{record.name}**: {record.kind}."]
    if record.summary:
        lines.append(record.summary)
    provider = _provider(record, resources)
    offered_by = provider.name if provider else record.organization_name
    if offered_by:
        lines.append(f"Offert par: {offered_by}.")
    if record.topics:
        lines.append(f"Thèmes: {', '.join(record.topics)}.")
    if record.audience:
        lines.append(f"Pour: {', '.join(record.audience)}.")
    if record.format:
        lines.append(f"Formule: {shortened(record.format)}")
    lines.append(stages_sentence(record.eligibility.stages))
    return lines


def _mrc_answer(
    mrc_id: str,
    mrc: Mapping[str, object],
    resources: Mapping[str, AnyResource],
    mrc_names: Area,
    today: dt.date,
) -> PublishedAnswer:
    """Whom to ask in an MRC: its economic and community doors, and what is particular to it."""
    doors = mrc.get("doors")
    doors = doors if isinstance(doors, Mapping) else {}
    economic = resources.get(f"organization:{doors.get('economic')}")
    community = resources.get(f"organization:{doors.get('community')}")
    complements = [
        record
        for name in doors.get("complements", [])
        if (record := resources.get(f"organization:{name}")) is not None
    ]
    funds = [
        record
        for record in resources.values()
        if isinstance(record, FundRecord)
        and record.eligibility.territory.level == "mrc"
        and record.eligibility.territory.mrc == [mrc_id]
    ]
    name = str(mrc["name"])
    lines = [f"Pour un projet collectif {mrc_names.inside(mrc_id).replace(name, f'**{name}**')}:"]
    doors_lines = []
    if economic:
        doors_lines.append(f"**Projet d'entreprise, financement:** {_linked_name(economic)}")
    if community:
        doors_lines.append(f"**Organisme communautaire:** {_linked_name(community)}")
    if complements:
        others = ", ".join(_linked_name(record) for record in complements)
        doors_lines.append(f"**Aussi:** {others}")
    if funds:
        doors_lines.append(f"**Fonds propres à la MRC:** {', '.join(called(fund) for fund in funds)}")
    lines.append("\n".join(f"- {line}" for line in doors_lines))
    lines.append("Dites-moi où en est votre projet et ce qu'il vous faut: je vous dirai par où commencer.")
    shown = [record for record in (economic, community, *complements, *funds) if record is not None]
    names = [name, name.removeprefix("MRC de ").removeprefix("MRC du ").removeprefix("MRC des ")]
    names += [str(alias) for alias in _list(mrc.get("aliases"))]
    return PublishedAnswer(
        id=f"mrc-{mrc_id}",
        kind="composed",
        theme="mrc",
        question=f"Qui peut m'aider {mrc_names.inside(mrc_id)}?",
        phrasings=tuple(place_phrasings(names[:2])),
        text="\n\n".join(lines),
        facts=tuple(identifier(record) for record in shown),
        sources=distinct_sources(source for record in shown for source in record.sources),
        to_confirm=any(resource_to_confirm(record, today) for record in (economic, community) if record),
        names=tuple(dict.fromkeys(names)),
        mrc=mrc_id,
        mrcs=(mrc_id,),
    )


def _linked_name(record: AnyResource) -> str:
    return f"[{record.name}]({record.website})" if record.website else record.name


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _acronym(record: AnyResource) -> str:
    return f" ({record.acronym})" if record.acronym and record.acronym not in record.name else ""


def _provider(record: AnyResource, resources: Mapping[str, AnyResource]) -> OrganizationRecord | None:
    if isinstance(record, OrganizationRecord) or not record.organization:
        return None
    provider = resources.get(f"organization:{record.organization}")
    return provider if isinstance(provider, OrganizationRecord) else None


def _confirm_with(record: AnyResource, resources: Mapping[str, AnyResource]) -> str | None:
    """Whom to ask: the provider, or the organization itself when its existence is not in doubt."""
    if isinstance(record, OrganizationRecord):
        return record.name if record.status == "active" else None
    provider = _provider(record, resources)
    return provider.name if provider and provider.status == "active" else None
