"""What is published at one moment, read from the base and indexed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import settings
from knowledge.activities import is_over
from knowledge.answers.agenda import agenda_answer, calls_answer
from knowledge.answers.composed import compose_answers
from knowledge.answers.lexicon import bare, lexicon_answers, plain
from knowledge.answers.live import with_live_fields
from knowledge.answers.published import PublishedAnswer, load_facts, load_written
from knowledge.answers.wording import definition_phrasings
from knowledge.models import Topic
from knowledge.pole import SITE, TERRITORY, WORDS, overlay_of, standing
from knowledge.records import AnyResource, TopicRecord
from knowledge.referral.doors import Doors, load_doors
from knowledge.resources.store import load_resources
from knowledge.search.index import Document, Index
from knowledge.search.memory import Memory
from knowledge.search.names import Names
from knowledge.search.own_words import OwnWords, own_words
from knowledge.search.ranking import Ranker
from knowledge.search.scope import TOPIC_PREFIX
from knowledge.search.subject import SubjectReader
from knowledge.search.unnamed import generic_documents, topic_phrasings
from knowledge.territory import Gazetteer
from knowledge.territory.own import CHANGED
from knowledge.territory.vocabulary import PLACES

State = tuple[int, dt.date]  # the number of the content, and the day it is read

_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _memory() -> Memory:
    """What this process computed of texts, which is the same whatever base they are in."""
    return Memory(settings.ENCODED_FILE)


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
    gazetteer: Gazetteer

    @property
    def state(self) -> State:
        """What this was made of: another state needs another index."""
        return self.number, self.today


class Builder:
    """Builds what is searched. What it learned of names is remembered from one build to the next."""

    def __init__(self) -> None:
        self._memory = _memory()
        self.gazetteer = Gazetteer.from_content(settings.content_dir())  # as the pack has it
        self._of_the_team: tuple[Any, Gazetteer] = (None, self.gazetteer)
        self._names: tuple[dict[str, tuple[str, ...]], Names] | None = None

    def build(
        self, session: Session, number: int, today: dt.date, before: Snapshot | None = None
    ) -> Snapshot:
        """What this session sees, indexed. `before`: what was published until then, to learn from."""
        resources = {
            name: record for name, record in load_resources(session).items() if not is_over(record, today)
        }
        doors = load_doors(session)
        facts = load_facts(session)
        site = standing(session, SITE)
        written = [
            with_live_fields(answer, resources, today, site)
            for answer in load_written(session, facts, resources, today)
        ]
        ways = [text for one in written for text in (one.question, *one.phrasings)]
        taken = frozenset(map(plain, ways)) | frozenset(map(bare, ways))
        answers = {
            answer.identifier: answer
            for answer in (
                *written,
                *compose_answers(session, resources, today),
                *lexicon_answers(facts.values(), taken),
                agenda_answer(resources, doors.first, today),
                calls_answer(resources, doors.first, today),
            )
        }
        topics = {row.id: TopicRecord.model_validate(row.content) for row in session.scalars(select(Topic))}
        _log.info("Search index at content number %s: %s answers.", number, len(answers))
        places, own = self._places(session), own_words(standing(session, WORDS))
        index, ranker = self.indexed(answers, topics, before.ranker if before else None, places, own)
        return Snapshot(number, today, answers, resources, topics, doors, index, ranker, places)

    def _places(self, session: Session) -> Gazetteer:
        """The places as they stand in this base: those of the pack, with what the team changed of them."""
        overlay = overlay_of(session)
        own = {key: value for key, value in overlay.get(TERRITORY, {}).items() if key in CHANGED}
        words = overlay.get(WORDS, {}).get(PLACES)
        if not own and words is None:
            return self.gazetteer
        if self._of_the_team[0] != (own, words):
            folder = settings.content_dir()
            on_places = standing(session, WORDS).get(PLACES) or {}
            self._of_the_team = ((own, words), Gazetteer.of_the_team(folder, own, on_places))
        return self._of_the_team[1]

    def indexed(
        self,
        answers: Mapping[str, PublishedAnswer],
        topics: Mapping[str, TopicRecord],
        before: Ranker | None = None,
        places: Gazetteer | None = None,
        own: OwnWords | None = None,
    ) -> tuple[Index, Ranker]:
        """The index of these answers and declined topics, and what ranks them. `own`: the Pôle's own words,
        which both sides of a comparison are read by."""
        own = own or OwnWords()
        named = {key: answer.names for key, answer in answers.items() if answer.names}
        if self._names is None or self._names[0] != named:
            written = [one for one in answers.values() if one.kind == "written"]
            self._names = (named, Names(named, [(one.question, *one.phrasings) for one in written]))
        names = self._names[1]  # what it found in the topics is remembered from one build to the next
        documents = [
            Document(
                answer.identifier,
                tuple(
                    map(
                        own.read,
                        (answer.question, *definition_phrasings(answer.question), *answer.phrasings),
                    )
                ),
                own.read(answer.body),
            )
            for answer in answers.values()
        ]
        documents += [
            Document(
                TOPIC_PREFIX + topic.id,
                tuple(map(own.read, topic_phrasings(topic, names, answers))),
                own.read(topic.label),
            )
            for topic in topics.values()
        ]
        index = Index(
            [*documents, *generic_documents(answers.values())],
            [name for answer in answers.values() for name in answer.names],
            self._memory,
        )
        subjects = SubjectReader(index, answers, names, places or self.gazetteer, own)
        return index, Ranker(index, answers, subjects, before, own)
