"""What a new version of a pack does to a base that the team works on: what left it, what both changed.

An entry that nobody edited follows the pack, out of it too. One that the team edited stays, and the pack's
version waits in the veille until somebody takes it or keeps their own; one that the pack withdraws is
archived even so, since what is withdrawn is no longer true, and the team is told.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, PackChange, PackState, Resource, now
from knowledge.pack.files import Pack
from knowledge.pack.merging import merged
from knowledge.records import AnswerRecord
from knowledge.resources import store as resources
from knowledge.revisions import digest, history

AUTHOR = IMPORT = "import"  # who did it, and what was done
CHANGED, WITHDRAWN = "changed", "withdrawn"


def pack_of_base(session: Session) -> str | None:
    """The pack that the base belongs to; None before the first import."""
    row = session.get(PackState, 1)
    return row.pack if row else None


def remember_pack(session: Session, pack: str) -> None:
    """The base belongs to this pack from now on."""
    row = session.get(PackState, 1)
    if row is None:
        session.add(PackState(id=1, pack=pack, imported_at=now()))
    else:
        row.pack, row.imported_at = pack, now()


def note_difference(session: Session, subject: str, row: Answer | Resource, coming: dict[str, Any]) -> None:
    """The team edited an entry that the pack changes too: keep the pack's version for the veille, once."""
    if row.pack_digest != digest(coming):
        session.merge(PackChange(subject=subject, kind=CHANGED, coming=coming, at=now()))


def archive_what_left(session: Session, pack: Pack) -> list[str]:
    """Archive the entries of earlier packs that this one no longer has; their identifiers."""
    archived = []
    for answer in session.scalars(select(Answer).where(Answer.pack_digest.is_not(None))).all():
        if answer.id not in pack.answers and answer.status != "archived":
            record = answers.to_record(answer)
            edited = answer.pack_digest != digest(answers.content_of(record))
            if _leaves(session, f"answer:{answer.id}", pack, edited=edited):
                gone = record.model_copy(update={"status": "archived"})
                answers.save(session, gone, author=AUTHOR, action="archive", from_pack=True)
                archived.append(f"answer:{answer.id}")
    for row in session.scalars(select(Resource).where(Resource.pack_digest.is_not(None))).all():
        if row.identifier not in pack.resources and not row.archived:
            record_ = resources.to_record(row)
            if _leaves(session, row.identifier, pack, edited=row.pack_digest != digest(row.content)):
                gone_ = record_.model_copy(update={"archived": True})
                resources.save(session, gone_, author=AUTHOR, action="archive", from_pack=True)
                archived.append(row.identifier)
    return archived


def _leaves(session: Session, subject: str, pack: Pack, *, edited: bool) -> bool:
    if not edited:
        return True
    if subject not in pack.withdrawn:
        return False
    session.merge(PackChange(subject=subject, kind=WITHDRAWN, coming=None, at=now()))
    return True


def waiting(session: Session) -> list[PackChange]:
    """What waits for the team, the oldest first."""
    return list(session.scalars(select(PackChange).order_by(PackChange.at, PackChange.subject)))


def take(session: Session, change: PackChange, who: str) -> None:
    """Take the pack's version of an entry."""
    if change.coming is not None:
        _save(session, change.subject, change.coming, who, from_pack=True)
    session.execute(delete(PackChange).where(PackChange.subject == change.subject))


def merge(session: Session, change: PackChange, who: str) -> list[str]:
    """Bring both versions of an entry together; the fields that both changed otherwise, which stay ours."""
    states = history(session, change.subject)
    if change.coming is None or not states:
        return []
    base = next((one.content for one in states if one.action == IMPORT), {})
    whole, both = merged(base, states[0].content, change.coming)
    _save(session, change.subject, whole, who, from_pack=False)
    keep(session, change)
    return both


def _save(session: Session, subject: str, content: dict[str, Any], who: str, *, from_pack: bool) -> None:
    if subject.startswith("answer:"):
        record = AnswerRecord.model_validate(content)
        answers.save(session, record, author=who, action="edit", from_pack=from_pack)
    else:
        kind = session.get_one(Resource, subject).type
        found = resources.parse(kind, content)  # type: ignore[arg-type]
        resources.save(session, found, author=who, action="edit", from_pack=from_pack)


def keep(session: Session, change: PackChange) -> None:
    """Keep the team's version: this version of the pack is not told again."""
    row: Answer | Resource | None
    if change.subject.startswith("answer:"):
        row = session.get(Answer, change.subject.removeprefix("answer:"))
    else:
        row = session.get(Resource, change.subject)
    if row is not None and change.coming is not None:
        row.pack_digest = digest(change.coming)
    session.execute(delete(PackChange).where(PackChange.subject == change.subject))
