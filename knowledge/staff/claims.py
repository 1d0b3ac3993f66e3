"""Whose question it is today: what an answer about to be published would take from others, and taking it.

An exact phrasing wins over every guess; so a phrasing typed here is answered by this answer from then on,
whoever answered it before. Taking is therefore a choice, phrasing by phrasing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, OpenQuestion, Topic
from knowledge.records import AnswerRecord, TopicRecord
from knowledge.revisions import keep_revision
from knowledge.search.service import Snapshot, rank
from knowledge.search.text import fold
from knowledge.staff.audit import note
from knowledge.staff.editing import save_answer
from knowledge.staff.inbox import as_phrasing, known_phrasings

LOOKED_AT = 40  # phrasings of one answer: about 30 ms each
NEAR_WORDS = 24  # of a declined topic, shown to be taken: those nearest to the answer
FEWEST = 3  # phrasings that a declined topic needs: with fewer it is retired
RETIRED = "sujet retiré"
RELEASED = "formulations retirées"


@dataclass(frozen=True)
class Claim:
    """A phrasing that leads elsewhere today. `exact`: it is there word for word, and leaves it when taken."""

    phrasing: str
    owner: str
    title: str
    exact: bool


@dataclass(frozen=True)
class NearTopic:
    """A declined topic that keeps questions near those of an answer, with its ways of asking."""

    id: str
    label: str
    phrasings: tuple[str, ...]


def claims_of(
    session: Session, before: Snapshot, record: AnswerRecord, former: AnswerRecord | None
) -> list[Claim]:
    """The phrasings, new in this answer, that something else answers or declines today.

    Input: what is published, the answer about to be, and the answer as it stands (None: a new one).
    """
    own = f"answer:{record.id}"
    standing = {fold(text) for text in former.phrasings} if former else set()
    fresh = [text for text in record.phrasings if fold(text) not in standing]
    known = known_phrasings(session, but=own)
    found = []
    for text in fresh[:LOOKED_AT]:
        owner = known.get(fold(text))
        if owner:
            found.append(Claim(text, owner, title_of(session, owner, before), True))
            continue
        result = rank(before, text, 1)
        if result.decision == "answer" and result.hits[0].answer.identifier != own:
            answer = result.hits[0].answer
            found.append(Claim(text, answer.identifier, answer.question, False))
    return found


def owner_of_question(before: Snapshot, record: AnswerRecord) -> Claim | None:
    """What answers the question itself today, if something else does."""
    result = rank(before, record.question, 1)
    if result.decision != "answer" or result.hits[0].answer.identifier == f"answer:{record.id}":
        return None
    answer = result.hits[0].answer
    return Claim(record.question, answer.identifier, answer.question, False)


def near_topics(before: Snapshot, record: AnswerRecord) -> list[NearTopic]:
    """The declined topics that the answer's own ways of asking look like today."""
    texts = (record.question, *record.phrasings)
    own = {fold(text) for text in texts}
    found: dict[str, TopicRecord] = {}
    for text in texts[:LOOKED_AT]:
        topic = rank(before, text, 1).topic
        if topic is not None:
            found[topic.id] = topic
    return [NearTopic(one.id, one.label, _nearest(one, own)) for one in found.values()]


def _nearest(topic: TopicRecord, own: set[str]) -> tuple[str, ...]:
    left = [text for text in topic.phrasings if fold(text) not in own]
    left.sort(key=lambda text: -max(fuzz.token_set_ratio(fold(text), one) for one in own))
    return tuple(left[:NEAR_WORDS])


def title_of(session: Session, identifier: str, before: Snapshot) -> str:
    """What an owner is called."""
    kind, _, name = identifier.partition(":")
    if kind == "topic":
        topic = session.get(Topic, name)
        return f"{topic.content['label']} (hors champ)" if topic else name
    answer = session.get(Answer, name)
    if answer is not None:
        return answer.question
    published = before.answers.get(identifier)
    return published.question if published else name


def take(session: Session, answer_id: str, phrasings: Iterable[str], who: str) -> None:
    """Take phrasings from the answers and topics that have them word for word, in this transaction."""
    known = known_phrasings(session, but=f"answer:{answer_id}")
    by_owner: dict[str, list[str]] = {}
    for text in phrasings:
        owner = known.get(fold(text))
        if owner:
            by_owner.setdefault(owner, []).append(text)
    for owner, texts in by_owner.items():
        kind, _, name = owner.partition(":")
        if kind == "topic":
            release(session, name, texts, who)
            continue
        row = session.get_one(Answer, name)
        record = answers.to_record(row)
        taken = {fold(text) for text in texts}
        left = [text for text in record.phrasings if fold(text) not in taken]
        save_answer(session, record.model_copy(update={"phrasings": left}), author=who, action="edit")


def release(session: Session, topic_id: str, phrasings: Sequence[str], who: str) -> None:
    """Take ways of asking out of a declined topic; one that is left with too few is retired."""
    row = session.get(Topic, topic_id)
    if row is None:
        return
    before = dict(row.content)
    gone = {fold(text) for text in phrasings}
    left = [text for text in before["phrasings"] if fold(text) not in gone]
    if len(left) == len(before["phrasings"]):
        return
    subject = f"topic:{topic_id}"
    if len(left) < FEWEST:
        note(session, who, RETIRED, subject, before, None)
        keep_revision(session, subject, "delete", who, before)
        session.delete(row)
    else:
        row.content = {**before, "phrasings": left}
        note(session, who, RELEASED, subject, before, row.content)
        keep_revision(session, subject, "edit", who, row.content)
    session.flush()


def back_in_scope(session: Session, questions: Iterable[OpenQuestion], who: str) -> None:
    """Take questions that were noted out of scope out of the topics that learned them."""
    known = known_phrasings(session)
    for question in questions:
        text = as_phrasing(question)
        kind, _, name = known.get(fold(text), "").partition(":")
        if kind == "topic":
            release(session, name, [text], who)
