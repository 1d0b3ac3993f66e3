"""Answers and resources as tables for a spreadsheet, and back.

A table changes only the columns it has; an empty cell means «not known». Each line carries the version it was
taken out at, so that it never erases what somebody wrote since.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.answers import store as answers
from knowledge.models import Answer, Mrc, Resource
from knowledge.records import AnswerRecord
from knowledge.referral.criteria import french_date
from knowledge.resources import store as resources
from knowledge.staff.cells import UnreadableTableError, read_date, read_table
from knowledge.staff.differences import changes
from knowledge.staff.editing import faults_of_answer, faults_of_resource, save_answer, save_resource
from knowledge.staff.new_rows import KIND, NEW_RESOURCE, add_row, in_french
from knowledge.staff.themes import theme_of
from knowledge.staff.transfer import Preview, TransferError

KEY, VERSION = "identifiant", "version"
BETWEEN = " | "  # between the items of a list in one cell
# Column -> path in the record. The status of an answer is not here: publishing is done one by one.
ANSWER_COLUMNS = {
    "theme": "theme",
    "question": "question",
    "formulations": "phrasings",
    "texte": "text",
    "faits": "facts",
    "en_date_du": "as_of",
    "a_revoir": "review_by",
}
RESOURCE_COLUMNS = {
    "nom": "name",
    "sigle": "acronym",
    "site_web": "website",
    "telephone": "contact.phone",
    "courriel": "contact.email",
    "adresse": "contact.address",
    "coordonnees_vues_en": "contact.as_of",
    "etat": "status",
    "confiance": "confidence",
    "en_date_du": "as_of",
    "a_revoir": "review_by",
    "bon_a_savoir": "notes",
}
# A spreadsheet runs what begins so as a formula: such a cell is written with a quote before it.
FORMULA = ("=", "+", "-", "@", "\t")
LISTS = {"phrasings", "facts"}
DATES = {"as_of", "review_by", "contact.as_of"}
# What a cell may say in French, beside the word that is kept.
CODES = {
    "status": {"active": "active", "actif": "active", "à vérifier": "to_verify", "a verifier": "to_verify"},
    "confidence": {"sûr": "high", "sur": "high", "assez sûr": "medium", "à confirmer": "low"},
}


def answers_csv(session: Session) -> str:
    """The answers, one a line."""
    rows = [
        (f"answer:{row.id}", row.version, answers.content_of(answers.to_record(row)))
        for row in session.scalars(select(Answer).order_by(Answer.theme, Answer.id))
    ]
    return _write(rows, ANSWER_COLUMNS)


def resources_csv(session: Session) -> str:
    """The resources in service, one a line."""
    query = select(Resource).where(Resource.archived.is_(False)).order_by(Resource.identifier)
    return _write(
        [(row.identifier, row.version, row.content) for row in session.scalars(query)], RESOURCE_COLUMNS
    )


def import_csv(session: Session, data: bytes, who: str) -> Preview:
    """Apply a table, in the caller's transaction; what it changed. Raises `TransferError`.

    A line without an identifier is a new entry: an answer, as a draft, where it has a question; otherwise a
    resource, to be verified.
    """
    rows = _read(data)
    preview = Preview()
    faults: list[str] = []
    mrcs = {row.id: row.name for row in session.scalars(select(Mrc))}
    for row in rows:
        number, subject = row[""], row.get(KEY, "")
        named = subject or row.get("question") or row.get("nom") or "sans identifiant"
        try:
            if not subject:
                preview.added.append(add_row(session, row, who, mrcs))
                continue
            changed = _apply(session, subject, row, who, list(mrcs))
        except TransferError as error:
            faults += [f"Ligne {number}, «{named}»: {fault}" for fault in error.faults]
            continue
        if changed is None:
            preview.unchanged += 1
        elif subject in preview.updated:
            faults.append(f"Ligne {number}: «{subject}» est déjà plus haut dans le tableau.")
        else:
            preview.updated[subject] = changes(*changed)
    if faults:
        raise TransferError(*faults)
    return preview


def _apply(
    session: Session, subject: str, row: Mapping[str, str], who: str, mrcs: list[str]
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Save a line; the content before and after, or None when it changes nothing."""
    kind, _, name = subject.partition(":")
    answer = session.get(Answer, name) if kind == "answer" else None
    resource = session.get(Resource, subject) if kind != "answer" else None
    try:
        if answer is not None:
            before = answers.content_of(answers.to_record(answer))
            record = AnswerRecord.model_validate(_changed(before, row, ANSWER_COLUMNS))
            after = answers.content_of(record)
            if after == before:
                return None
            _refuse(_edited_since(row, answer))
            _refuse(faults_of_answer(session, record, publishing=record.status == "published"))
            save_answer(session, record, author=who, action="edit")
            return before, after
        if resource is not None:
            before = dict(resource.content)
            found = resources.parse(kind, _changed(before, row, RESOURCE_COLUMNS))  # type: ignore[arg-type]
            after = resources.content_of(found)
            if after == before:
                return None
            _refuse(_edited_since(row, resource))
            _refuse(faults_of_resource(session, found, mrcs))
            save_resource(session, found, author=who, action="edit")
            return before, after
    except ValidationError as error:
        raise TransferError(*in_french(error)) from None
    raise TransferError("cet identifiant n'existe pas; laissez-le vide pour ajouter une ligne")


