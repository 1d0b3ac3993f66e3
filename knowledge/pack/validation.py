"""What a content pack must hold beyond the form of each entry: links that lead somewhere, phrasings
that no two answers share, doors for every MRC."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.answers.live import FIELDS, POLE, POLE_FIELDS, quoted_in
from knowledge.pack.cue_checks import check_cues
from knowledge.pack.faults import Fault
from knowledge.pack.files import Pack
from knowledge.pack.settings_checks import (
    check_areas,
    check_contacts,
    check_messages,
    check_municipalities,
    check_site,
    check_steps,
    check_tools,
)
from knowledge.pack.territory_form import form_faults
from knowledge.pack.words_form import check_words
from knowledge.records import ActivityRecord, FundRecord, OrganizationRecord, TrainingRecord
from knowledge.search.text import fold


def check_answers(pack: Pack) -> list[Fault]:
    """Facts and related answers exist; at least one source, if only through a fact."""
    faults = []
    for answer in pack.answers.values():
        file = pack.origin[f"answer:{answer.id}"]

        def fault(message: str, file: str = file, entry: str = answer.id) -> None:
            faults.append(Fault(file, entry, message))

        for fact in answer.facts:
            if fact not in pack.facts and fact not in pack.resources:
                fault(f"facts: «{fact}» n'existe pas")
        for name, field in quoted_in(answer.text):
            known = POLE_FIELDS if name == POLE else FIELDS
            if name not in (POLE, *answer.facts):
                fault(f"le texte cite «{name}», qui n'est pas dans facts")
            if field not in known:
                fault(f"le texte cite «{field}»; champs permis: {', '.join(known)}")
        if answer.id in answer.related:
            fault("related: une réponse ne renvoie pas à elle-même")
        if answer.status == "published" and not answer.facts and not answer.sources:
            fault("une réponse publiée demande un fait ou une source")
    return faults


def check_phrasings(pack: Pack) -> list[Fault]:
    """The same phrasing, accents and case aside, does not lead to two entries."""
    faults = []
    seen: dict[str, str] = {}
    standing = [answer for answer in pack.answers.values() if answer.status != "archived"]
    entries = [(f"answer:{answer.id}", [answer.question, *answer.phrasings]) for answer in standing]
    entries += [(f"topic:{t.id}", list(t.phrasings)) for t in pack.topics.values()]
    for name, phrasings in entries:
        for phrasing in phrasings:
            first = seen.setdefault(fold(phrasing), name)
            if first != name:
                faults.append(Fault(pack.origin[name], name, f"«{phrasing}» mène déjà à {first}"))
    return faults


def check_resources(pack: Pack) -> list[Fault]:
    """Providers exist, MRC exist, amounts are in order."""
    mrc_ids = {mrc.get("id") for mrc in pack.territory.get("mrc") or [] if isinstance(mrc, dict)}
    faults = []
    for name, record in pack.resources.items():
        file = pack.origin[name]
        territory = record.eligibility.territory
        unknown = set(territory.mrc + territory.maybe_mrc) - mrc_ids
        faults += [Fault(file, record.id, f"territory: MRC inconnue «{mrc}»") for mrc in sorted(unknown)]
        if territory.level == "mrc" and not (territory.mrc or territory.maybe_mrc or territory.places):
            faults.append(Fault(file, record.id, "territory: aucune MRC nommée"))
        if isinstance(record, FundRecord | TrainingRecord | ActivityRecord):
            provider = record.organization
            if provider and f"organization:{provider}" not in pack.resources:
                faults.append(Fault(file, record.id, f"organization: «{provider}» n'existe pas"))
            if not provider and not record.organization_name:
                faults.append(Fault(file, record.id, "organization ou organization_name est obligatoire"))
        if (
            isinstance(record, FundRecord)
            and record.amount_min is not None
            and record.amount_max is not None
            and record.amount_min > record.amount_max
        ):
            faults.append(Fault(file, record.id, "amount_min dépasse amount_max"))
    return faults


def check_territory(pack: Pack) -> list[Fault]:
    """The form of the file; each MRC has an economic and a community door; every door named exists; a
    municipality is in one MRC only."""
    faults = form_faults(pack.territory)
    if faults:
        return faults
    doors = pack.territory["doors"]
    named = {"first_door": pack.territory["first_door"], "elsewhere_door": pack.territory["elsewhere_door"]}
    named |= {f"outside: {row['places'][0]}": row["refer_to"] for row in pack.territory.get("outside", [])}
    faults += [
        Fault("territory.yaml", entry, f"«{door}» n'est pas une ressource")
        for entry, door in named.items()
        if door not in pack.resources
    ]
    seen: dict[str, str] = {}
    for mrc in pack.territory["mrc"]:
        own = doors.get(mrc["id"], {})
        for kind in ("economic", "community"):
            if not isinstance(pack.resources.get(f"organization:{own.get(kind)}"), OrganizationRecord):
                faults.append(
                    Fault("territory.yaml", mrc["id"], f"doors: porte «{kind}» absente ou inconnue")
                )
        for door in filter(None, [own.get("municipal"), *own.get("complements", [])]):
            if door not in pack.resources and f"organization:{door}" not in pack.resources:
                faults.append(Fault("territory.yaml", mrc["id"], f"doors: «{door}» n'existe pas"))
        for town in mrc["municipalities"]:
            first = seen.setdefault(str(town["code"]), mrc["id"])
            if first != mrc["id"]:
                faults.append(Fault("territory.yaml", town["name"], f"est déjà dans la MRC «{first}»"))
    return faults


CHECKS: tuple[Callable[[Pack], list[Fault]], ...] = (
    check_answers,
    check_phrasings,
    check_resources,
    check_territory,
    check_site,
    check_messages,
    check_areas,
    check_contacts,
    check_steps,
    check_tools,
    check_municipalities,
    check_cues,
    check_words,
)


def validate(pack: Pack) -> list[Fault]:
    """All the faults of a pack, reading faults first; empty when it may be imported."""
    return pack.faults + [fault for check in CHECKS for fault in check(pack)]
