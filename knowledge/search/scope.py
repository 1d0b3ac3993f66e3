"""Whether the base answers such questions, and the declined topic that a question is about.

A question that names a resource or a place is judged without the name, which says nothing of what is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.domain import Domain
from knowledge.search.index import Index
from knowledge.search.language import language, respelled
from knowledge.search.model import resemblance
from knowledge.search.subject import Subject
from knowledge.search.text import asked_part
from knowledge.search.unnamed import GENERIC, GENERIC_PLACE, without_names

TOPIC_PREFIX = "topic:"
Rows = npt.NDArray[np.intp]
MANY_ANSWERS = 5  # a resource that as many answers are written on (the Pôle) is asked about by its name
HERE = re.compile(r"\bquebec")
# A question is declined by the name of its topic when it is that near to it in meaning and shares as much of
# its terms, or is nearer still: of the questions declined on the tuning sets, nine in ten. Short remarks are
# near to some topic as they are to anything: «pourquoi?», «25000».
TOPIC_ALIKE, TOPIC_COVERED, TOPIC_SAME = 0.4, 0.2, 0.55


@dataclass(frozen=True)
class ScopeSigns:
    """The signs that do not depend on which answer is best, and the declined topic asked about."""

    topic: str | None
    topic_sure: bool
    topic_lead: float
    domain: float
    meaning_domain: float
    meaning_lead: float
    words_lead: float
    near_lead: float
    elsewhere: bool


@dataclass(frozen=True)
class Reading:
    """A question as its scope is judged: its text, the scores of the documents, and the rows of those that
    answer. A name is taken out, and the ways of asking for any resource then count as answers. `asked`: what
    was typed, when the text was completed."""

    text: str
    asked: str | None
    total: Scores
    parts: Mapping[str, Scores]
    rows: Rows
    named: bool


def asks_elsewhere(question: str) -> bool:
    """Whether what is asked is about a place outside Québec: «les programmes en Ontario», not «j'arrive du
    Maroc» in a story, nor what concerns Québec too."""
    asked = respelled(asked_part(question) or question)
    return language().elsewhere.search(asked) is not None and not HERE.search(asked)


class ScopeJudge:
    """Judges questions for one base. `before`: the judge of the base before a change, to learn from."""

    def __init__(
        self, index: Index, answers: Mapping[str, PublishedAnswer], before: ScopeJudge | None = None
    ) -> None:
        self._index = index
        self._answers = answers
        self._ids = [document.id for document in index.documents]
        self._topics = np.array(
            [row for row, name in enumerate(self._ids) if name.startswith(TOPIC_PREFIX)], dtype=np.intp
        )
        characters, meanings, inside = index.phrasings_within({*answers, GENERIC, GENERIC_PLACE})
        self._domain: Domain = Domain(characters, inside, before._domain if before else None)
        self._meaning_domain: Domain = Domain(meanings, inside, before._meaning_domain if before else None)
        self._composed = {key for key, answer in answers.items() if answer.kind == "composed"}
        written = [answer for answer in answers.values() if answer.kind == "written"]
        first = Counter(answer.facts[0] for answer in written if answer.facts)
        self._told_of = {key for key in self._composed if first[answers[key].facts[0]] >= MANY_ANSWERS}

    def is_told_of(self, key: str) -> bool:
        """Whether the resource of a card is one that many answers are written on."""
        return key in self._told_of

    def read(
        self,
        question: str,
        asked: str | None,
        subject: Subject,
        total: Scores,
        parts: Mapping[str, Scores],
        rows: Rows,
        subject_told: float,
    ) -> Reading:
        """What a question asks: of a resource or a place that it names, without the name. `subject_told`: how
        much nearer it is to a written answer than to a call for help in an MRC."""
        within = {self._ids[row] for row in rows}
        named = {
            key: mention
            for key, mention in subject.named.items()
            if key in within and key not in self._told_of
        }
        placed = bool(subject.mrcs and subject.help)
        placeless = subject.placeless if subject_told > 0 else None
        told = self._index.restored(placeless or (subject.unplaced if placed else question))
        unnamed = without_names(told, named, self._answers) or (told if placed or placeless else None)
        if unnamed is None:
            return Reading(question, asked, total, parts, rows, named=False)
        # What the base's writers say of a resource by its name is still found by that name.
        written = np.array([row for row in rows if self._ids[row] not in self._composed], dtype=np.intp)
        parts_unnamed = dict(self._index.parts(unnamed, asked))
        for name in ("nearest", "near"):
            parts_unnamed[name] = parts_unnamed[name].copy()
        total_unnamed = resemblance(parts_unnamed)
        for scores, by_name in (
            (total_unnamed, total),
            (parts_unnamed["nearest"], parts["nearest"]),
            (parts_unnamed["near"], parts["near"]),
        ):
            scores[written] = np.maximum(scores[written], by_name[written])
        generic = [self._index.row(GENERIC), self._index.row(GENERIC_PLACE)]
        return Reading(unnamed, asked, total_unnamed, parts_unnamed, np.append(rows, generic), named=True)

    def judge(self, question: str, reading: Reading, *, placed: bool = False) -> ScopeSigns:
        """Whether the base answers such questions. `placed`: whether it names a place of Québec, so that
        another told with it («un cousin de Toronto dit…») is not where it is asked for."""
        total, parts, rows = reading.total, reading.parts, reading.rows
        topic = self._topics[int(np.argmax(total[self._topics]))] if len(self._topics) else None
        about, sure = (False, False) if topic is None else self._is_about(question, topic, reading.asked)
        return ScopeSigns(
            topic=self._ids[topic].removeprefix(TOPIC_PREFIX) if topic is not None and about else None,
            topic_sure=sure,
            topic_lead=self._lead(total, rows),
            domain=self._domain.score(self._index.characters(reading.text)),
            meaning_domain=self._meaning_domain.score(self._index.meaning(reading.text)[np.newaxis]),
            meaning_lead=self._lead(parts["nearest"], rows),
            words_lead=self._lead(parts["words"], rows),
            near_lead=self._lead(parts["near"], rows),
            elsewhere=asks_elsewhere(question) and not placed,
        )

    def _is_about(self, question: str, row: int, asked: str | None) -> tuple[bool, bool]:
        """Whether a question is about the nearest topic, not near to it as to anything; and surely."""
        alike = self._index.alike(question, self._ids[row], asked)
        covered = self._index.coverage(question, row, asked) >= TOPIC_COVERED
        sure = alike >= TOPIC_SAME
        return sure or (alike >= TOPIC_ALIKE and covered), sure

    def _lead(self, scores: Scores, rows: npt.NDArray[np.intp]) -> float:
        """How far the best answer is above the best declined topic, by one score."""
        if not len(self._topics) or not len(rows):
            return 0.0
        return float(scores[rows].max() - scores[self._topics].max())
