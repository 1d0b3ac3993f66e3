"""Declined subjects at the desk: found by their words, edited, added, taken out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Resource, Topic
from knowledge.records import TopicRecord
from knowledge.revisions import EditConflictError, digest, history, keep_revision
from knowledge.search.text import fold
from knowledge.slugs import slug
from knowledge.staff.audit import note
from knowledge.staff.inbox import known_phrasings


def find_topics(session: Session, words: str = "", area: str = "") -> list[TopicRecord]:
    """The subjects that have these words, of an area."""
    asked = fold(words).split()
    records = [TopicRecord.model_validate(row.content) for row in session.scalars(select(Topic))]
    found = [
        one
        for one in records
        if (not area or one.area == area)
        and all(word in fold(" ".join((one.id, one.label, *one.phrasings))) for word in asked)
    ]
    return sorted(found, key=lambda one: (one.area, one.label))


def new_topic_id(session: Session, label: str) -> str:
    """An identifier made from a label, never used before."""
    base = slug(label, otherwise="sujet")
    name, number = base, 1
    while session.get(Topic, name) is not None or history(session, f"topic:{name}"):
        number += 1
        name = f"{base}-{number}"
    return name


def faults_of_topic(session: Session, record: TopicRecord) -> list[str]:
    """What keeps a subject from being saved, in French."""
    faults = []
    if record.refer_to and session.get(Resource, record.refer_to) is None:
        faults.append(f"La ressource «{record.refer_to}» n'existe pas.")
    known = known_phrasings(session, but=f"topic:{record.id}")
    for phrasing in record.phrasings:
        owner = known.get(fold(phrasing), "")
        if owner and owner != f"topic:{record.id}":
            faults.append(f"«{phrasing}» mène déjà à {owner}.")
    return faults


def state_of(record: TopicRecord) -> str:
    """A fingerprint of a subject as it stands: what an editor started from."""
    return digest(record.model_dump(mode="json"))


def save_topic(session: Session, record: TopicRecord, who: str, started_from: str = "") -> None:
    """Save a subject, in the caller's transaction. Raises `EditConflictError` when it was saved since."""
    row = session.get(Topic, record.id)
    after = record.model_dump(mode="json")
    before = None if row is None else dict(row.content)
    if before is not None and state_of(TopicRecord.model_validate(before)) != started_from:
        raise EditConflictError(f"topic:{record.id}")
    if row is None:
        session.add(Topic(id=record.id, content=after))
    else:
        row.content = after
    if before == after:
        return
    keep_revision(session, f"topic:{record.id}", "edit" if before else "create", who, after)
    note(session, who, "sujet hors champ: modifié", f"topic:{record.id}", before, after)
    session.flush()


def remove_topic(session: Session, topic_id: str, who: str) -> bool:
    """Take a subject out, in the caller's transaction; False when it is not there. A later import leaves it
    out, and the journal keeps what it said."""
    row = session.get(Topic, topic_id)
    if row is None:
        return False
    keep_revision(session, f"topic:{topic_id}", "delete", who, dict(row.content))
    note(session, who, "sujet hors champ: retiré", f"topic:{topic_id}", dict(row.content), None)
    session.delete(row)
    session.flush()
    return True
