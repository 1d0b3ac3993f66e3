"""The order of the answers for a question, and the signs that its best one is right.

The index's summed score is moved by what is named. The composed answer on a resource is a strong
candidate when the question names it and a weak one otherwise («c'est quoi une coop de travail» is not
about Réseau COOP). The answer on an MRC is one when the question names a place there and asks for help.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.comparison import compared
from knowledge.search.decision import Signs
from knowledge.search.domain import Domain
from knowledge.search.index import Index
from knowledge.search.language import language, respelled
from knowledge.search.names import WEAK
from knowledge.search.subject import Subject, SubjectReader
from knowledge.search.text import asked_part
from knowledge.search.unnamed import GENERIC, GENERIC_PLACE, without_names

TOPIC_PREFIX = "topic:"
FUND = "fund:"
Rows = npt.NDArray[np.intp]
MANY_ANSWERS = 5  # a resource that as many answers are written on (the Pôle) is asked about by its name
HERE = re.compile(r"\bquebec")
SAME = 0.9995  # cosine of the characters of two texts that read alike once their spelling is brought back
CONSIDERED = 7  # documents whose signs are computed: the three that the chat shows, or one fund for each MRC

# In units of the summed score (its standard deviation over the documents is near 0.6). Chosen on the
# tuning half of our questions, where moving one by a third changed R@1 by half a point at most when half
# of the base was written; ONLY_NAMED and PLACE_ASKED were raised since, for names and places alone.
NAMED = 1.0  # times the strength of the mention
ONLY_NAMED = 2.0  # more, when the question says nothing but the name
UNNAMED = 0.8  # less, for a composed answer whose subject is not named
RESTS_ON_NAMED = 0.5  # more, for a written answer that rests on the named resource
PLACE_ASKED = 2.2  # more, for the answer on the MRC of a named place, when help is asked for
PLACE_NEAR = 0.4  # more, for a named resource that serves only that MRC
PLACE_ELSEWHERE = 0.6  # less, for a resource or an MRC of another place than the one named
WORD_FOR_WORD = 4.0  # more, for the written answer, or the topic, of which the question is a way of asking
FIELD_ASKED = 0.5  # more, for the card of a named fund, when what it tells is asked: how much, open or not


# A question is declined by the name of its topic when it is that near to it in meaning and shares as much of
# its terms, or is nearer still: of the questions declined on the tuning sets, nine in ten. Short remarks are
# near to some topic as they are to anything: «pourquoi?», «25000».
TOPIC_ALIKE, TOPIC_COVERED, TOPIC_SAME = 0.4, 0.2, 0.55


@dataclass(frozen=True)
class Candidate:
    """An answer with its score and the signs that it is the one wanted."""

    answer: PublishedAnswer
    total: float
    signs: Signs


@dataclass(frozen=True)
class Ranking:
    """The best answers, best first, and the declined topic nearest to the question (`topic_sure` when it is
    surely that one). `namesakes`: those of other MRC that bear the name of the best one, when nothing tells
    which is meant. `compared`: the answers on the resources that the question sets side by side.
    `word_for_word`: whether the question is, as it stands, a way of asking the best. `plain`: the question
    folded, its typing mistakes set right."""

    candidates: tuple[Candidate, ...]
    topic: str | None
    namesakes: tuple[Candidate, ...] = ()
    compared: tuple[PublishedAnswer, ...] = ()
    topic_sure: bool = False
    word_for_word: bool = False
    plain: str = ""


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


class Ranker:
    """Ranks the answers of one base. `before`: the ranker of the base before a change, to learn from."""

    def __init__(
        self,
        index: Index,
        answers: Mapping[str, PublishedAnswer],
        subjects: SubjectReader,
        before: Ranker | None = None,
    ) -> None:
        self._index = index
        self._answers = answers
        self.subjects = subjects
        ids = [document.id for document in index.documents]
        self._topics = np.array(
            [row for row, name in enumerate(ids) if name.startswith(TOPIC_PREFIX)], dtype=np.intp
        )
        self._rows = np.array([row for row, name in enumerate(ids) if name in answers], dtype=np.intp)
        self._ids = ids
        characters, meanings, inside = index.phrasings_within({*answers, GENERIC, GENERIC_PLACE})
        self._domain: Domain = Domain(characters, inside, before._domain if before else None)
        self._meaning_domain: Domain = Domain(meanings, inside, before._meaning_domain if before else None)
        self._composed = {key for key, answer in answers.items() if answer.kind == "composed"}
        written = [answer for answer in answers.values() if answer.kind == "written"]
        first = Counter(answer.facts[0] for answer in written if answer.facts)
        self._told_of = {key for key in self._composed if first[answers[key].facts[0]] >= MANY_ANSWERS}
        self._resting: dict[str, list[str]] = {}
        for key, answer in answers.items():
            if answer.kind == "written":
                for resource in answer.resources:
                    self._resting.setdefault(resource, []).append(key)

    def rank(
        self,
        question: str,
        priors: Mapping[str, float] | None = None,
        without: Container[str] = frozenset(),
        home: str | None = None,
        asked: str | None = None,
    ) -> Ranking:
        """Rank the answers for a question. `priors`: score added to some answers, by identifier. `without`:
        answers to leave out, to see what the base would make of the question if it did not hold them.
        `home`: the MRC of the project, which tells resources of one name apart when no place is named.
        `asked`: what was typed, when the question was completed with what came before it."""
        subject, plain = self.subjects.read(question), self._index.plain(question)
        at_home = subject.mrcs or frozenset(filter(None, [home]))
        if subject.mrcs and subject.help:
            question = self.subjects.with_mrcs(question)
        total, parts = self._index.scores(question, asked)
        for key, bonus in self._bonuses(subject, at_home).items():
            total[self._index.row(key)] += bonus
        for key, bonus in (priors or {}).items():
            if key in self._answers:
                total[self._index.row(key)] += bonus
        same = parts["phrasing_characters"] >= SAME
        asked_so = {row for row in np.flatnonzero(same).tolist() if self._ids[row] not in self._composed}
        for row in asked_so:
            total[row] += WORD_FOR_WORD
        rows = np.array([row for row in self._rows if self._ids[row] not in without], dtype=np.intp)
        order = rows[np.argsort(-total[rows], kind="stable")].tolist()
        reading = self._reading(question, asked, subject, total, parts, rows)
        scope = self._scope(question, reading)
        candidates = [
            self._candidate(row, order, total, parts, subject, scope, reading) for row in order[:CONSIDERED]
        ]
        return Ranking(
            candidates=tuple(candidates),
            topic=scope.topic,
            topic_sure=scope.topic_sure,
            namesakes=self._namesakes(candidates, at_home),
            compared=tuple(
                self._answers[key] for key in compared(plain, subject.named, self._answers, at_home)
            ),
            word_for_word=bool(order) and order[0] in asked_so,
            plain=plain,
        )

    def _namesakes(self, candidates: Sequence[Candidate], at_home: Container[str]) -> tuple[Candidate, ...]:
        """The candidates that bear the name of the best one, each for other MRC: «le FLI»."""
        best = candidates[0].answer if candidates else None
        if best is None or best.mrc or not best.mrcs or any(mrc in at_home for mrc in best.mrcs):
            return ()
        return tuple(
            found
            for found in candidates[1:]
            if found.answer.mrcs and not found.answer.mrc and set(found.answer.names) & set(best.names)
        )

    def _reading(
        self,
        question: str,
        asked: str | None,
        subject: Subject,
        total: Scores,
        parts: Mapping[str, Scores],
        rows: Rows,
    ) -> Reading:
        """What a question asks: of a resource or a place that it names, without the name."""
        within = {self._ids[row] for row in rows}
        named = {
            key: mention
            for key, mention in subject.named.items()
            if key in within and key not in self._told_of
        }
        placed = bool(subject.mrcs and subject.help)
        told = self._index.restored(subject.unplaced if placed else question)
        unnamed = without_names(told, named, self._answers) or (told if placed else None)
        if unnamed is None:
            return Reading(question, asked, total, parts, rows, named=False)
        # What the base's writers say of a resource by its name is still found by that name.
        written = np.array([row for row in rows if self._ids[row] not in self._composed], dtype=np.intp)
        total_unnamed, parts_unnamed = self._index.scores(unnamed, asked)
        for scores, by_name in (
            (total_unnamed, total),
            (parts_unnamed["nearest"], parts["nearest"]),
            (parts_unnamed["near"], parts["near"]),
        ):
            scores[written] = np.maximum(scores[written], by_name[written])
        generic = [self._index.row(GENERIC), self._index.row(GENERIC_PLACE)]
        return Reading(unnamed, asked, total_unnamed, parts_unnamed, np.append(rows, generic), named=True)

    def _scope(self, question: str, reading: Reading) -> ScopeSigns:
        """Whether the base answers such questions."""
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
            elsewhere=asks_elsewhere(question),
        )

    def _is_about(self, question: str, row: int, asked: str | None) -> tuple[bool, bool]:
        """Whether a question is about the nearest topic, not near to it as to anything; and surely."""
        alike = self._index.alike(question, self._ids[row], asked)
        covered = self._index.coverage(question, row, asked) >= TOPIC_COVERED
        sure = alike >= TOPIC_SAME
        return sure or (alike >= TOPIC_ALIKE and covered), sure

    def _bonuses(self, subject: Subject, at_home: frozenset[str]) -> dict[str, float]:
        """What names and places add to, or take from, the score of each answer."""
        bonuses: dict[str, float] = {}
        for key in self._composed:
            answer = self._answers[key]
            mention = subject.named.get(key)
            bonus = -UNNAMED
            if answer.mrc:
                if answer.mrc in subject.mrcs:
                    bonus = PLACE_ASKED * subject.help - UNNAMED * subject.whom
            elif mention:
                alone = not subject.others and mention.strength > WEAK
                bonus += (UNNAMED + NAMED + ONLY_NAMED * alone) * mention.strength
                if subject.field and answer.facts[0].startswith(FUND):
                    bonus += FIELD_ASKED * mention.strength
                for other in self._resting.get(answer.facts[0], ()) if subject.others else ():
                    bonuses[other] = max(bonuses.get(other, 0.0), RESTS_ON_NAMED * mention.strength)
            if at_home and answer.mrcs and not answer.mrc and (subject.mrcs or mention):
                if not at_home & set(answer.mrcs):
                    bonus -= 0.0 if key in subject.elsewhere else PLACE_ELSEWHERE
                elif mention:
                    bonus += PLACE_NEAR
            bonuses[key] = bonus
        return bonuses

    def _candidate(
        self,
        row: int,
        order: Sequence[int],
        total: Scores,
        parts: Mapping[str, Scores],
        subject: Subject,
        scope: ScopeSigns,
        reading: Reading,
    ) -> Candidate:
        answer = self._answers[self._ids[row]]
        rival = next((other for other in order if other != row), row)
        mention = subject.named.get(answer.identifier)
        resting = [subject.named[key].strength for key in subject.named if self._rests(answer, key)]
        # An answer composed on what is named is near by the name; what is asked of it must be near too.
        of_place = bool(answer.mrc and answer.mrc in subject.mrcs)
        by_name = reading.named and (mention is not None or of_place)
        near = self._index.row(GENERIC_PLACE if answer.mrc else GENERIC) if by_name else row
        read = reading.parts if by_name else parts
        signs = Signs(
            meaning=float(read["nearest"][near]),
            characters=float(read["phrasing_characters"][near]),
            total=float(total[row]),
            lead=float(total[row] - total[rival]),
            coverage=self._index.coverage(reading.text, row, reading.asked),
            topic_lead=scope.topic_lead,
            named=max([mention.strength if mention else 0.0, *resting]),
            place=subject.help if of_place else 0.0,
            domain=scope.domain,
            meaning_domain=scope.meaning_domain,
            meaning_lead=scope.meaning_lead,
            words_lead=scope.words_lead,
            near_lead=scope.near_lead,
            elsewhere=scope.elsewhere,
        )
        return Candidate(answer, float(total[row]), signs)

    def _lead(self, scores: Scores, rows: npt.NDArray[np.intp]) -> float:
        """How far the best answer is above the best declined topic, by one score."""
        if not len(self._topics) or not len(rows):
            return 0.0
        return float(scores[rows].max() - scores[self._topics].max())

    def _rests(self, answer: PublishedAnswer, key: str) -> bool:
        about = next(iter(self._answers[key].facts), "")
        return answer.identifier in self._resting.get(about, ())
