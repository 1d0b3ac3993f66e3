"""A line that somebody added to a table: a new answer, kept as a draft, or a new resource, to be verified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.clock import months_before
from knowledge.pack.faults import french_message
from knowledge.records import AnswerRecord, ResourceType, identifier
from knowledge.resources import store as resources
from knowledge.search.text import fold
from knowledge.staff.cells import read_date
from knowledge.staff.differences import FIELD_NAMES
from knowledge.staff.editing import (
    faults_of_answer,
    faults_of_resource,
    new_answer_id,
    new_resource_id,
    save_answer,
    save_resource,
)
from knowledge.staff.themes import theme_of
from knowledge.staff.transfer import TransferError
from knowledge.vocabulary import NEED_NAMES

KIND = "genre"
# What a line says of a new resource beside the columns of all.
NEW_RESOURCE = ("nature", "besoins", "mrc", "source")
KINDS: dict[str, ResourceType] = {"organisme": "organization", "fonds": "fund", "formation": "training"}
REVIEW_MONTHS = 6
ARTICLES = {"le", "la", "les", "l", "mrc", "de", "du", "des", "d"}
NEEDED = {
    "genre": "organisme, fonds ou formation",
    "nom": "son nom",
    "nature": "ce que c'est («bourse», «organisme de soutien»)",
    "besoins": "au moins un besoin, séparés par |",
    "source": "d'où on le sait",
}


def add_row(session: Session, row: Mapping[str, str], who: str, mrcs: Mapping[str, str]) -> str:
    """Add the entry of a line, in the caller's transaction; its identifier. Raises `TransferError`.

    Input: the cells by column; the MRC, id to name.
    """
    try:
        of_answers = "question" in row and not row.get("nom")
        return _answer(session, row, who) if of_answers else _resource(session, row, who, mrcs)
    except ValidationError as error:
        raise TransferError(*in_french(error)) from None


def in_french(error: ValidationError) -> list[str]:
    """What is wrong with each field."""
    return [
        f"{FIELD_NAMES.get(str(one['loc'][0]), one['loc'][0])}: {french_message(one)}"
        for one in error.errors()
    ]


def _answer(session: Session, row: Mapping[str, str], who: str) -> str:
    question = row["question"]
    if not question:
        raise TransferError("colonne «question»: il faut la question, ou l'identifiant d'une réponse")
    record = AnswerRecord.model_validate(
        {
            "id": new_answer_id(session, question),
            "theme": theme_of(row.get("theme", "")),
            "question": question,
            "phrasings": _list(row.get("formulations", "")),
            "text": row.get("texte", ""),
            "facts": _list(row.get("faits", "")),
            "as_of": read_date(row.get("en_date_du", ""), None) or None,
            "review_by": _review(row),
            "status": "draft",
        }
    )
    _refuse(faults_of_answer(session, record, publishing=False))
    save_answer(session, record, author=who, action="create")
    return f"answer:{record.id}"


def _resource(session: Session, row: Mapping[str, str], who: str, mrcs: Mapping[str, str]) -> str:
    missing = [f"colonne «{name}»: il faut {what}" for name, what in NEEDED.items() if not row.get(name)]
    kind = KINDS.get(fold(row.get(KIND, "")))
    if row.get(KIND) and kind is None:
        missing.append(f"colonne «{KIND}»: {NEEDED[KIND]}")
    needs, unknown_needs = _named(row.get("besoins", ""), NEED_NAMES)
    served, unknown_mrcs = _named(row.get("mrc", ""), mrcs)
    missing += [f"besoin inconnu: «{name}»" for name in unknown_needs]
    missing += [f"MRC inconnue: «{name}»" for name in unknown_mrcs]
    if missing or kind is None:
        raise TransferError(*missing)
    said = {"nature" if kind == "fund" else "kind": row["nature"]}
    provider = {} if kind == "organization" else {"organization_name": row["source"]}
    # A territory that nobody wrote is in doubt everywhere: it rejects no one, and is said «à confirmer».
    territory = {"level": "mrc", "mrc": served} if served else {"level": "mrc", "maybe_mrc": list(mrcs)}
    record = resources.parse(
        kind,
        {
            "id": new_resource_id(session, kind, row["nom"]),
            "name": row["nom"],
            "acronym": row.get("sigle") or None,
            "website": row.get("site_web") or None,
            "contact": {
                "phone": row.get("telephone") or None,
                "email": row.get("courriel") or None,
                "address": row.get("adresse") or None,
            },
            "notes": row.get("bon_a_savoir") or None,
            "status": "to_verify",
            "confidence": "low",
            "sources": [{"title": row["source"]}],
            "review_by": _review(row),
            "eligibility": {"territory": territory, "needs": needs},
            **said,
            **provider,
        },
    )
    _refuse(faults_of_resource(session, record, list(mrcs)))
    save_resource(session, record, author=who, action="create")
    return identifier(record)


def _review(row: Mapping[str, str]) -> str:
    """The month to review it in: the one written, or in six months."""
    given = row.get("a_revoir", "")
    later = months_before(clock.now(), -REVIEW_MONTHS)
    return read_date(given, None, month=True) if given else f"{later.year}-{later.month:02}"


def _list(cell: str) -> list[str]:
    return [item for part in cell.split("|") if (item := part.strip())]


def _named(cell: str, names: Mapping[Any, str]) -> tuple[list[str], list[str]]:
    """The codes of what a cell lists, by code or by name; and what is neither."""
    by_name = {_bare(name): str(code) for code, name in names.items()}
    by_name |= {_bare(str(code)): str(code) for code in names}
    found: list[str] = []
    unknown: list[str] = []
    for item in _list(cell):
        code = by_name.get(_bare(item))
        (found if code else unknown).append(code or item)
    return found, unknown


def _bare(name: str) -> str:
    """«le financement» is «financement», «MRC de Roussillon» is «Roussillon», «l'accompagnement» too."""
    words = fold(name.replace("-", " ").replace("_", " ").replace("'", " ").replace("’", " ")).split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words)


def _refuse(faults: list[str]) -> None:
    if faults:
        raise TransferError(*faults)
