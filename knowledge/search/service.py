"""Answer search over what is published now: it follows the database by itself.

Each process holds one `AnswerSearch` and has it follow the base. As soon as staff have saved something, here
or in another process, or the day changes, a new index is built beside the one in use, which costs only the
new sentences; until it stands the former one answers. No question waits for an index.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.answers.published import PublishedAnswer
from knowledge.database import content_number
from knowledge.records import TopicRecord
from knowledge.search.build import Builder, Snapshot, State
from knowledge.search.comparison import MANY
from knowledge.search.decision import Decision, calibration, worth_offering
from knowledge.search.last_turn import starts_by_form
from knowledge.search.ranked import Ranking
from knowledge.search.text import words
from knowledge.territory import Gazetteer

__all__ = ["AnswerSearch", "Hit", "SearchResult", "Snapshot", "conclude", "rank"]

MAX_QUESTION = 600  # characters that are compared: the chat takes 500, and the encoder slows past 1,000
FOLLOW_SECONDS = 0.3  # between two looks at what another process may have saved: one indexed query
RETRY_SECONDS = 30.0  # before what could not be indexed is tried again, unless it changes

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """An answer found, with the probability that it is the one wanted."""

    answer: PublishedAnswer
    score: float


@dataclass(frozen=True)
class SearchResult:
    """What search makes of a question. `hits` best first; `topic` the declined topic it looks like,
    `topic_sure` when it is surely that one; `plain` the question folded, its typing mistakes set right;
    `understood`: whether it holds words that somebody knows; `namesakes`: whether the hits bear one name, for
    several places; `several`: whether each is the answer to another question of the message; `compared`:
    whether they are the resources that the question sets side by side; `likely`: of near answers, whether the
    first is likely enough to be given before the others; `held`: whether the base may hold what is asked: not
    when what comes nearest is the answer just given, and that is hardly wanted again; `unsure_again`: whether
    it is given again without being surely wanted; `elsewhere`: whether it is declined for being about a place
    outside Québec."""

    decision: Decision
    hits: tuple[Hit, ...]
    topic: TopicRecord | None = None
    topic_sure: bool = False
    plain: str = ""
    understood: bool = True
    namesakes: bool = False
    several: bool = False
    compared: bool = False
    likely: bool = False
    held: bool = True
    unsure_again: bool = False
    elsewhere: bool = False


class AnswerSearch:
    """Search over the published answers of one database. `patience`: seconds that a question waits for a new
    index while a former one stands; none, unless it is a trial or a test that asks."""

    def __init__(self, session_factory: sessionmaker[Session], patience: float = 0.0) -> None:
        self.sessions = session_factory
        self._patience = patience
        self._builder = Builder()
        self._lock = threading.Lock()  # one build at a time
        self._starting = threading.Lock()
        self._building: threading.Thread | None = None
        self._failed: tuple[State, float] | None = None  # what could not be indexed, and when
        self._followed = False
        self._snapshot: Snapshot | None = None
        self.builds = 0  # indexes built, and how long the last one took
        self.build_seconds = 0.0

    @property
    def ready(self) -> bool:
        """Whether an index stands, so that a search answers at once."""
        return self._snapshot is not None

    @property
    def gazetteer(self) -> Gazetteer:
        """The places as they were last read with the rest; until then, as the pack has them."""
        return self._snapshot.gazetteer if self._snapshot else self._builder.gazetteer

    def snapshot(self, patience: float | None = None) -> Snapshot:
        """What is published, as last indexed: no question waits for an index, save the very first.

        Where nothing follows the base (`follow`), this looks whether something was saved, has a new index
        begun, and waits for it so many seconds.
        """
        current = self._snapshot
        if current is None:
            return self.refresh()
        if self._followed:
            return current
        thread = self.look()
        if thread:
            thread.join(self._patience if patience is None else patience)
        return self._snapshot or current

    def refresh(self) -> Snapshot:
        """What is published now, however long its index takes."""
        with self._lock:
            current = self._snapshot
            if current is None or self._state() != current.state:
                began = time.perf_counter()
                with self.sessions() as session, _no_collection():
                    number, today = content_number(session), clock.today()
                    current = self._builder.build(session, number, today, current)
                self._snapshot = current
                self.builds, self.build_seconds = self.builds + 1, time.perf_counter() - began
            return current

    def look(self) -> threading.Thread | None:
        """Have a new index begun, beside the one in use, if something was saved or the day has changed.

        Output: the thread that builds it, if there is one. What could not be indexed is tried again when it
        changes, or after a while.
        """
        state = self._state()
        if self._snapshot is not None and self._snapshot.state == state:
            return None
        with self._starting:
            if self._building is None or not self._building.is_alive():
                failed, when = self._failed or (None, 0.0)
                if failed == state and time.monotonic() - when < RETRY_SECONDS:
                    return None
                self._building = threading.Thread(
                    target=copy_context().run, args=(self._rebuild, state), name="search-build", daemon=True
                )
                self._building.start()
            return self._building

    def follow(self, every: float = FOLLOW_SECONDS) -> Callable[[], None]:
        """Have a thread of this process begin a new index as soon as something is saved, here or in another
        process, or the day changes; what is given back ends it."""
        over, saved = threading.Event(), threading.Event()

        def look() -> None:
            while not over.is_set():
                try:
                    self.look()
                except SQLAlchemyError as error:
                    _log.warning("The content could not be followed (%s).", type(error).__name__)
                saved.wait(every)
                saved.clear()

        def committed(_session: Session) -> None:
            saved.set()  # most often nothing that is searched was saved: then a look costs one small query

        event.listen(self.sessions, "after_commit", committed)
        thread = threading.Thread(target=copy_context().run, args=(look,), name="search-follow", daemon=True)
        thread.start()
        self._followed = True

        def end() -> None:
            self._followed = False
            event.remove(self.sessions, "after_commit", committed)
            over.set()
            saved.set()
            thread.join()

        return end

    def _state(self) -> State:
        with self.sessions() as session:
            return content_number(session), clock.today()

    def _rebuild(self, state: State) -> None:
        try:
            self.refresh()
        except Exception:
            self._failed = (state, time.monotonic())
            _log.exception("The new index could not be built: the former one answers.")

    def trial(self, session: Session) -> Snapshot:
        """What would be published if the base held what this session sees, to try a change before saving.

        Only new sentences are encoded; what is published stays as it is.
        """
        return self._builder.build(session, content_number(session), clock.today(), self._snapshot)

    def search(
        self,
        question: str,
        limit: int = 3,
        home: str | None = None,
        form: frozenset[str] = frozenset(),
    ) -> SearchResult:
        """The published answers that the question may mean, and what to do with them.

        Input: a question, as typed; `home`, the MRC of the project, and its legal `form`, when known. Output:
        at most `limit` hits, best first; all those of one name when nothing tells which is meant.
        """
        snapshot = self.snapshot()
        if not words(question[:MAX_QUESTION]) and not snapshot.ranker.published(question):
            return SearchResult("none", ())
        return rank(snapshot, question, limit, starts_by_form(snapshot.answers, question, form), home)


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for what nothing holds any more, while so much is made that is kept: it would go again and
    again through all that stands."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.unfreeze()  # all that was made is old at once, and is not gone through for being new
            gc.enable()


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
    if not ranking.understood:
        return SearchResult("none", (), plain=ranking.plain, understood=False)
    calibrated = calibration()
    hits = [Hit(one.answer, calibrated.right(one.signs)) for one in ranking.candidates]
    best = ranking.candidates[0]
    decision = "answer" if ranking.word_for_word else calibrated.decide(best.signs, ranking.standing)
    topic = topics.get(ranking.topic) if ranking.topic and best.signs.topic_lead < 0 else None
    shown = hits[:limit]
    if decision == "clarify":
        shown = [shown[place] for place in worth_offering([hit.score for hit in shown])]
    found = SearchResult(decision, tuple(shown), topic, ranking.topic_sure, ranking.plain)
    if decision == "none" and best.signs.elsewhere:
        return replace(found, elsewhere=True)
    if ranking.word_for_word:
        return found
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
