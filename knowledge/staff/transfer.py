"""Taking the content out and in: the whole pack as an archive, with what an import would change first.

An import is one transaction: with a single fault, nothing changes.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import privacy
from knowledge.answers import store as answers
from knowledge.models import Answer, Fact, Resource, Topic
from knowledge.pack.exporter import export_folder
from knowledge.pack.files import RESOURCE_FILES
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.pack.layers import PACK_FILE, read_mapping
from knowledge.pole import DOORS, OVERLAID, SITE, TERRITORY, laid_over
from knowledge.settings import content_dir
from knowledge.staff import doors, places, slots
from knowledge.staff.archives import ArchiveError, files_of
from knowledge.staff.audit import note
from knowledge.staff.differences import Change, changes
from knowledge.staff.pole import apply_files
from knowledge.territory.own import CHANGED

READ = {
    *(PACK_FILE, "facts.yaml", "out_of_scope.yaml", "territory.yaml"),
    *(f"{key}.yaml" for key in RESOURCE_FILES),
    *OVERLAID,
}


class TransferError(Exception):
    """The file cannot be imported; `faults` says why, in French. Nothing was changed."""

    def __init__(self, *faults: str) -> None:
        super().__init__(f"{len(faults)} fautes")
        self.faults = list(faults)


@dataclass
class Preview:
    """What an import changes, by identifier."""

    added: list[str] = field(default_factory=list)
    updated: dict[str, list[Change]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)  # files that are not read from here
    strangers: list[str] = field(default_factory=list)  # files that are no content at all
    unchanged: int = 0

    @property
    def empty(self) -> bool:
        return not self.added and not self.updated and not self.archived


def export_zip(session: Session) -> bytes:
    """The content as an archive of the pack's files."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        root = Path(folder)
        export_folder(session, root, content_dir())
        for path in sorted(root.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(root).as_posix())
    return out.getvalue()


def import_zip(session: Session, data: bytes, who: str) -> Preview:
    """Import an archive of the pack's files, in the caller's transaction; what it changed.

    The archive may hold some of the files only: the others stay as the base has them. Raises
    `TransferError` with every fault; the caller then rolls back.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        export_folder(session, root, content_dir())
        left_aside, strangers, given = _unpack(data, root)
        before, held_before = _contents(session), doors.held(session)
        named_before = places.given_in(places.standing(session))
        try:
            report = import_folder(session, root, who)
        except PackRefusedError as error:
            raise TransferError(*(str(fault) for fault in error.faults)) from None
        after = _contents(session)
        territory = given.pop(TERRITORY, None)
        given.get(SITE, {}).pop(privacy.LINES, None)  # of the machine it comes from
        said_before = slots.own(session)
        of_the_pole = apply_files(session, given, who)
        slots.say_anew(session, said_before)
        if territory:  # kept as the team's, or the next import of the folder would take them away
            doors.keep(session, territory[DOORS], who)
            if (held_after := doors.held(session)) != held_before:
                of_the_pole[f"{TERRITORY}: {DOORS}"] = (held_before, held_after)
            places.keep(session, places.given_in(territory), who)
            named_after = places.given_in(places.standing(session))
            for name in CHANGED:
                if named_after.get(name) != named_before.get(name):
                    of_the_pole[f"{TERRITORY}: {name}"] = (named_before.get(name), named_after.get(name))
    preview = Preview(
        added=report.added,
        updated={
            **{name: changes(before.get(name, {}), after.get(name, {})) for name in report.updated},
            **{name: changes({"Texte": was}, {"Texte": now}) for name, (was, now) in of_the_pole.items()},
        },
        kept=report.kept,
        archived=report.archived,
        left_aside=left_aside,
        strangers=strangers,
        unchanged=len(report.unchanged),
    )
    if not preview.empty:
        summary = {"ajoutées": report.added, "mises à jour": report.updated, "gardées": report.kept}
        note(session, who, "import", "dossier de contenu", None, summary)
    return preview


def _contents(session: Session) -> dict[str, dict[str, object]]:
    found = {
        f"answer:{row.id}": answers.content_of(answers.to_record(row))
        for row in session.scalars(select(Answer))
    }
    found |= {row.identifier: dict(row.content) for row in session.scalars(select(Resource))}
    found |= {f"fact:{row.id}": dict(row.content) for row in session.scalars(select(Fact))}
    found |= {f"topic:{row.id}": dict(row.content) for row in session.scalars(select(Topic))}
    return found


def _unpack(data: bytes, root: Path) -> tuple[list[str], list[str], dict[str, dict[str, Any]]]:
    """Write the files of the pack, and nothing else, over those of the base.

    Output: the files that were left aside, since they belong to the Pôle's folder on the server (unless they
    are the same as here); those that are no content at all; and what the archive says of the Pôle itself,
    entry by entry.
    """
    left_aside: list[str] = []
    strangers: list[str] = []
    given: dict[str, dict[str, Any]] = {}
    written = 0
    try:
        for filename, content in files_of(data):
            name = _pack_name(filename)
            if name is not None:
                standing = read_mapping(root / name) if name in OVERLAID else {}
                (root / name).write_bytes(content)
                written += 1
                if name == TERRITORY:
                    coming = read_mapping(root / name)
                    given[name] = {**coming, DOORS: coming.get(DOORS) or {}}
                if name in OVERLAID:
                    given[name] = read_mapping(root / name)
                    whole = yaml.safe_dump(laid_over(standing, given[name]), allow_unicode=True)
                    (root / name).write_text(whole, encoding="utf-8")
            elif not (ours := root / PurePosixPath(filename).name).is_file():
                strangers.append(filename)
            elif content != ours.read_bytes():
                left_aside.append(filename)
    except ArchiveError as error:
        raise TransferError(str(error)) from None
    if not written:
        raise TransferError(
            "L'archive ne contient aucun fichier du dossier de contenu (facts.yaml, funds.yaml…)."
        )
    return sorted(left_aside), sorted(strangers), given


def _pack_name(filename: str) -> str | None:
    """The place of a file in the pack, or None for one that is not of it. One folder around all is fine."""
    parts = PurePosixPath(filename).parts
    if ".." in parts or filename.startswith("/"):
        return None
    if len(parts) > 1 and parts[-2] == "answers" and parts[-1].endswith(".yaml"):
        return f"answers/{parts[-1]}" if len(parts) <= 3 else None
    return parts[-1] if parts and parts[-1] in READ and len(parts) <= 2 else None
