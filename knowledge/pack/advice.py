"""What is not a fault but deserves a look before opening: warnings, and what is still to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge import privacy
from knowledge.pack.faults import Fault
from knowledge.pack.files import Pack
from knowledge.pack.layers import mapping, read_mapping
from knowledge.records import MIN_PHRASINGS, OrganizationRecord
from knowledge.settings import COMMON_DIR
from knowledge.territory.regions import regions
from knowledge.territory.tokens import fold
from knowledge.territory.vocabulary import vocabulary

FEWEST_ANSWERS = 100  # below, the search was seen to decline what it knows (30 of 80 questions at 15)
FEWEST_NAME_LETTERS = 4


def warnings(pack: Pack) -> list[Fault]:
    """What may be wrong: links that lead nowhere, few phrasings, names that are words, another region."""
    return [
        *_dangling(pack),
        *_few_phrasings(pack),
        *_common_words(pack),
        *_other_regions(pack),
        *_too_small(pack),
        *_words_of_the_machine(pack),
    ]


def _words_of_the_machine(pack: Pack) -> Iterator[Fault]:
    """What a pack says of what is kept, in place of the machine's own lines, is not shown to anybody."""
    said = read_mapping(pack.folder / "site.yaml").get(privacy.LINES) if pack.folder else None
    if said and pack.folder != COMMON_DIR:
        message = f"non montré: la machine dit ce qu'elle fait. Ajoutez à «{privacy.OWN_LINES}»"
        yield Fault("site.yaml", privacy.LINES, message)


def to_fill(pack: Pack) -> list[str]:
    """What the Pôle still has to give before opening, one line each."""
    own = [name for name, file in pack.origin.items() if not file.startswith("common/")]
    doors = [record for name, record in pack.resources.items() if name in own]
    silent = [
        record
        for record in doors
        if isinstance(record, OrganizationRecord) and not (record.contact.phone or record.contact.email)
    ]
    unsure = [record for record in doors if record.status == "to_verify"]
    lines = []
    if silent:
        lines.append(f"{len(silent)} organisme(s) sans téléphone ni courriel")
    if unsure:
        lines.append(f"{len(unsure)} porte(s) à vérifier")
    for file, key, what in (
        ("contacts.yaml", "default", "l'adresse qui reçoit les demandes (contacts.yaml, default)"),
        ("site.yaml", "address", "l'adresse du Pôle (site.yaml, address)"),
        ("site.yaml", "website", "le site du Pôle (site.yaml, website)"),
    ):
        if pack.folder and not _value(pack, file, key):
            lines.append(what)
    written = sum(1 for name in own if name.startswith("answer:"))
    return [*lines, f"{written} réponse(s) propres au Pôle"]


def _value(pack: Pack, file: str, key: str) -> object:
    try:
        return mapping(pack.folder, file).get(key) if pack.folder else None
    except FileNotFoundError:
        return None


def _dangling(pack: Pack) -> Iterator[Fault]:
    for answer in pack.answers.values():
        for other in answer.related:
            if other not in pack.answers:
                file = pack.origin[f"answer:{answer.id}"]
                yield Fault(file, answer.id, f"related: «{other}» n'existe pas; le lien est laissé de côté")
    for topic in pack.topics.values():
        if topic.refer_to and topic.refer_to not in pack.resources:
            file = pack.origin[f"topic:{topic.id}"]
            yield Fault(
                file, topic.id, f"refer_to: «{topic.refer_to}» n'existe pas; aucune porte n'est nommée"
            )


def _few_phrasings(pack: Pack) -> Iterator[Fault]:
    for answer in pack.answers.values():
        if answer.status == "published" and len(answer.phrasings) < MIN_PHRASINGS:
            file = pack.origin[f"answer:{answer.id}"]
            said = f"{len(answer.phrasings)} formulation(s), {MIN_PHRASINGS} au moins pour être trouvée"
            yield Fault(file, answer.id, said)


def _common_words(pack: Pack) -> Iterator[Fault]:
    words = vocabulary(pack.folder).everyday_words
    classed = vocabulary(pack.folder).demands
    for mrc in pack.territory.get("mrc") or []:
        for place in [mrc, *(mrc.get("municipalities") or [])]:
            for alias in place.get("aliases") or []:
                plain = fold(alias) if isinstance(alias, str) else ""
                if plain in words and plain not in classed:
                    said = f"l'alias «{alias}» est un mot courant: écrivez {{name: {alias}, as: common}}"
                    yield Fault("territory.yaml", str(place.get("name")), said)


def _other_regions(pack: Pack) -> Iterator[Fault]:
    home = pack.territory.get("region")
    names = [region.shown for name, region in regions().items() if name not in (home, "Laval", "Montréal")]
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    for answer in pack.answers.values():
        file = pack.origin[f"answer:{answer.id}"]
        found = None if file.startswith("common/") else pattern.search(answer.text)
        if found:
            yield Fault(file, answer.id, f"nomme une autre région: «{found[0]}»")


def _too_small(pack: Pack) -> Iterator[Fault]:
    published = sum(answer.status == "published" for answer in pack.answers.values())
    if published < FEWEST_ANSWERS:
        said = f"{published} réponses: trop peu pour le réglage de la recherche ({FEWEST_ANSWERS} au moins)"
        yield Fault("pack.yaml", "–", f"{said}; écrivez «extends: common»")
