"""Answer search over what is published now: it follows the database by itself.

Each process holds one `AnswerSearch`. Before each search it compares the number of the content; when
staff have saved something, it rebuilds its index, which costs only the new sentences. A question waits a
little for the new index, then is answered with the former one: a rebuild takes nobody's answer away.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock, settings
from knowledge.activities import is_over
from knowledge.answers.agenda import agenda_answer
from knowledge.answers.composed import compose_answers
from knowledge.answers.lexicon import lexicon_answers, plain
from knowledge.answers.live import with_live_fields
from knowledge.answers.published import PublishedAnswer, load_facts, load_written
from knowledge.answers.wording import definition_phrasings
from knowledge.database import content_number
from knowledge.models import Topic
from knowledge.records import AnyResource, TopicRecord
from knowledge.referral.doors import Doors, load_doors
from knowledge.resources.store import load_resources
from knowledge.search.comparison import MANY
from knowledge.search.decision import Decision, calibration, worth_offering
from knowledge.search.index import Document, Index
from knowledge.search.memory import Memory
from knowledge.search.names import Names
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.scope import TOPIC_PREFIX
from knowledge.search.subject import SubjectReader
from knowledge.search.text import words
from knowledge.search.unnamed import generic_documents, topic_phrasings
from knowledge.territory import Gazetteer

MAX_QUESTION = 600  # characters that are compared: the chat takes 500, and the encoder slows past 1,000
PATIENCE_SECONDS = 2.0  # for a new index, while a former one stands; a turn has 4.5 in all
FOLLOW_SECONDS = 1.0
# Beside the trained model: like it, made from the data and good for any run.
ENCODED_FILE = settings.PROJECT_DIR / "models" / "encoded.npz"

_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _memory() -> Memory:
    """What this process computed of texts, which is the same whatever base they are in."""
    return Memory(ENCODED_FILE)


@dataclass(frozen=True)
class Hit:
    """An answer found, with the probability that it is the one wanted."""

    answer: PublishedAnswer
    score: float


@dataclass(frozen=True)
class SearchResult:
    """What search makes of a question. `hits` best first; `topic` the declined topic it looks like,
    `topic_sure` when it is surely that one; `plain` the question folded, its typing mistakes set right;
    `namesakes`: whether the hits bear one name, for several places; `several`: whether each is the answer to
    another question of the message; `compared`: whether they are the resources that the question sets side by
    side."""

    decision: Decision
    hits: tuple[Hit, ...]
    topic: TopicRecord | None = None
    topic_sure: bool = False
    plain: str = ""
    namesakes: bool = False
    several: bool = False
    compared: bool = False


@dataclass(frozen=True)
class Snapshot:
    """All that is published at one content number, indexed."""

    number: int
    today: dt.date
    answers: dict[str, PublishedAnswer]
    resources: dict[str, AnyResource]
    topics: dict[str, TopicRecord]
    doors: Doors
    index: Index
    ranker: Ranker


class AnswerSearch:
    """Search over the published answers of one database. `patience`: seconds that a question waits for a new
    index while a former one stands."""

    def __init__(self, session_factory: sessionmaker[Session], patience: float = PATIENCE_SECONDS) -> None:
        self._sessions = session_factory
        self._patience = patience
        self._memory = _memory()
        self._gazetteer = Gazetteer.from_content(settings.content_dir())
        self._lock = threading.Lock()  # one build at a time
        self._starting = threading.Lock()
        self._building: tuple[threading.Thread, float] | None = None  # and when it began
        self._snapshot: Snapshot | None = None
        self._names: tuple[dict[str, tuple[str, ...]], Names] | None = None

    @property
    def ready(self) -> bool:
        """Whether an index stands, so that a search answers at once."""
        return self._snapshot is not None

    def snapshot(self, patience: float | None = None) -> Snapshot:
        """What is published now; when the content or the day has just changed, what was published before, if
        the new index is not there within `patience` seconds (those of this search) of its beginning."""
        current = self._snapshot
        if current is None:
            return self.refresh()
        if self._is_current(current):
            return current
        thread, began = self._begin()
        wait = self._patience if patience is None else patience
        thread.join(max(0.0, began + wait - time.monotonic()))
        return self._snapshot or current

    def refresh(self) -> Snapshot:
        """What is published now, however long its index takes."""
        with self._lock:
            current = self._snapshot
            if current is None or not self._is_current(current):
                with self._sessions() as session:
                    current = self._build(session, content_number(session), clock.today())
                self._snapshot = current
            return current

    def follow(self, every: float = FOLLOW_SECONDS) -> Callable[[], None]:
        """Have a thread of this process begin a new index as soon as something is saved, or the day changes,
        rather than at the next question; what is given back ends it."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(every):
                try:
                    self.snapshot(patience=0)
                except SQLAlchemyError as error:  # noqa: PERF203
                    _log.warning("The content could not be followed (%s).", type(error).__name__)

        thread = threading.Thread(target=look, name="search-follow", daemon=True)
        thread.start()

        def end() -> None:
            over.set()
            thread.join()

        return end

    def _is_current(self, snapshot: Snapshot) -> bool:
        with self._sessions() as session:
            return (snapshot.number, snapshot.today) == (content_number(session), clock.today())

    def _begin(self) -> tuple[threading.Thread, float]:
        """The build that is underway, or a new one."""
        with self._starting:
            if self._building is None or not self._building[0].is_alive():
                thread = threading.Thread(target=self._rebuild, name="search-build", daemon=True)
                self._building = (thread, time.monotonic())
                thread.start()
            return self._building

    def _rebuild(self) -> None:
        try:
            self.refresh()
        except Exception:
            _log.exception("The new index could not be built: the former one answers.")

    def trial(self, session: Session) -> Snapshot:
        """What would be published if the base held what this session sees, to try a change before saving.

        Only new sentences are encoded; what is published stays as it is.
        """
        return self._build(session, content_number(session), clock.today())

    def _build(self, session: Session, number: int, today: dt.date) -> Snapshot:
        resources = {
            name: record for name, record in load_resources(session).items() if not is_over(record, today)
        }
        doors = load_doors(session)
        written = [
            with_live_fields(answer, resources, today) for answer in load_written(session, resources, today)
        ]
        taken = frozenset(plain(text) for one in written for text in (one.question, *one.phrasings))
        answers = {
            answer.identifier: answer
            for answer in (
                *written,
                *compose_answers(session, resources, today),
                *lexicon_answers(load_facts(session).values(), taken),
                agenda_answer(resources, doors.first, today),
            )
        }
        topics = {row.id: TopicRecord.model_validate(row.content) for row in session.scalars(select(Topic))}
        _log.info("Search index at content number %s: %s answers.", number, len(answers))
        index, ranker = self.indexed(answers, topics)
        return Snapshot(number, today, answers, resources, topics, doors, index, ranker)

    def indexed(
        self, answers: Mapping[str, PublishedAnswer], topics: Mapping[str, TopicRecord]
    ) -> tuple[Index, Ranker]:
        """The index of these answers and declined topics, and what ranks them."""
        named = {key: answer.names for key, answer in answers.items() if answer.names}
        if self._names is None or self._names[0] != named:
            self._names = (named, Names(named))
        names = self._names[1]  # what it found in the topics is remembered from one build to the next
        documents = [
            Document(
                answer.identifier,
                (answer.question, *definition_phrasings(answer.question), *answer.phrasings),
                answer.body,
            )
            for answer in answers.values()
        ]
        documents += [
            Document(TOPIC_PREFIX + topic.id, topic_phrasings(topic, names, answers), topic.label)
            for topic in topics.values()
        ]
        index = Index(
            [*documents, *generic_documents(answers.values())],
            [name for answer in answers.values() for name in answer.names],
            self._memory,
        )
        before = self._snapshot.ranker if self._snapshot else None
        return index, Ranker(index, answers, SubjectReader(index, answers, names, self._gazetteer), before)

    def search(self, question: str, limit: int = 3, home: str | None = None) -> SearchResult:
        """The published answers that the question may mean, and what to do with them.

        Input: a question, as typed; `home`, the MRC of the project, when it is known. Output: at most
        `limit` hits, best first; all those of one name when nothing tells which is meant.
        """
        snapshot = self.snapshot()
        if not words(question[:MAX_QUESTION]):
            return SearchResult("none", ())
        return rank(snapshot, question, limit, home=home)


