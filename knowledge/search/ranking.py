"""The order of the answers for a question, and the signs that its best one is right.

The index's summed score is moved by what is named. The composed answer on a resource is a strong
candidate when the question names it and a weak one otherwise («c'est quoi une coop de travail» is not
about Réseau COOP). The answer on an MRC is one when the question names a place there and asks for help.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answers.lexicon import plain as plain_way
from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.comparison import compared
from knowledge.search.decision import Signs
from knowledge.search.index import Index
from knowledge.search.names import WEAK
from knowledge.search.scope import Reading, ScopeJudge, ScopeSigns
from knowledge.search.subject import Subject, SubjectReader
from knowledge.search.unnamed import GENERIC, GENERIC_PLACE

FUND = "fund:"
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
        self._rows = np.array([row for row, name in enumerate(ids) if name in answers], dtype=np.intp)
        self._ids = ids
        self._scope: ScopeJudge = ScopeJudge(index, answers, before._scope if before else None)
        self._composed = {key for key, answer in answers.items() if answer.kind == "composed"}
        self._ways: dict[str, set[int]] = {}
        for key, answer in answers.items():
            if answer.kind == "written":
                for way in (answer.question, *answer.phrasings):
                    self._ways.setdefault(plain_way(way), set()).add(index.row(key))
        self._resting: dict[str, list[str]] = {}
        for key, answer in answers.items():
            if answer.kind == "written":
                for resource in answer.resources:
                    self._resting.setdefault(resource, []).append(key)

    def published(self, question: str) -> frozenset[int]:
        """The rows of the written answers of which this is, signs and accents aside, a published phrasing."""
        return frozenset(self._ways.get(plain_way(question), ()))

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
        typed, subject, plain = question, self.subjects.read(question), self._index.plain(question)
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
        alike = {row for row in np.flatnonzero(same).tolist() if self._ids[row] not in self._composed}
        published = self.published(typed) if asked is None else frozenset()
        asked_so = published or alike
        for row in asked_so | alike:
            total[row] += WORD_FOR_WORD
        rows = np.array([row for row in self._rows if self._ids[row] not in without], dtype=np.intp)
        order = rows[np.argsort(-total[rows], kind="stable")].tolist()
        order.sort(key=lambda row: row not in published)  # a phrasing that the team published always wins
        reading = self._scope.read(question, asked, subject, total, parts, rows)
        scope = self._scope.judge(question, reading)
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

    def _rests(self, answer: PublishedAnswer, key: str) -> bool:
        about = next(iter(self._answers[key].facts), "")
        return answer.identifier in self._resting.get(about, ())
