"""Answers and resources as tables for a spreadsheet, and back.

A table changes only the columns it has, of entries that exist; an empty cell means «not known».
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, Mrc, Resource
from knowledge.pack.faults import french_message
from knowledge.records import AnswerRecord
from knowledge.resources import store as resources
from knowledge.staff.differences import FIELD_NAMES, changes
from knowledge.staff.editing import faults_of_answer, faults_of_resource, save_answer, save_resource
from knowledge.staff.transfer import Preview, TransferError

KEY = "identifiant"
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


def answers_csv(session: Session) -> str:
    """The answers, one a line."""
    rows = [
        (f"answer:{row.id}", answers.content_of(answers.to_record(row)))
        for row in session.scalars(select(Answer).order_by(Answer.theme, Answer.id))
    ]
    return _write(rows, ANSWER_COLUMNS)


def resources_csv(session: Session) -> str:
    """The resources in service, one a line."""
    query = select(Resource).where(Resource.archived.is_(False)).order_by(Resource.identifier)
    return _write([(row.identifier, row.content) for row in session.scalars(query)], RESOURCE_COLUMNS)


def import_csv(session: Session, data: bytes, who: str) -> Preview:
    """Apply a table, in the caller's transaction; what it changed. Raises `TransferError`."""
    rows = _read(data)
    preview = Preview()
    faults: list[str] = []
    mrcs = list(session.scalars(select(Mrc.id)))
    for number, row in enumerate(rows, start=2):
        subject = (row.get(KEY) or "").strip()
        try:
            changed = _apply(session, subject, row, who, mrcs)
        except TransferError as error:
            faults += [f"Ligne {number}, «{subject}»: {fault}" for fault in error.faults]
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
            _refuse(faults_of_answer(session, record, publishing=record.status == "published"))
            save_answer(session, record, author=who, action="edit")
            return before, after
        if resource is not None:
            before = dict(resource.content)
            found = resources.parse(kind, _changed(before, row, RESOURCE_COLUMNS))  # type: ignore[arg-type]
            after = resources.content_of(found)
            if after == before:
                return None
            _refuse(faults_of_resource(session, found, mrcs))
            save_resource(session, found, author=who, action="edit")
            return before, after
    except ValidationError as error:
        raise TransferError(
            *(
                f"{FIELD_NAMES.get(str(one['loc'][0]), one['loc'][0])}: {french_message(one)}"
                for one in error.errors()
            )
        ) from None
    raise TransferError("cet identifiant n'existe pas")


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
        parent, _, last = path.rpartition(".")
        if parent:
            result[parent] = {**result[parent], last: value or None}
        else:
            result[last] = value or ([] if path in LISTS else None)
    return result


def _write(rows: Sequence[tuple[str, Mapping[str, Any]]], columns: Mapping[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([KEY, *columns])
    for subject, content in rows:
        writer.writerow([subject, *(_cell(content, path) for path in columns.values())])
    return out.getvalue()


def _cell(content: Mapping[str, Any], path: str) -> str:
    parent, _, last = path.rpartition(".")
    value = (content[parent] if parent else content)[last]
    text = BETWEEN.join(value) if isinstance(value, list) else str(value if value is not None else "")
    return f"'{text}" if text.startswith(FORMULA) else text


def _read(data: bytes) -> list[dict[str, str]]:
    """The lines of a table by column; commas or semicolons, as spreadsheets of here write them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TransferError("Le tableau n'est pas en UTF-8: enregistrez-le en «CSV UTF-8».") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    known = {KEY, *ANSWER_COLUMNS, *RESOURCE_COLUMNS}
    try:
        rows, names = list(reader), reader.fieldnames or []
    except csv.Error:
        # A cell of over 128 KB: nearly always a quote that opens a text and is never closed.
        raise TransferError(
            f"Le tableau n'est pas lisible vers la ligne {reader.line_num}: un guillemet y est peut-être "
            "ouvert sans être fermé."
        ) from None
    if KEY not in names:
        raise TransferError(f"La première ligne doit nommer les colonnes, dont «{KEY}».")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise TransferError(f"Colonne inconnue: «{unknown[0]}».")
    return rows
