"""The self-test: the search is asked all that it should know, and what got worse since the last time is told.

Asked: every published way of asking, the question of each answer with a word of greeting before it (what is
found word for word says little of its neighbours), and the questions of people that the team settled.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import Answer, OpenQuestion, SelfTest
from knowledge.search.service import SearchResult, Snapshot, rank
from knowledge.search.text import fold
from knowledge.staff.inbox import ANSWERED, as_phrasing

GREETING = "Bonjour, {}"
OFFERED = 3  # answers that a choice offers
BREATH_SECONDS = 0.005  # between two questions: people who ask meanwhile come first
KEPT_RUNS = 60  # the numbers of about two months of nights
WORSE_KEPT = 200
NIGHT_HOURS = range(2, 6)

# How a question went, the best first: answered right, offered among others, not found.
Level = Literal["right", "offered", "lost"]
RANKS: dict[str, int] = {"right": 2, "offered": 1, "lost": 0}
LEVEL_NAMES = {"right": "bien répondue", "offered": "offerte parmi d'autres", "lost": "pas trouvée"}


@dataclass(frozen=True)
class Probe:
    """A question, and the id of the answer that it should get."""

    text: str
    answer: str


@dataclass(frozen=True)
class Worse:
    """A question that went better the last time. `got`: the question of what it gets now, when it is one."""

    text: str
    answer: str
    before: str
    now: str
    got: str | None


def probes(session: Session) -> list[Probe]:
    """What is asked, without repeats: the nearest to its answer first."""
    found: list[Probe] = []
    published = session.scalars(select(Answer).where(Answer.status == "published").order_by(Answer.id)).all()
    for row in published:
        texts = [row.question, *row.phrasings, GREETING.format(row.question)]
        found += [Probe(text, row.id) for text in texts]
    known = {row.id for row in published}
    settled = select(OpenQuestion).where(OpenQuestion.status == ANSWERED, OpenQuestion.answer_id.is_not(None))
    found += [
        Probe(text, str(row.answer_id))
        for row in session.scalars(settled.order_by(OpenQuestion.id))
        if row.answer_id in known and (text := as_phrasing(row))
    ]
    return list({fold(one.text): one for one in reversed(found)}.values())[::-1]


def run(
    factory: sessionmaker[Session],
    snapshot: Snapshot,
    pause: Callable[[float], object] = time.sleep,
    so_far: Callable[[int, int], object] = lambda _asked, _all: None,
) -> SelfTest:
    """Ask everything and keep what came of it; the run that was added.

    Input: the base, what is published, how to wait between two questions, and who is told how many were
    asked, of how many.
    """
    with factory() as session:
        asked = probes(session)
        last = newest(session)
        before: dict[str, str] = dict(last.results) if last else {}
    results: dict[str, str] = {}
    worse: list[Worse] = []
    for number, probe in enumerate(asked):
        so_far(number, len(asked))
        found = rank(snapshot, probe.text, OFFERED)
        level = level_of(found, probe.answer)
        results[probe.text] = level
        former = before.get(probe.text, level)
        if RANKS[level] < RANKS[former]:
            got = found.hits[0].answer.question if found.decision == "answer" else None
            worse.append(Worse(probe.text, probe.answer, former, level, got))
        pause(BREATH_SECONDS)
    return _keep(factory, results, worse)


def level_of(found: SearchResult, answer: str) -> Level:
    """How a question went: whether its own answer is given, or offered."""
    names = [hit.answer.identifier for hit in found.hits]
    if found.decision == "answer" and names[:1] == [f"answer:{answer}"]:
        return "right"
    return "offered" if found.decision == "clarify" and f"answer:{answer}" in names else "lost"


def newest(session: Session) -> SelfTest | None:
    """The last run."""
    return session.scalar(select(SelfTest).order_by(SelfTest.id.desc()).limit(1))


def runs(session: Session) -> list[SelfTest]:
    """The runs that are kept, the newest first."""
    return list(session.scalars(select(SelfTest).order_by(SelfTest.id.desc())))


def worse_of(row: SelfTest) -> list[Worse]:
    """What got worse in a run."""
    return [Worse(**one) for one in row.worse]


def is_due(session: Session, moment: dt.datetime) -> bool:
    """Whether it is night, by Montréal's clock, and nothing was asked yet since yesterday evening."""
    if moment.astimezone(clock.MONTREAL).hour not in NIGHT_HOURS:
        return False
    last = newest(session)
    return last is None or clock.day_of(last.at) < clock.day_of(moment)


def _keep(factory: sessionmaker[Session], results: dict[str, str], worse: Iterable[Worse]) -> SelfTest:
    told: list[Any] = [asdict(one) for one in worse][:WORSE_KEPT]
    with factory() as session, session.begin():
        for number, row in enumerate(runs(session)):
            row.results = {}  # only the newest is compared with
            if number >= KEPT_RUNS - 1:
                session.delete(row)
        right = sum(level == "right" for level in results.values())
        made = SelfTest(asked=len(results), right=right, results=results, worse=told)
        session.add(made)
    return made
