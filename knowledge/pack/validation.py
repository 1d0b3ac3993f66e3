"""What a content pack must hold beyond the form of each entry: links that lead somewhere, phrasings
that no two answers share, doors for every MRC."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.pack.files import Fault, Pack
from knowledge.records import FundRecord, OrganizationRecord, TrainingRecord
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
        for other in answer.related:
            if other not in pack.answers:
                fault(f"related: «{other}» n'existe pas")
            if other == answer.id:
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
    mrc_ids = {mrc["id"] for mrc in pack.territory.get("mrc", [])}
    faults = []
    for name, record in pack.resources.items():
        file = pack.origin[name]
        territory = record.eligibility.territory
        unknown = set(territory.mrc + territory.maybe_mrc) - mrc_ids
        faults += [Fault(file, record.id, f"territory: MRC inconnue «{mrc}»") for mrc in sorted(unknown)]
        if territory.level == "mrc" and not territory.mrc and not territory.maybe_mrc:
            faults.append(Fault(file, record.id, "territory: aucune MRC nommée"))
        if isinstance(record, FundRecord | TrainingRecord):
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
    """Each MRC has an economic and a community door, which are organizations of the pack."""
    faults = []
    doors = pack.territory.get("doors", {})
    if pack.territory.get("first_door") not in pack.resources:
        faults.append(Fault("territory.yaml", "first_door", "la première porte n'est pas une ressource"))
    for mrc in pack.territory.get("mrc", []):
        for kind in ("economic", "community"):
            door = doors.get(mrc["id"], {}).get(kind)
            if not isinstance(pack.resources.get(f"organization:{door}"), OrganizationRecord):
                faults.append(
                    Fault("territory.yaml", mrc["id"], f"doors: porte «{kind}» absente ou inconnue")
                )
    return faults


def check_topics(pack: Pack) -> list[Fault]:
    """The door named for a declined topic exists."""
    return [
        Fault("out_of_scope.yaml", topic.id, f"refer_to: «{topic.refer_to}» n'existe pas")
        for topic in pack.topics.values()
        if topic.refer_to and topic.refer_to not in pack.resources
    ]


CHECKS: tuple[Callable[[Pack], list[Fault]], ...] = (
    check_answers,
    check_phrasings,
    check_resources,
    check_territory,
    check_topics,
)


def validate(pack: Pack) -> list[Fault]:
    """All the faults of a pack, reading faults first; empty when it may be imported."""
    return pack.faults + [fault for check in CHECKS for fault in check(pack)]
