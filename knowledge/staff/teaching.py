"""What the team's work teaches of how people ask, and whether what was learned from it may be used.

Taught: the ways of asking that the team added to published answers and to declined subjects; a question that
was only set aside teaches nothing. Compared on: the questions of people that the team settled, and the
question of each answer after a word of greeting. What was learned is used only if none of these is read worse
than before, and if the house's own examples are not read worse on the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, AuditEntry, OpenQuestion, Revision, Topic
from knowledge.search.text import fold
from knowledge.staff.audit import note
from knowledge.staff.inbox import ANSWERED, OUT_OF_SCOPE, as_phrasing
from knowledge.staff.selftest import GREETING

UNDERSTANDING = "compréhension"  # the journal's subject
LEARNED, REFUSED = "compréhension réapprise", "compréhension gardée"
MOST_TAUGHT = 1_000  # the time and the memory of learning grow with the cube and the square
TOLD = 20  # questions named in the journal
# What makes of a question something else than a question, when it is read wrong.
ASTRAY = {
    *("question", "agree", "dont_know", "insult", "keeps_open", "leave", "more", "notify", "person"),
    *("recall", "refuse", "restart", "roadmap", "see_list", "send", "thanks", "withdraw"),
}


@dataclass(frozen=True)
class Lesson:
    """The ways of asking that the team added, and the questions to compare on."""

    taught: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name for what is taught: the same lesson is not learned twice."""
        return hashlib.sha256("\n".join(self.taught).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Verdict:
    """How the candidate compares. `worse`: the questions read worse than before; `better`: how many are read
    better; `wrong`: labels of the house's own examples read wrong, before and after."""

    worse: tuple[str, ...]
    better: int
    wrong: tuple[int, int]

    @property
    def good(self) -> bool:
        """Whether the candidate may be used."""
        return not self.worse and self.wrong[1] <= self.wrong[0]


def lesson(session: Session) -> Lesson:
    """What the base teaches now."""
    published = session.scalars(select(Answer).where(Answer.status == "published").order_by(Answer.id)).all()
    given: set[str] = set()
    imported = select(Revision.content).where(Revision.action == "import", Revision.subject.like("answer:%"))
    for content in session.scalars(imported):
        given |= {fold(text) for text in (content["question"], *content["phrasings"])}
    taught = [text for row in published for text in (row.question, *row.phrasings) if fold(text) not in given]
    taught += _added_to_topics(session)
    settled = select(OpenQuestion).where(OpenQuestion.status.in_((ANSWERED, OUT_OF_SCOPE)))
    kept = [as_phrasing(row) for row in session.scalars(settled.order_by(OpenQuestion.id))]
    kept += [GREETING.format(row.question) for row in published]
    return Lesson(tuple(_once(taught))[-MOST_TAUGHT:], tuple(_once(kept)))


def _added_to_topics(session: Session) -> list[str]:
    """The ways of asking of declined subjects that were not there before the team's first change."""
    added: list[str] = []
    for topic in session.scalars(select(Topic).order_by(Topic.id)):
        first = session.scalar(
            select(AuditEntry)
            .where(AuditEntry.subject == f"topic:{topic.id}", AuditEntry.before.is_not(None))
            .order_by(AuditEntry.id)
            .limit(1)
        )
        before = (first.before or {}).get("phrasings") if first else None
        if before is not None:
            known = {fold(text) for text in before}
            added += [text for text in topic.content["phrasings"] if fold(text) not in known]
    return added


def _once(texts: Sequence[str]) -> list[str]:
    return list({fold(text): text for text in texts if text}.values())


def judge(kept: Sequence[str], told: Mapping[str, Any]) -> Verdict:
    """What to make of a comparison. Input: the questions, and for each the labels that are read wrong before
    and after (`kept`), with the count of wrong labels of the house's examples before and after (`wrong`)."""
    worse, better = [], 0
    for text, (before, after) in zip(kept, told["kept"], strict=True):
        lost, gained = ASTRAY & {*after} - {*before}, ASTRAY & {*before} - {*after}
        if lost:
            worse.append(text)
        elif gained:
            better += 1
    return Verdict(tuple(worse), better, (told["wrong"][0], told["wrong"][1]))


def is_due(session: Session, now: Lesson) -> bool:
    """Whether the lesson is not the one that was last learned or refused."""
    last = newest(session)
    return last.subject != f"{UNDERSTANDING}:{now.key}" if last else bool(now.taught)


def tell(session: Session, now: Lesson, verdict: Verdict, who: str) -> None:
    """Write in the journal what came of it, in the caller's transaction."""
    after = {
        "taught": len(now.taught),
        "kept": len(now.kept),
        "better": verdict.better,
        "worse": [f"«{text}»" for text in verdict.worse[:TOLD]],
        "wrong": f"{verdict.wrong[0]} → {verdict.wrong[1]}",
    }
    action = LEARNED if verdict.good else REFUSED
    note(session, who, action, f"{UNDERSTANDING}:{now.key}", None, after)


def newest(session: Session) -> AuditEntry | None:
    """What came of it the last time."""
    query = select(AuditEntry).where(AuditEntry.subject.like(f"{UNDERSTANDING}:%"))
    return session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
