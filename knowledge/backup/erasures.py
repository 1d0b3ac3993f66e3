"""The list of what was erased on request: kept beside the base and beside its copies, applied at a restore.

A line names what was erased by the digest of an unguessable token: it tells nothing of anybody.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import ErasureNote, now

REQUEST, PAGE, SUBSCRIBER, FOLLOWED = "request", "page", "subscriber", "followed"
WATCHING, ADVISER, CLIENT_SHEET = "watching", "adviser", "client_sheet"
ERASED = (REQUEST, PAGE, SUBSCRIBER, FOLLOWED, WATCHING, ADVISER, CLIENT_SHEET)
LIST_FILE = "effacements.jsonl"
KEPT_DAYS = 730  # also the age past which a copy is not restored: the list would no longer know all


@dataclass(frozen=True, order=True)
class Erasure:
    """One line of the list."""

    kind: str
    digest: str
    at: dt.datetime


def note_erasure(session: Session, kind: str, digest: str) -> None:
    """Write down that something was erased, in the transaction that erases it; a second time is fine."""
    if session.get(ErasureNote, (kind, digest)) is None:
        session.add(ErasureNote(kind=kind, digest=digest))


def noted(session: Session) -> set[Erasure]:
    """The list that a base holds."""
    return {Erasure(row.kind, row.digest, row.at) for row in session.scalars(select(ErasureNote))}


def remember(session: Session, erasures: Iterable[Erasure]) -> None:
    """Bring the list of a base up to one that knows more."""
    session.flush()
    for one in {(one.kind, one.digest): one for one in erasures}.values():
        if session.get(ErasureNote, (one.kind, one.digest)) is None:
            session.add(ErasureNote(kind=one.kind, digest=one.digest, at=one.at))


def read_list(path: Path) -> set[Erasure]:
    """The list of a file; empty when there is none. A last line cut short by a fall is left out."""
    if not path.exists():
        return set()
    found = set()
    for line in path.read_text(encoding="ascii").splitlines():
        try:
            kind, digest, at = json.loads(line)
        except ValueError:
            continue
        found.add(Erasure(kind, digest, dt.datetime.fromisoformat(at)))
    return found


def write_list(path: Path, erasures: Iterable[Erasure], moment: dt.datetime | None = None) -> None:
    """Replace the list of a file at once, without what is older than any copy that may be restored."""
    oldest = (moment or now()) - dt.timedelta(days=KEPT_DAYS)
    lines = [
        json.dumps([one.kind, one.digest, one.at.isoformat()]) for one in sorted(erasures) if one.at > oldest
    ]
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with partial.open("w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def keep_list_beside(folder: Path, erasures: set[Erasure]) -> int:
    """Have the list beside the copies know all that the base knows; how many lines were new to it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LIST_FILE
    known = read_list(path)
    names = {(one.kind, one.digest) for one in known}
    new = {one for one in erasures if (one.kind, one.digest) not in names}
    if new:
        write_list(path, known | new)
    return len(new)
