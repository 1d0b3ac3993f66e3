"""The audit log as people read it: who by name, what by its title, what changed in French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, AuditEntry, Fact, OpenQuestion, Resource, Revision, StaffUser, Topic
from knowledge.pole import AREAS, CONTACTS, DOORS, MESSAGES, SITE, SLOTS, TERRITORY, WORDS, standing
from knowledge.referral.sectors import SECTORS
from knowledge.search.own_words import SPELLINGS, SYNONYMS
from knowledge.staff import privacy
from knowledge.staff.differences import Change, changes
from knowledge.staff.pole import SITE_FIELDS
from knowledge.staff.teaching import UNDERSTANDING
from knowledge.territory.own import ALIASES, OUTSIDE, RESERVES_LABEL
from knowledge.territory.vocabulary import PLACES

ACCOUNT = "compte:"  # how the subjects that only the administration sees begin
GONE = "(n'existe plus)"
TITLE_CHARS = 120
SENTENCE_CHARS = 60
# What has no title of its own, by the kind of its subject: the words stand whether it is there or gone.
NAMED = {
    "question": "Une question effacée",  # while it is there, its own words
    "demande": "Demande {name}",
    "adviser": "Une place à la table d'experts",
    "bulletin": "Bulletin {name}",
    CONTACTS: "Qui reçoit les demandes",
    TERRITORY: "Le territoire",
}
OF_TERRITORY = {
    DOORS: "Les portes des MRC",
    ALIASES: "Les autres noms des lieux",
    RESERVES_LABEL: "Le nom commun des communautés",
    OUTSIDE: "Qui sert les lieux autour du territoire",
}
OF_SITE = {**{name: label for name, label, *_ in SITE_FIELDS}, **privacy.LABELS, SLOTS: "Textes locaux"}
OF_WORDS = {
    SPELLINGS: "Les mots du Pôle: façons d'écrire",
    SYNONYMS: "Les mots du Pôle: synonymes",
    SECTORS: "Les mots du Pôle: secteurs",
    PLACES: "Les mots du Pôle: lieux",
}
# Where the last words of what is gone are, in its history.
TITLED_BY = ("question", "name", "label", "statement")
PAGED = (
    "answer",
    "organization",
    "fund",
    "training",
    "activity",
    "fact",
    SITE,
    MESSAGES,
    CONTACTS,
    TERRITORY,
    WORDS,
    AREAS,
)


@dataclass(frozen=True)
class Line:
    """One thing that somebody did. `edited`: whether its subject has a page of its own."""

    at: dt.datetime
    who: str
    action: str
    subject: str
    title: str
    edited: bool
    kept: bool  # it is gone, and its history stays
    changes: tuple[Change, ...]


def read(session: Session, entries: Sequence[AuditEntry]) -> list[Line]:
    """Entries of the log as lines to read, in their order."""
    names = {user.email: user.name for user in session.scalars(select(StaffUser))}
    return [_line(session, entry, names) for entry in entries]


def _line(session: Session, entry: AuditEntry, names: dict[str, str]) -> Line:
    kind, _, name = entry.subject.partition(":")
    title, there = _title(session, entry.subject, names)
    paged = kind in PAGED
    return Line(
        at=entry.at,
        who=names.get(entry.who, entry.who),
        action=entry.action,
        subject=entry.subject,
        title=(title or f"{name or kind} {GONE}")[:TITLE_CHARS],
        edited=there and paged,
        kept=not there and paged and title is not None,
        changes=tuple(changes(*(_worded(session, kind, side) for side in (entry.before, entry.after)))),
    )


def _worded(session: Session, kind: str, content: Mapping[str, Any] | None) -> dict[str, Any]:
    """What an entry keeps of one side, under the labels of the screen, an answer by its question."""
    labels = OF_SITE if kind == SITE else {}
    named = {}
    for key, value in (content or {}).items():
        answer = session.get(Answer, value) if key == "answer" and isinstance(value, str) else None
        label = "text" if kind == MESSAGES else labels.get(key, key)
        named[label] = answer.question if answer else value
    return named


def _title(session: Session, subject: str, names: dict[str, str]) -> tuple[str | None, bool]:
    """What the subject of an entry is called (None: gone without a history), and whether it is there."""
    kind, _, name = subject.partition(":")
    standing = subject if not name else _standing(session, subject, kind, name, names)
    if standing is not None:
        return standing, True
    last = session.scalar(
        select(Revision).where(Revision.subject == subject).order_by(Revision.number.desc()).limit(1)
    )
    if last is None:
        return None, False
    return next((str(last.content[key]) for key in TITLED_BY if last.content.get(key)), name), False


def _standing(session: Session, subject: str, kind: str, name: str, names: dict[str, str]) -> str | None:
    if subject.startswith(ACCOUNT):
        return names.get(name, name)
    if kind in (SITE, MESSAGES, WORDS, AREAS) or (kind == TERRITORY and name.strip() in OF_TERRITORY):
        return _of_the_pole(session, kind, name.strip())
    if kind == UNDERSTANDING:
        return "Ce que l'assistant comprend des messages"
    if kind == "answer":
        answer = session.get(Answer, name)
        return answer.question if answer else None
    if kind == "question":
        question = session.get(OpenQuestion, int(name)) if name.isdecimal() else None
        return f"«{question.text}»" if question else NAMED[kind]
    if kind == "topic":
        topic = session.get(Topic, name)
        return str(topic.content["label"]) if topic else None
    if kind == "fact":
        fact = session.get(Fact, name)
        return str(fact.content["statement"]) if fact else None
    if kind in NAMED:
        return NAMED[kind].format(name=name)
    resource = session.get(Resource, subject)
    return resource.name if resource else None


def _of_the_pole(session: Session, file: str, key: str) -> str:
    """A value of the Pôle by its label on screen; a sentence by how it begins."""
    if file == MESSAGES:
        text = " ".join(str(standing(session, MESSAGES).get(key, key)).split())
        return f"Phrase: «{text if len(text) <= SENTENCE_CHARS else text[:SENTENCE_CHARS].rstrip() + '…'}»"
    if file == TERRITORY:
        return OF_TERRITORY[key]
    if file == AREAS:
        return f"Domaine hors champ: {standing(session, AREAS).get(key, {}).get('label', key)}"
    if file == WORDS:
        return OF_WORDS.get(key, "Les mots du Pôle")
    return f"Le Pôle: {OF_SITE.get(key, key)}"
