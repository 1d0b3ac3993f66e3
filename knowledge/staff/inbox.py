"""The inbox: questions that got nothing sure, similar ones together, and what becomes of them.

A question is open until it is given to an answer, noted out of scope, or dismissed. When an answer is
archived or deleted, its questions come back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import content_number
from knowledge.feedback import DECLINED, PUT_BACK
from knowledge.models import Answer, OpenQuestion, Topic
from knowledge.quotes import TAUGHT
from knowledge.records import TopicRecord
from knowledge.revisions import keep_revision
from knowledge.search.text import fold
from knowledge.staff.alike import families
from knowledge.staff.audit import note
from knowledge.staff.suggestions import Suggestions

OPEN, ANSWERED, OUT_OF_SCOPE, DISMISSED = "open", "answered", "out_of_scope", "dismissed"
STATUS_NAMES = {
    OPEN: "à traiter",
    ANSWERED: "répondues",
    OUT_OF_SCOPE: "hors champ",
    DISMISSED: "écartées",
}
SETTLED_NAMES = {
    OPEN: "question remise dans la boîte",
    ANSWERED: "question répondue",
    OUT_OF_SCOPE: "question hors champ",
    DISMISSED: "question écartée",
}
OUTCOME_NAMES = {
    "none": "sans réponse",
    "clarify": "un choix a été offert",
    "not_useful": "«pas utile»",
    "none_of_these": "«aucune de ces réponses»",
    "no_resource": "aucune ressource trouvée",
    DECLINED: "refus voulu",
    PUT_BACK: "refus, remis dans la boîte",
}

# What is grouped at once: every pair is compared, so that time and memory grow with the square.
MOST_ASKED = 100
LATEST = 200
SHOWN = 15  # groups on a page: each costs a search for what is proposed
MASKED = re.compile(r"\s*\[[^\]]*\]\s*")


@dataclass(frozen=True)
class Group:
    """Questions that ask the same thing, the most asked first. `perhaps`: those that may ask it too, which
    staff join by ticking them."""

    questions: tuple[OpenQuestion, ...]
    perhaps: tuple[OpenQuestion, ...] = ()

    @property
    def lead(self) -> OpenQuestion:
        return self.questions[0]

    @property
    def count(self) -> int:
        """How many times they were asked in all."""
        return sum(question.count for question in self.questions)

    @property
    def everything(self) -> tuple[OpenQuestion, ...]:
        """All that is shown together."""
        return (*self.questions, *self.perhaps)

    @property
    def first_at(self) -> dt.datetime:
        return min(question.first_at for question in self.questions)

    @property
    def last_at(self) -> dt.datetime:
        return max(question.last_at for question in self.questions)


def questions_of(
    session: Session, status: str = OPEN, outcome: str = "", but: str = ""
) -> list[OpenQuestion]:
    """The questions of a status, the most asked first, then the latest: the `MOST_ASKED` most asked and the
    `LATEST` latest, however many there are. A flood of new ones does not bury those that many people asked.
    """
    query = _asked(select(OpenQuestion), status, outcome, but)
    by_count = (OpenQuestion.count.desc(), OpenQuestion.last_at.desc())
    found = list(session.scalars(query.order_by(*by_count).limit(MOST_ASKED)))
    known = {row.id for row in found}
    latest = session.scalars(query.order_by(OpenQuestion.last_at.desc()).limit(LATEST))
    found += [row for row in latest if row.id not in known]
    return sorted(found, key=lambda row: (-row.count, -row.last_at.timestamp()))


def question_count(session: Session, status: str = OPEN, outcome: str = "", but: str = "") -> int:
    """How many questions of a status there are in all. `but`: the outcome left out."""
    return session.scalar(_asked(select(func.count(OpenQuestion.id)), status, outcome, but)) or 0


def _asked(query: Select[Any], status: str, outcome: str, but: str) -> Select[Any]:
    query = query.where(OpenQuestion.status == status)
    if but:
        query = query.where(OpenQuestion.outcome != but)
    return query.where(OpenQuestion.outcome == outcome) if outcome else query


def group(questions: Sequence[OpenQuestion]) -> list[Group]:
    """Similar questions together, with those that are perhaps the same; the groups asked most come first."""
    made = []
    for family in families([question.text for question in questions]):
        sure, *others = family  # the largest first
        perhaps = sorted(row for one in others for row in one)
        made.append(Group(tuple(questions[row] for row in sure), tuple(questions[row] for row in perhaps)))
    return sorted(made, key=lambda one: (-one.count, -one.last_at.timestamp()))


def prepare(factory: sessionmaker[Session], suggestions: Suggestions) -> int:
    """Read ahead what the inbox opens on: its questions together, and what is proposed for the first ones;
    how many questions there are."""
    with factory() as session:
        questions = questions_of(session, but=DECLINED)
        leads = [one.lead.text for one in group(questions)[:SHOWN]]
    for text in leads:
        suggestions.of(text)
    return len(questions)


def as_phrasing(question: OpenQuestion) -> str:
    """A question as a way of asking: without the marks of what was masked."""
    return " ".join(MASKED.sub(" ", question.text).split())


def settle(
    session: Session, questions: Sequence[OpenQuestion], status: str, who: str, answer_id: str | None = None
) -> None:
    """Take questions out of the inbox, in the caller's transaction; or put them back (`open`).

    A refusal that is put back waits with the others: staff want an answer to it.
    """
    standing = content_number(session) if status == ANSWERED else None
    for question in questions:
        if status == OPEN and question.outcome == DECLINED:
            question.outcome = PUT_BACK
        before = {"status": question.status, "answer": question.answer_id}
        question.status, question.answer_id = status, answer_id
        if status == ANSWERED:
            question.held_against = standing
        after = {"status": status, "answer": answer_id}
        note(session, who, SETTLED_NAMES[status], f"question:{question.id}", before, after)
    session.flush()


def give_back(session: Session, answer_id: str, who: str) -> int:
    """Put the questions of an answer back into the inbox; how many there were."""
    query = select(OpenQuestion).where(OpenQuestion.answer_id == answer_id, OpenQuestion.status == ANSWERED)
    questions = session.scalars(query).all()
    settle(session, questions, OPEN, who)
    return len(questions)


def decline_from_now_on(session: Session, topic_id: str, questions: Sequence[OpenQuestion], who: str) -> bool:
    """Teach a declined topic these ways of asking; False when the topic does not exist.

    A phrasing that already leads to an answer or a topic is left where it is.
    """
    row = session.get(Topic, topic_id)
    if row is None:
        return False
    record = TopicRecord.model_validate(row.content)
    known = known_phrasings(session)
    added = [text for question in questions if (text := as_phrasing(question)) and fold(text) not in known]
    added = list({fold(text): text for text in added}.values())
    if added:
        content = record.model_copy(update={"phrasings": [*record.phrasings, *added]}).model_dump(mode="json")
        note(session, who, TAUGHT, f"topic:{topic_id}", row.content, content)
        keep_revision(session, f"topic:{topic_id}", "edit", who, content)
        row.content = content
        session.flush()
    return True


def known_phrasings(session: Session, but: str = "") -> dict[str, str]:
    """Every folded way of asking of the base, with the identifier that it leads to; one entry left out.

    Archived answers lead nowhere: their ways of asking are free for another answer.
    """
    known: dict[str, str] = {}
    for answer in session.scalars(select(Answer).where(Answer.status != "archived")):
        if f"answer:{answer.id}" != but:
            for text in (answer.question, *answer.phrasings):
                known.setdefault(fold(text), f"answer:{answer.id}")
    for topic in session.scalars(select(Topic)):
        for text in topic.content["phrasings"]:
            known.setdefault(fold(text), f"topic:{topic.id}")
    return known
