"""Bringing a content pack into the database: one transaction, all or nothing.

The database is the truth at run time. An import adds what is new and replaces what nobody has edited
since it was last imported; what staff have edited stays as they left it, and is named in the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, Fact, Mrc, Municipality, Resource, Topic
from knowledge.pack.faults import Fault
from knowledge.pack.files import Pack, read_pack
from knowledge.pack.layers import pack_settings
from knowledge.pack.updates import archive_what_left, note_difference, pack_of_base, remember_pack
from knowledge.pack.validation import validate
from knowledge.pole import DOORS, TERRITORY, overlay_of
from knowledge.resources import store as resources
from knowledge.revisions import digest, history
from knowledge.territory.area import inside_words, reserves_label

AUTHOR = "import"


class PackRefusedError(Exception):
    """The pack has faults; nothing was imported. `faults` says which."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} fautes")
        self.faults = faults


@dataclass
class ImportReport:
    """What an import did, by identifier."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # edited since the last import: left as they are
    archived: list[str] = field(default_factory=list)  # no longer in the pack

    def __str__(self) -> str:
        return (
            f"{len(self.added)} entrées ajoutées, {len(self.updated)} mises à jour, "
            f"{len(self.unchanged)} inchangées, "
            f"{len(self.kept)} modifiées par l'équipe et laissées telles quelles, "
            f"{len(self.archived)} retirées du dossier et archivées"
        )


def import_folder(session: Session, folder: Path) -> ImportReport:
    """Import a pack. Raises `PackRefusedError`, with nothing written, when it has any fault."""
    pack = read_pack(folder)
    name = pack_settings(folder).get("id")
    theirs = pack_of_base(session)
    if name and theirs and name != theirs:
        said = f"la base est celle de «{theirs}», ce dossier est celui de «{name}»: donnez-lui sa propre base"
        raise PackRefusedError([Fault("pack.yaml", "id", said)])
    faults = validate(pack)
    if faults:
        raise PackRefusedError(faults)
    if name:
        remember_pack(session, str(name))
    return import_pack(session, pack)


def import_pack(session: Session, pack: Pack) -> ImportReport:
    """Import a pack that was checked, in the caller's transaction."""
    report = ImportReport()
    for fact in pack.facts.values():
        corrected = session.get(Fact, fact.id)
        if corrected is not None and history(session, f"fact:{fact.id}"):  # the team's own now
            same = corrected.content == fact.model_dump(mode="json")
            (report.unchanged if same else report.kept).append(f"fact:{fact.id}")
            continue
        _put(
            session,
            report,
            Fact,
            fact.id,
            f"fact:{fact.id}",
            {"theme": fact.theme, "content": fact.model_dump(mode="json")},
        )
    for topic in pack.topics.values():
        if history(session, f"topic:{topic.id}"):  # staff taught it other ways of asking
            report.kept.append(f"topic:{topic.id}")
            continue
        _put(
            session, report, Topic, topic.id, f"topic:{topic.id}", {"content": topic.model_dump(mode="json")}
        )
    _import_territory(session, report, pack.territory)
    for answer in pack.answers.values():
        answer_row = session.get(Answer, answer.id)
        standing = None if answer_row is None else answers.content_of(answers.to_record(answer_row))
        if _replace(session, report, f"answer:{answer.id}", answer_row, standing, answers.content_of(answer)):
            answers.save(session, answer, author=AUTHOR, action="import", from_pack=True)
    for name, record in pack.resources.items():
        row = session.get(Resource, name)
        standing = None if row is None else row.content
        if _replace(session, report, name, row, standing, resources.content_of(record)):
            resources.save(session, record, author=AUTHOR, action="import", from_pack=True)
    report.archived = archive_what_left(session, pack)
    return report


def _replace(
    session: Session,
    report: ImportReport,
    name: str,
    row: Answer | Resource | None,
    standing: dict[str, Any] | None,
    coming: dict[str, Any],
) -> bool:
    if row is None or standing is None:
        report.added.append(name)
        return True
    if digest(standing) == digest(coming):
        report.unchanged.append(name)
        return False
    if row.pack_digest != digest(standing):
        report.kept.append(name)
        note_difference(session, name, row, coming)
        return False
    report.updated.append(name)
    return True


def _put(
    session: Session, report: ImportReport, table: type[Any], key: str, name: str, columns: dict[str, Any]
) -> None:
    row = session.get(table, key)
    if row is None:
        session.add(table(**{table.__mapper__.primary_key[0].name: key}, **columns))
        report.added.append(name)
    elif all(getattr(row, column) == value for column, value in columns.items()):
        report.unchanged.append(name)
    else:
        for column, value in columns.items():
            setattr(row, column, value)
        report.updated.append(name)


def _import_territory(session: Session, report: ImportReport, territory: dict[str, Any]) -> None:
    of_the_team = overlay_of(session).get(TERRITORY, {}).get(DOORS, {})
    for mrc in territory.get("mrc", []):
        content = {key: value for key, value in mrc.items() if key != "municipalities"}
        content["in"] = inside_words(mrc)
        content["region"] = territory.get("region")
        content["reserves_label"] = reserves_label(territory)
        content["doors"] = {
            **(of_the_team.get(mrc["id"]) or territory.get("doors", {}).get(mrc["id"], {})),
            "first": territory.get("first_door"),
            "elsewhere": territory.get("elsewhere_door"),
        }
        _put(session, report, Mrc, mrc["id"], f"mrc:{mrc['id']}", {"name": mrc["name"], "content": content})
        session.flush()
        for place in mrc.get("municipalities", []):
            columns = {"name": place["name"], "mrc_id": mrc["id"], "content": place}
            _put(session, report, Municipality, str(place["code"]), f"municipality:{place['code']}", columns)
    for place in territory.get("reserves", []):
        columns = {"name": place["name"], "mrc_id": None, "content": place}
        _put(session, report, Municipality, str(place["code"]), f"municipality:{place['code']}", columns)
