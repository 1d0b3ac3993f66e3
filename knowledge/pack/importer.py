"""Bringing a content pack into the database: one transaction, all or nothing.

The database is the truth at run time. An import adds what is new and replaces what nobody has edited
since it was last imported; what staff have edited stays as they left it, and is named in the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, Fact, Mrc, Municipality, Resource, Revision, Topic
from knowledge.pack.faults import Fault
from knowledge.pack.files import Pack, read_pack
from knowledge.pack.layers import pack_settings
from knowledge.pack.updates import archive_what_left, note_difference, pack_of_base, remember_pack
from knowledge.pack.validation import validate
from knowledge.pole import SITE, SLOTS, TERRITORY, overlay_of
from knowledge.records import AnswerRecord, AnyResource, Record, identifier
from knowledge.resources import store as resources
from knowledge.revisions import digest, history, keep_revision
from knowledge.territory.area import inside_words, reserves_label
from knowledge.territory.own import DOORS, with_own

AUTHOR = IMPORT = "import"  # who did it, and what was done
_TABLES: tuple[type[Any], ...] = (Fact, Topic, Mrc, Municipality, Answer, Resource)


Entry = TypeVar("Entry", bound=Record)


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
    pack = read_pack(folder, overlay_of(session).get(SITE, {}).get(SLOTS))
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
    standing = [row for table in _TABLES for row in session.scalars(select(table))]  # at once, not one by one
    coming = _Coming(session, by, frozenset(session.scalars(select(Revision.subject).distinct())))
    for fact in pack.facts.values():
        columns = {"theme": fact.theme, "content": fact.model_dump(mode="json")}
        coming.put_or_keep(Fact, fact.id, f"fact:{fact.id}", columns)
    for topic in pack.topics.values():  # staff may have taught it other ways of asking
        columns = {"content": topic.model_dump(mode="json")}
        coming.put_or_keep(Topic, topic.id, f"topic:{topic.id}", columns)
    _import_territory(coming, pack.territory)
    for answer in pack.answers.values():
        coming.answer(answer)
    for name, record in pack.resources.items():
        coming.resource(name, record)
    del standing  # the session remembers only what somebody holds
    coming.report.archived = archive_what_left(session, pack)
    return coming.report


def import_changed(session: Session, before: Pack, after: Pack) -> ImportReport:
    """Import what two readings of the pack of the house say differently, in the caller's transaction."""
    coming = _Coming(session, None, frozenset(session.scalars(select(Revision.subject).distinct())))
    for fact in _differing(before.facts, after.facts):
        columns = {"theme": fact.theme, "content": fact.model_dump(mode="json")}
        coming.put_or_keep(Fact, fact.id, f"fact:{fact.id}", columns)
    for topic in _differing(before.topics, after.topics):
        coming.put_or_keep(Topic, topic.id, f"topic:{topic.id}", {"content": topic.model_dump(mode="json")})
    for answer in _differing(before.answers, after.answers):
        coming.answer(answer)
    for record in _differing(before.resources, after.resources):
        coming.resource(identifier(record), record)
    return coming.report


def _differing(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> list[Entry]:
    return [entry for name, entry in after.items() if before.get(name) != entry]


@dataclass
class _Coming:
    """One import: the session that it writes in, who brings it in, and the entries that had a history before
    it. `report` tells what becomes of each."""

    session: Session
    by: str | None
    with_history: frozenset[str]
    report: ImportReport = field(default_factory=ImportReport)

    def answer(self, answer: AnswerRecord) -> None:
        """An answer, saved if it is new or nobody has edited it."""
        row = self.session.get(Answer, answer.id)
        standing = None if row is None else answers.content_of(answers.to_record(row))
        if self._replaces(f"answer:{answer.id}", row, standing, answers.content_of(answer)):
            answers.save(
                self.session, answer, author=self.by or AUTHOR, action=IMPORT, from_pack=self.by is None
            )

    def resource(self, name: str, record: AnyResource) -> None:
        """A resource, saved if it is new or nobody has edited it."""
        row = self.session.get(Resource, name)
        standing = None if row is None else row.content
        if self._replaces(name, row, standing, resources.content_of(record)):
            resources.save(
                self.session, record, author=self.by or AUTHOR, action=IMPORT, from_pack=self.by is None
            )

    def put_or_keep(self, table: type[Any], key: str, name: str, columns: dict[str, Any]) -> None:
        """A fact or a topic: one that has a history is the team's own now."""
        row = self.session.get(table, key)
        if name in self.with_history and not self._brought_in(name):  # also one taken out for good
            same = row is not None and row.content == columns["content"]
            (self.report.unchanged if same else self.report.kept).append(name)
            return
        changed = row is None or row.content != columns["content"]
        self.put(table, key, name, columns)
        if self.by and changed:
            keep_revision(self.session, name, IMPORT, self.by, columns["content"])

    def put(self, table: type[Any], key: str, name: str, columns: dict[str, Any]) -> None:
        """A row as it comes, whatever it was."""
        row = self.session.get(table, key)
        if row is None:
            self.session.add(table(**{table.__mapper__.primary_key[0].name: key}, **columns))
            self.report.added.append(name)
        elif all(getattr(row, column) == value for column, value in columns.items()):
            self.report.unchanged.append(name)
        else:
            for column, value in columns.items():
                setattr(row, column, value)
            self.report.updated.append(name)

    def _replaces(
        self,
        name: str,
        row: Answer | Resource | None,
        standing: dict[str, Any] | None,
        coming: dict[str, Any],
    ) -> bool:
        """Whether an entry takes what is coming, told to the report."""
        if row is None or standing is None:
            self.report.added.append(name)
            return True
        if digest(standing) == digest(coming):
            self.report.unchanged.append(name)
            return False
        if row.pack_digest != digest(standing) and not self._brought_in(name):
            self.report.kept.append(name)
            if self.by is None:
                note_difference(self.session, name, row, coming)
            return False
        self.report.updated.append(name)
        return True

    def _brought_in(self, name: str) -> bool:
        """Whether somebody brings in what was last brought in at the desk too: nobody has written in it
        since."""
        if not self.by:
            return False
        states = history(self.session, name)
        return bool(states) and states[0].action == IMPORT


def _import_territory(coming: _Coming, pack: dict[str, Any]) -> None:
    own = overlay_of(coming.session).get(TERRITORY, {})
    of_the_team = own.get(DOORS, {})
    territory = with_own(pack, {**own, DOORS: pack.get(DOORS, {})})  # doors are the team's MRC by MRC
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
        coming.put(Mrc, mrc["id"], f"mrc:{mrc['id']}", {"name": mrc["name"], "content": content})
        coming.session.flush()
        for place in mrc.get("municipalities", []):
            columns = {"name": place["name"], "mrc_id": mrc["id"], "content": place}
            coming.put(Municipality, str(place["code"]), f"municipality:{place['code']}", columns)
    for place in territory.get("reserves", []):
        columns = {"name": place["name"], "mrc_id": None, "content": place}
        coming.put(Municipality, str(place["code"]), f"municipality:{place['code']}", columns)