def rank(
    snapshot: Snapshot,
    question: str,
    limit: int,
    priors: Mapping[str, float] | None = None,
    home: str | None = None,
) -> SearchResult:
    """Search in one snapshot. `priors`: score added to some answers, by identifier. `home`: the MRC of the
    project, when it is known."""
    ranking = snapshot.ranker.rank(question[:MAX_QUESTION], priors, home=home)
    return conclude(ranking, snapshot.topics, limit)


def conclude(ranking: Ranking, topics: Mapping[str, TopicRecord], limit: int) -> SearchResult:
    """The result for a ranking, by the calibration in force."""
    if not ranking.candidates:
        return SearchResult("none", ())
    calibrated = calibration()
    hits = [Hit(one.answer, calibrated.right(one.signs)) for one in ranking.candidates]
    best = ranking.candidates[0]
    decision = "answer" if ranking.word_for_word else calibrated.decide(best.signs)
    topic = topics.get(ranking.topic) if ranking.topic and best.signs.topic_lead < 0 else None
    shown = hits[:limit]
    if decision == "clarify":
        shown = [shown[place] for place in worth_offering([hit.score for hit in shown])]
    found = SearchResult(decision, tuple(shown), topic, ranking.topic_sure, ranking.plain)
    if ranking.compared and not best.signs.elsewhere:
        return _side_by_side(found, hits, ranking.compared, limit)
    if decision != "none" and ranking.namesakes:
        each = [one.answer for one in (best, *ranking.namesakes)]
        told = _told_of(each, hits, 1)
        same = (*told[:1], *(hit for hit in hits if hit.answer in each))
        return replace(found, decision="clarify", hits=same, namesakes=True)
    return found


def _side_by_side(
    found: SearchResult, hits: Sequence[Hit], each: Sequence[PublishedAnswer], limit: int
) -> SearchResult:
    """What is said of resources set side by side: the answer written on them together when it is the one
    asked for; otherwise a choice between it, if there is one, and the card of each."""
    together = _told_of(each, hits, MANY)
    if found.decision == "answer" and together and together[0] == found.hits[0]:
        return found
    scores = {hit.answer.identifier: hit.score for hit in hits}
    cards = [Hit(answer, scores.get(answer.identifier, 0.0)) for answer in each]
    shown = (*cards[:limit], *together[:1])
    return replace(found, decision="clarify", hits=shown, topic=None, compared=True)


def _told_of(each: Sequence[PublishedAnswer], hits: Sequence[Hit], at_least: int) -> list[Hit]:
    """The written answers found that rest on so many of these resources."""
    named = {fact for answer in each for fact in answer.facts[:1]}
    return [
        hit for hit in hits if hit.answer.kind == "written" and len(named & set(hit.answer.facts)) >= at_least
    ]
