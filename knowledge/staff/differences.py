"""What changed between two states of an entry, word by word, with the French names of the fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

import yaml

FIELD_NAMES = {
    "question": "Question",
    "phrasings": "Autres façons de demander",
    "text": "Texte",
    "facts": "Faits",
    "sources": "Sources",
    "related": "Réponses liées",
    "as_of": "En date du",
    "review_by": "À revoir",
    "to_confirm": "À confirmer",
    "status": "État",
    "theme": "Thème",
    "name": "Nom",
    "acronym": "Sigle",
    "aliases": "Autres noms",
    "website": "Site web",
    "contact": "Coordonnées",
    "notes": "Bon à savoir",
    "staff_notes": "Notes de l'équipe",
    "confidence": "Confiance",
    "archived": "Archivée",
    "eligibility": "Admissibilité",
    "kind": "Genre",
    "services": "Services",
    "audience": "Pour qui",
    "when_to_refer": "Quand s'y adresser",
    "refer": "On y dirige des gens",
    "organization": "Organisme",
    "organization_name": "Nom de l'organisme",
    "nature": "Nature",
    "amount_min": "Montant minimal",
    "amount_max": "Montant maximal",
    "max_share": "Part couverte",
    "own_contribution": "Mise de fonds",
    "application": "Dépôt",
    "conditions": "Conditions",
    "exclusions": "Exclusions",
    "topics": "Thèmes",
    "format": "Formule",
    "summary": "Ce que c'est",
    "caution": "À vérifier d'abord",
    "first_step": "À préparer",
    "price": "Prix",
    "registration": "Inscription",
    "sessions": "Dates",
    "statement": "Énoncé",
    "terms": "Mots définis",
    "regime": "Pour qui c'est vrai",
    "label": "Nom du sujet",
    "area": "Domaine",
    "reply": "Phrase dite",
}


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Literal["same", "in", "out"]
    text: str


@dataclass(frozen=True)
class Change:
    """A field that changed."""

    label: str
    pieces: tuple[Piece, ...]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fields that differ, each with what went and what came."""
    found = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append(Change(FIELD_NAMES.get(name, name), compare(_text(old), _text(new))))
    return found


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("out", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("in", "".join(after[j1:j2])))
    return tuple(pieces)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100).strip()