def _edited_since(row: Mapping[str, str], entry: Answer | Resource) -> list[str]:
    """Why a line may not replace an entry: somebody changed it since the table was taken out."""
    taken = row.get(VERSION, "")
    if taken == str(entry.version):
        return []
    if not taken:
        return [f"il manque sa «{VERSION}»: sortez le tableau de nouveau"]
    when = french_date(clock.day_of(entry.updated_at))
    return [
        f"{entry.updated_by} l'a modifiée depuis (le {when}); sortez le tableau de nouveau, "
        "ou retirez cette ligne"
    ]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise TransferError(*faults)


def _changed(
    content: Mapping[str, Any], row: Mapping[str, str], columns: Mapping[str, str]
) -> dict[str, Any]:
    result = dict(content)
    for column, path in columns.items():
        cell = row.get(column)
        if cell is None:
            continue
        value: Any = cell.strip()
        if value[:1] == "'" and value[1:2] in FORMULA:
            value = value[1:]
        if path in LISTS:
            value = [item for part in value.split("|") if (item := part.strip())]
        elif path in DATES and value:
            value = read_date(value, _at(content, path), month=path == "review_by")
        if path == "theme":
            value = theme_of(value)
        if path in CODES:
            value = CODES[path].get(value.lower(), value)
        parent, _, last = path.rpartition(".")
        if parent:
            result[parent] = {**result[parent], last: value or None}
        else:
            result[last] = value or ([] if path in LISTS else None)
    return result


def _at(content: Mapping[str, Any], path: str) -> Any:
    parent, _, last = path.rpartition(".")
    return (content[parent] if parent else content)[last]


def _write(rows: Sequence[tuple[str, int, Mapping[str, Any]]], columns: Mapping[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")  # what a spreadsheet set to French of Canada expects
    writer.writerow([KEY, VERSION, *columns])
    for subject, version, content in rows:
        writer.writerow([subject, version, *(_cell(content, path) for path in columns.values())])
    return out.getvalue()


def _cell(content: Mapping[str, Any], path: str) -> str:
    value = _at(content, path)
    text = BETWEEN.join(value) if isinstance(value, list) else str(value if value is not None else "")
    return f"'{text}" if text.startswith(FORMULA) else text


def _read(data: bytes) -> list[dict[str, str]]:
    """The lines of a table, its columns known. Raises `TransferError`."""
    try:
        rows = read_table(data)
    except UnreadableTableError as error:
        raise TransferError(str(error)) from None
    names = {name for row in rows for name in row if name}
    if rows and KEY not in names:
        raise TransferError(f"La première ligne doit nommer les colonnes, dont «{KEY}».")
    unknown = sorted(names - {KEY, VERSION, KIND, *ANSWER_COLUMNS, *RESOURCE_COLUMNS, *NEW_RESOURCE})
    if unknown:
        raise TransferError(f"Colonne inconnue: «{unknown[0]}».")
    return rows
