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
from knowledge.revisions import digest, history, keep_revision
from knowledge.territory.area import inside_words, reserves_label

AUTHOR = IMPORT = "import"  # who did it, and what was done


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


def import_folder(session: Session, folder: Path, by: str | None = None) -> ImportReport:
    """Import a pack. Raises `PackRefusedError`, with nothing written, when it has any fault.

    Input: `by`, who brings it in at the desk: what it changes is then the team's own, which the pack of the
    house, imported again at each start, leaves as it is. Without it, this is the pack of the house.
    """
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
    return import_pack(session, pack, by)


def import_pack(session: Session, pack: Pack, by: str | None = None) -> ImportReport:
    """Import a pack that was checked, in the caller's transaction."""
    report = ImportReport()
    for fact in pack.facts.values():
        content = fact.model_dump(mode="json")
        columns = {"theme": fact.theme, "content": content}
        _put_or_keep(session, report, Fact, fact.id, f"fact:{fact.id}", columns, by)
    for topic in pack.topics.values():  # staff may have taught it other ways of asking
        columns = {"content": topic.model_dump(mode="json")}
        _put_or_keep(session, report, Topic, topic.id, f"topic:{topic.id}", columns, by)
    _import_territory(session, report, pack.territory)
    for answer in pack.answers.values():
        answer_row = session.get(Answer, answer.id)
        standing = None if answer_row is None else answers.content_of(answers.to_record(answer_row))
        name, coming = f"answer:{answer.id}", answers.content_of(answer)
        if _replace(session, report, name, answer_row, standing, coming, by):
            answers.save(session, answer, author=by or AUTHOR, action=IMPORT, from_pack=by is None)
    for name, record in pack.resources.items():
        row = session.get(Resource, name)
        standing = None if row is None else row.content
        if _replace(session, report, name, row, standing, resources.content_of(record), by):
            resources.save(session, record, author=by or AUTHOR, action=IMPORT, from_pack=by is None)
    report.archived = archive_what_left(session, pack)
    return report


def _replace(
    session: Session,
    report: ImportReport,
    name: str,
    row: Answer | Resource | None,
    standing: dict[str, Any] | None,
    coming: dict[str, Any],
    by: str | None,
) -> bool:
    """Whether an entry takes what is coming, told to the report."""
    if row is None or standing is None:
        report.added.append(name)
        return True
    if digest(standing) == digest(coming):
        report.unchanged.append(name)
        return False
    if row.pack_digest != digest(standing) and not (by and _brought_in(session, name)):
        report.kept.append(name)
        if by is None:
            note_difference(session, name, row, coming)
        return False
    report.updated.append(name)
    return True


def _put_or_keep(
    session: Session,
    report: ImportReport,
    table: type[Any],
    key: str,
    name: str,
    columns: dict[str, Any],
    by: str | None,
) -> None:
    """A fact or a topic: one that has a history is the team's own now."""
    row = session.get(table, key)
    if history(session, name) and not (by and _brought_in(session, name)):  # also one taken out for good
        same = row is not None and row.content == columns["content"]
        (report.unchanged if same else report.kept).append(name)
        return
    changed = row is None or row.content != columns["content"]
    _put(session, report, table, key, name, columns)
    if by and changed:
        keep_revision(session, name, IMPORT, by, columns["content"])


def _brought_in(session: Session, name: str) -> bool:
    """Whether an entry is as somebody last brought it in at the desk: nobody has written in it since."""
    states = history(session, name)
    return bool(states) and states[0].action == IMPORT


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
