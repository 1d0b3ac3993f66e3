"""Learning the weights of the ranker: those that put the right answers of known questions first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

Matrix = npt.NDArray[np.float32]
Truths = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]

PENALTY = 0.3  # of the square of a weight, each feature having unit spread: little, as there are few of them
RIVALS = 40  # answers that a question is learned with, beside the right ones
NOTHING = -1e9


@dataclass(frozen=True)
class Example:
    """A question: the features of some answers, one row each, which of them are right, and its weight."""

    rows: Matrix
    right: Truths
    weight: float = 1.0

    def nearest(self, scores: Weights) -> Example:
        """The same question with its best answers alone, by these scores, and those that are right."""
        kept = np.union1d(np.argsort(-scores)[:RIVALS], np.flatnonzero(self.right))
        return Example(self.rows[kept], self.right[kept], self.weight)


class Examples:
    """Questions stacked, so that all are scored at once: an answer that stands for none never counts."""

    def __init__(self, examples: Sequence[Example]) -> None:
        longest = max(len(one.rows) for one in examples)
        width = examples[0].rows.shape[1]
        self.rows = np.zeros((len(examples), longest, width), dtype=np.float32)
        self.right = np.zeros((len(examples), longest), dtype=np.bool_)
        self.real = np.zeros((len(examples), longest), dtype=np.bool_)
        for place, one in enumerate(examples):
            self.rows[place, : len(one.rows)] = one.rows
            self.right[place, : len(one.rows)] = one.right
            self.real[place, : len(one.rows)] = True
        self.weights = np.array([one.weight for one in examples])

    def scores(self, weights: Weights) -> Weights:
        """The score of every answer of every question; below any other for those that stand for none."""
        found: Weights = np.where(self.real, self.rows @ weights.astype(np.float32), NOTHING)
        return found


def fit(examples: Examples, kept: Sequence[int]) -> Weights:
    """The weights under which the right answers are likeliest, as a softmax over the answers of each
    question. `kept`: the columns to learn; the others weigh nothing."""
    columns = np.array(kept, dtype=np.intp)
    spread = np.sqrt((examples.rows[..., columns] ** 2).sum(axis=(0, 1)) / examples.real.sum())
    spread[spread == 0] = 1.0
    rows = examples.rows[..., columns] / spread.astype(np.float32)

    def loss(weights: Weights) -> tuple[float, Weights]:
        scores = np.where(examples.real, rows @ weights.astype(np.float32), NOTHING)
        of_all = logsumexp(scores, axis=1, keepdims=True)
        of_right = logsumexp(np.where(examples.right, scores, NOTHING), axis=1, keepdims=True)
        likely = np.exp(scores - of_all)
        wanted = np.where(examples.right, np.exp(scores - of_right), 0.0)
        pull = examples.weights[:, np.newaxis] * (likely - wanted)
        slope = np.tensordot(pull.astype(np.float32), rows, axes=([0, 1], [0, 1])).astype(np.float64)
        total = float((examples.weights * (of_all - of_right)[:, 0]).sum())
        return total + PENALTY * float(weights @ weights), slope + 2 * PENALTY * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    learned = np.zeros(examples.rows.shape[2])
    learned[columns] = found.x / spread
    return learned


def fit_over(examples: Examples, kept: Sequence[int], over: Weights) -> Weights:
    """The weights in force (`over`), to which those learned of some columns are added: the order that they
    give counts as one feature more, so that what is learned only tells what it does not."""
    rows = examples.rows
    order = examples.scores(over)[..., np.newaxis].astype(np.float32)
    examples.rows = np.concatenate([rows, np.where(examples.real[..., np.newaxis], order, 0.0)], axis=2)
    learned = fit(examples, [*kept, rows.shape[2]])
    examples.rows = rows
    added: Weights = over + learned[:-1] / learned[-1]
    return added


def first_ranks(examples: Examples, weights: Weights) -> npt.NDArray[np.int64]:
    """The rank, from 1, of the first right answer of each question."""
    scores = examples.scores(weights)
    best = np.where(examples.right, scores, NOTHING).max(axis=1, keepdims=True)
    ranks: npt.NDArray[np.int64] = 1 + (scores > best).sum(axis=1)
    return ranks


def recalls(examples: Examples, weights: Weights) -> tuple[float, float]:
    """The share of questions with a right answer first, and among the three first."""
    ranks = first_ranks(examples, weights)
    return float((ranks == 1).mean()), float((ranks <= 3).mean())
