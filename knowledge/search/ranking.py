"""The order of the answers for a question, and the signs that its best one is right.

Each document has its features (`features.py`), which the learned ranker weighs (`model.py`).
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.answers.lexicon import bare as bare_way
from knowledge.answers.lexicon import plain as plain_way
from knowledge.answers.published import PublishedAnswer
from knowledge.search import contrasts, directions
from knowledge.search.bm25 import Scores
from knowledge.search.comparison import compared
from knowledge.search.decision import Signs
from knowledge.search.features import Features
from knowledge.search.index import Index
from knowledge.search.model import summed, weights
from knowledge.search.names import name_stems
from knowledge.search.own_words import OwnWords
from knowledge.search.ranked import Candidate, Ranking, full_first
from knowledge.search.scope import Reading, Rows, ScopeJudge, ScopeSigns
from knowledge.search.subject import Subject, SubjectReader
from knowledge.search.sureness import Standing, ahead, beside
from knowledge.search.text import REMEMBERED
from knowledge.search.unnamed import GENERIC, GENERIC_PLACE

DATED = ("fund:", "training:", "activity:")  # resources whose cards tell amounts and dates
SAME = 0.9995  # cosine of the characters of two texts that read alike once their spelling is brought back
CONSIDERED = 7  # documents whose signs are computed: the three that the chat shows, or one fund for each MRC
WORD_FOR_WORD = 4.0  # more, for what the question is, as it stands, a way of asking
NEAREST = 40  # documents looked at for what they say of a named resource
FIRST = 1_000.0  # above any score
LATELY = 32  # rankings at hand: a turn ranks its message by itself, after what came before, form by form
Priors = tuple[tuple[str, float], ...]


def stems_of(answer: PublishedAnswer) -> frozenset[str]:
    """The stems of all that an answer says and of the ways to ask for it."""
    return frozenset(name_stems(" ".join((*answer.names, answer.question, *answer.phrasings, answer.body))))


class Ranker:
    """Ranks the answers of one base. `before`: the ranker of the base before a change, to learn from. `own`:
    the Pôle's own words, by which its index was made."""

    def __init__(
        self,
        index: Index,
        answers: Mapping[str, PublishedAnswer],
        subjects: SubjectReader,
        before: Ranker | None = None,
        own: OwnWords | None = None,
    ) -> None:
        self._own = own or OwnWords()
        self._index = index
        self._answers = answers
        self.subjects = subjects
        ids = [document.id for document in index.documents]
        self._rows = np.array([row for row, name in enumerate(ids) if name in answers], dtype=np.intp)
        self._ids = ids
        self._answer_ids = [ids[row] for row in self._rows]
        self._scope: ScopeJudge = ScopeJudge(index, answers, before._scope if before else None)
        self._composed = {key for key, answer in answers.items() if answer.kind == "composed"}
        self._ways: dict[str, set[int]] = {}
        for key, answer in answers.items():
            if answer.kind == "written":
                for way in (answer.question, *answer.phrasings):
                    self._ways.setdefault(plain_way(self._own.read(way)), set()).add(index.row(key))
        self._features = Features(ids, answers)
        self._stems_of = lru_cache(maxsize=REMEMBERED)(stems_of)
        own_self = weakref.proxy(
            self
        )  # what remembers does not hold it: a former ranker is given back at once
        self._lately: Callable[..., Ranking] = lru_cache(maxsize=LATELY)(
            lambda question, priors, home, asked, _: own_self._rank(question, priors, (), home, asked)
        )
        self._written = np.array(
            [row for row, name in enumerate(ids) if name in answers and name not in self._composed],
            dtype=np.intp,
        )

    def published(self, question: str) -> frozenset[int]:
        """The rows of the written answers of which this is, signs and accents aside, a published phrasing; or
        it would be without its articles, as the entries of the lexicon are asked for."""
        question = self._own.read(question)
        return frozenset(self._ways.get(plain_way(question)) or self._ways.get(bare_way(question)) or ())

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
        ahead = tuple(sorted((priors or {}).items()))
        if without:
            return self._rank(question, ahead, without, home, asked)
        trained = weights.cache_info().misses  # the weights may be learned anew in this process
        return self._lately(question, ahead, home, asked, trained)

    def _rank(
        self,
        question: str,
        priors: Priors,
        without: Container[str],
        home: str | None,
        asked: str | None,
    ) -> Ranking:
        typed, subject = question, self.subjects.read(question)
        question, asked = self._own.read(question), asked and self._own.read(asked)
        plain = self._index.plain(question)
        at_home = subject.mrcs or frozenset(filter(None, [home]))
        if subject.mrcs and subject.help:
            question = self.subjects.with_mrcs(question)
        parts, told = self._read(question, asked, subject)
        latest = self._index.plain(asked) if asked else ""
        sentence = None if asked else self._index.of_a_sentence(typed)
        features = self._features.of(plain, parts, subject, at_home, told, latest, sentence)
        total = summed(features, weights())
        for key, bonus in priors:
            if key in self._answers:
                total[self._index.row(key)] += bonus
        published = self.published(typed) if asked is None else frozenset()
        alike = frozenset(self._asked_so(question, asked))
        asked_so = published or alike
        near = total.copy()
        total[sorted(asked_so | alike)] += WORD_FOR_WORD
        rows = np.array([row for row in self._rows if self._ids[row] not in without], dtype=np.intp)
        order = self._ordered(rows, total, sorted(asked_so), subject)
        order.sort(key=lambda row: row not in published)  # a phrasing that the team published always wins
        reading = self._scope.read(question, asked, subject, total, parts, rows, told)
        scope = self._scope.judge(question, reading, placed=subject.placeless is not None)
        candidates = [
            self._candidate(row, order, total, parts, subject, scope, reading) for row in order[:CONSIDERED]
        ]
        if order and order[0] not in published:
            candidates = full_first(candidates)
        return Ranking(
            candidates=tuple(candidates),
            topic=scope.topic,
            topic_sure=scope.topic_sure,
            namesakes=self._namesakes(candidates, at_home),
            compared=tuple(
                self._answers[key] for key in compared(plain, subject.named, self._answers, at_home)
            ),
            word_for_word=bool(candidates) and self._index.row(candidates[0].answer.identifier) in asked_so,
            plain=plain,
            understood=bool(subject.named or subject.mrcs or asked_so) or self._index.understood(question),
            standing=self._standing(candidates, parts, features, rows),
            totals=near[self._rows],
        )

    def _standing(
        self,
        candidates: Sequence[Candidate],
        parts: Mapping[str, Scores],
        features: Mapping[str, Scores],
        rows: Rows,
    ) -> Standing:
        """How the best answer stands before the others, and before what the question names."""
        if not candidates:
            return {}
        best, *rivals = (one.answer for one in candidates)
        signs = {name: float(value) for name, value in asdict(candidates[0].signs).items()}
        row = self._index.row(best.identifier)
        told = {"wording": float(parts["wording"][row])}
        for sign in ("same", "other"):
            told[f"side_{sign}"] = max(
                float(features[name][row])
                for name in (*contrasts.SIGNS, *directions.SIGNS)
                if name.endswith(sign)
            )
        return {**signs, **told, **ahead(parts, row, rows), **beside(best, rivals)}

    @property
    def ids(self) -> list[str]:
        """The identifiers of the answers, in the order of the base."""
        return self._answer_ids

    def features(self, question: str) -> tuple[npt.NDArray[np.float64], list[str]]:
        """What the ranker is learned from: the features of each answer for a question, one row each in the
        order of `ids`, and the answers as they are ranked now, best first."""
        subject, plain = self.subjects.read(question), self._index.plain(question)
        sentence = self._index.of_a_sentence(question)
        if subject.mrcs and subject.help:
            question = self.subjects.with_mrcs(question)
        parts, told = self._read(question, None, subject)
        found = self._features.of(plain, parts, subject, subject.mrcs, told, sentence=sentence)
        values = np.array([scores[self._rows] for scores in found.values()]).T
        order = self._rows[np.argsort(-summed(found, weights())[self._rows], kind="stable")]
        return values, [self._ids[row] for row in order]

    def _asked_so(self, question: str, asked: str | None) -> list[int]:
        """The rows of the written answers and topics that a question asks for word for word."""
        same = self._index.parts(question, asked)["phrasing_characters"] >= SAME
        return [row for row in np.flatnonzero(same).tolist() if self._ids[row] not in self._composed]

    def _ordered(self, rows: Rows, total: Scores, asked_so: Sequence[int], subject: Subject) -> list[int]:
        """The rows, best first. What was asked word for word comes first, then the cards of a name said
        alone; where one resource alone is named, nothing said of another is an answer, and its own card tells
        how much and until when."""
        ahead = total.copy()
        ahead[asked_so] += 2 * FIRST
        ahead[[self._index.row(key) for key in subject.one_name() if key in self._composed]] += FIRST
        for key in subject.namesakes() if subject.field else ():
            if key in self._composed and self._answers[key].facts[0].startswith(DATED):
                ahead[self._index.row(key)] += FIRST
        only = subject.only()
        if only is not None and only in self._composed and not self._scope.is_told_of(only):
            if subject.field and self._answers[only].facts[0].startswith(DATED):
                ahead[self._index.row(only)] += FIRST
            best = rows[np.argsort(-ahead[rows], kind="stable")][:NEAREST].tolist()
            others = [
                row
                for row in best
                if row not in asked_so and self._is_of_another(self._answers[self._ids[row]], only, subject)
            ]
            ahead[others] -= 2 * FIRST
        return [int(row) for row in rows[np.argsort(-ahead[rows], kind="stable")]]

    def _is_of_another(self, answer: PublishedAnswer, only: str, subject: Subject) -> bool:
        """Whether an answer is on other resources than the one named, and does not speak of it."""
        about, said = self._answers[only].facts[0], subject.named[only].words
        if answer.identifier == only or about in answer.facts or not answer.resources:
            return False
        return not said <= self._stems_of(answer)

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

    def _read(self, question: str, asked: str | None, subject: Subject) -> tuple[Mapping[str, Scores], float]:
        """How near every document is to a question, and how much nearer it is to a written answer than to a
        call for help in an MRC.

        A place says where, seldom what: «une coop d'habitation à Châteauguay» is also compared without it.
        """
        parts = self._index.parts(question, asked)
        if subject.placeless is None or not len(self._written):
            return parts, 0.0
        elsewhere = self._index.parts(subject.placeless, asked)
        both = {name: scores.copy() for name, scores in parts.items()}
        for name, scores in both.items():
            scores[self._written] = np.maximum(scores[self._written], elsewhere[name][self._written])
        call = self._index.near(subject.unplaced, GENERIC_PLACE, asked)
        return both, float(elsewhere["near"][self._written].max() - call)

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
        resting = [subject.named[key].strength for key in subject.named if self._features.rests(answer, key)]
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
