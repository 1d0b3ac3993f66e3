"""Learn which stage a text says from the clauses of descriptions and from clauses that say one alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

from knowledge.referral.learn.clauses import ANSWERS, clauses
from knowledge.referral.learn.clauses_fit import OURS
from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.saying import SHARPNESS, Saying, best_of, words_of
from knowledge.search.encoder import DIMENSIONS
from knowledge.vocabulary import STAGES

# How much the weights are held small: of a clause, and of a whole text.
RIDGE, WHOLE_RIDGE = 3e-5, 3e-4
STEPS = 60
LEAST = 1e-12


@dataclass(frozen=True)
class Clauses:
    """The clauses of texts: their meaning and words, where each text begins, the meaning of the texts."""

    meanings: Numbers
    words: csr_matrix
    starts: Numbers
    whole: Numbers

    @classmethod
    def of(
        cls,
        texts: Sequence[Sequence[str]],
        whole: Numbers,
        today: dt.date,
        encode: Callable[[Sequence[str]], Numbers],
    ) -> Clauses:
        """Those of texts that are told as their clauses."""
        parts = [part for one in texts for part in one]
        starts = np.r_[0, np.cumsum([len(one) for one in texts])[:-1]].astype(int)
        meanings = np.asarray(encode(parts)).astype(np.float32)
        return cls(meanings, words_of(parts, today), starts, whole.astype(np.float32))

    def taken(self, places: Numbers) -> Clauses:
        """Some of the texts."""
        ends = np.r_[self.starts[1:], len(self.meanings)]
        rows = np.concatenate([np.arange(self.starts[place], ends[place]) for place in places])
        starts = np.r_[0, np.cumsum(ends[places] - self.starts[places])[:-1]].astype(int)
        return Clauses(self.meanings[rows], self.words[rows], starts, self.whole[places])

    def and_those(self, others: Clauses) -> Clauses:
        """These texts and others."""
        return Clauses(
            np.vstack([self.meanings, others.meanings]),
            vstack([self.words, others.words]).tocsr(),
            np.r_[self.starts, others.starts + len(self.meanings)],
            np.vstack([self.whole, others.whole]),
        )


@dataclass(frozen=True)
class Said:
    """Descriptions by their clauses, the answer of each; and clauses that say one alone, which have no whole
    beside them."""

    texts: Clauses
    answers: Numbers
    alone: Clauses
    alone_answers: Numbers

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        stages: Sequence[str],
        today: dt.date,
        encode: Callable[[Sequence[str]], Numbers],
    ) -> Said:
        """Those of texts, each with its stage."""
        loaded: dict[str, list[str]] = yaml.safe_load(OURS.read_text(encoding="utf-8"))
        rows = [(part, answer) for answer, parts in loaded.items() for part in parts]
        return cls(
            Clauses.of([clauses(text) for text in texts], np.asarray(encode(texts)), today, encode),
            np.array([ANSWERS.index(stage) for stage in stages]),
            Clauses.of([[part] for part, _ in rows], np.zeros((len(rows), DIMENSIONS)), today, encode),
            np.array([ANSWERS.index(answer) for _, answer in rows]),
        )

    def fit(self, places: Numbers) -> Saying:
        """The model learned from some of the descriptions."""
        return _fitted(
            self.texts.taken(places).and_those(self.alone), np.r_[self.answers[places], self.alone_answers]
        )

    def margins(self, model: Saying, places: Numbers) -> Numbers:
        """How much likelier than none each stage is, one row a description."""
        some = self.texts.taken(places)
        return model.margins(some.meanings, some.words, some.starts, some.whole)


def _fitted(said: Clauses, answers: Numbers) -> Saying:
    """The likeliest weights, held small."""
    stages = len(STAGES)
    sizes = [(said.meanings.shape[1], stages), (said.words.shape[1], stages), (said.whole.shape[1], stages)]
    cuts = np.cumsum([rows * columns for rows, columns in sizes])
    counts = np.diff(np.r_[said.starts, len(said.meanings)])
    wanted = np.eye(len(ANSWERS))[answers]
    turned = said.words.T.tocsr()

    def model(flat: Numbers) -> Saying:
        parts = np.split(flat, cuts)
        meaning, words, whole = (one.reshape(size) for one, size in zip(parts, sizes, strict=False))
        return Saying(meaning, words, whole, parts[-1])

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        one = model(flat)
        scores = said.meanings @ one.meaning + said.words @ one.words
        best = best_of(scores, said.starts)
        margins = np.hstack([best + said.whole @ one.whole + one.constants, np.zeros((len(answers), 1))])
        raised = np.exp(margins - margins.max(axis=1, keepdims=True))
        shares = raised / raised.sum(axis=1, keepdims=True)
        missed = (shares - wanted)[:, :stages] / len(answers)
        # A clause answers for a text as much as it is the one that says it.
        share = np.exp((scores - np.repeat(best, counts, axis=0)) / SHARPNESS)
        blamed = share * np.repeat(missed, counts, axis=0)
        held = RIDGE * ((one.meaning**2).sum() + (one.words**2).sum()) + WHOLE_RIDGE * (one.whole**2).sum()
        value = -np.log(np.maximum((shares * wanted).sum(axis=1), LEAST)).mean() + held / 2
        slopes = (
            said.meanings.T @ blamed + RIDGE * one.meaning,
            turned @ blamed + RIDGE * one.words,
            said.whole.T @ missed + WHOLE_RIDGE * one.whole,
            missed.sum(axis=0),
        )
        return float(value), np.concatenate([np.asarray(slope).ravel() for slope in slopes])

    start = np.zeros(int(cuts[-1]) + stages)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return model(found.x)
