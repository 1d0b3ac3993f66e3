"""Learn what a clause tells of a stage and of needs, from whole texts of which only these are noted.

All the clauses of a text that tells no stage tell none. Of a text that tells one, the clause that is
likeliest to tell it is taken, again and again as what is learned changes; the first choice is by
`clauses.yaml`, short clauses that tell a stage by themselves. So with each need, from `asked.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

from knowledge.referral.learn.clauses import ANSWERS, Clauses, clauses, described
from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.vocabulary import NEEDS

OURS = Path(__file__).with_name("clauses.yaml")
ASKED = Path(__file__).with_name("asked.yaml")
RIDGE = 0.7  # how much the weights are held small
ALONE = 4.0  # how much a clause of those files counts beside one of a description
ROUNDS = 4


@dataclass(frozen=True)
class Alone:
    """Clauses that tell an answer by themselves: their meaning, and the score that each answer should get."""

    vectors: Numbers
    targets: Numbers

    @cached_property
    def likeness(self) -> Numbers:
        """How alike the columns are over these clauses, as much as they count, the weights held small."""
        held: Numbers = ALONE * (self.vectors.T @ self.vectors) + RIDGE * np.eye(self.vectors.shape[1])
        return held

    @classmethod
    def of(cls, path: Path, answers: Sequence[str], encode: Callable[[Sequence[str]], Numbers]) -> Alone:
        """Those of a file; a clause of an answer that is none of these tells none of them."""
        loaded: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = [(part, answer) for answer, parts in loaded.items() for part in parts]
        said = [part for part, _ in rows]
        return cls(
            described(said, encode(said)),
            np.array([[1.0 if answer == one else -1.0 for one in answers] for _, answer in rows]),
        )


@dataclass(frozen=True)
class Spoken:
    """The clauses of descriptions: their meaning, the description of each; of each description, the stage
    and, by need, whether it is told; and the clauses that tell one alone."""

    vectors: Numbers
    owners: Numbers
    stages: tuple[str, ...]
    needs: Numbers
    of_stages: Alone
    of_needs: Alone

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        stages: Sequence[str],
        needs: Sequence[Sequence[str]],
        encode: Callable[[Sequence[str]], Numbers],
    ) -> Spoken:
        """Those of texts, each with its stage and its needs."""
        parts = [(place, part) for place, text in enumerate(texts) for part in clauses(text)]
        said = [part for _, part in parts]
        return cls(
            described(said, encode(said)).astype(np.float32),
            np.array([place for place, _ in parts]),
            tuple(stages),
            np.array([[need in told for need in NEEDS] for told in needs]).reshape(len(texts), len(NEEDS)),
            Alone.of(OURS, ANSWERS, encode),
            Alone.of(ASKED, NEEDS, encode),
        )

    def fit(self, places: Numbers) -> Clauses:
        """The model learned from some of the descriptions."""
        kept = np.flatnonzero(np.isin(self.owners, places))
        vectors, owners = self.vectors[kept], self.owners[kept]
        stages = self._fit_stages(vectors, owners)
        needs = self._fit_needs(vectors, owners)
        return Clauses(np.hstack([stages[0], needs[0]]), np.concatenate([stages[1], needs[1]]))

    def _fit_stages(self, vectors: Numbers, owners: Numbers) -> tuple[Numbers, Numbers]:
        columns = np.array([ANSWERS.index(self.stages[owner]) for owner in owners], dtype=int)
        targets = np.where(columns[:, None] == np.arange(len(ANSWERS)), 1.0, -1.0)
        none = columns == ANSWERS.index(NOTHING)
        weights, constants = _fitted(self.of_stages, vectors[:0], targets[:0])
        for _ in range(ROUNDS):
            scores = (vectors @ weights + constants)[np.arange(len(columns)), columns]
            chosen = np.flatnonzero(none | _likeliest(scores, owners))
            weights, constants = _fitted(self.of_stages, vectors[chosen], targets[chosen])
        return weights, constants

    def _fit_needs(self, vectors: Numbers, owners: Numbers) -> tuple[Numbers, Numbers]:
        held = _held(self.of_needs, vectors)  # the same whichever clauses tell a need
        weights, constants = _fitted(self.of_needs, vectors[:0], np.zeros((0, len(NEEDS))))
        for _ in range(ROUNDS):
            scores = vectors @ weights + constants
            best = np.column_stack([_likeliest(column, owners) for column in scores.T])
            targets = np.where(self.needs[owners] & best, 1.0, -1.0)
            weights, constants = _fitted(self.of_needs, vectors, targets, held)
        return weights, constants

    def told(self, model: Clauses, places: Numbers) -> tuple[Numbers, Numbers]:
        """What the clauses of some descriptions tell of stages and of needs, one row each."""
        both = [model.told(self.vectors[self.owners == place]) for place in places]
        return np.array([stages for stages, _ in both]), np.array([needs for _, needs in both])


def _likeliest(scores: Numbers, owners: Numbers) -> Numbers:
    """Of each description, the clause that scores most."""
    order = np.lexsort((-scores, owners))
    first = np.r_[True, owners[order][1:] != owners[order][:-1]] if len(order) else np.zeros(0, bool)
    taken = np.zeros(len(owners), dtype=bool)
    taken[order[first]] = True
    return taken


def _counts(alone: Alone, vectors: Numbers) -> Numbers:
    """How much each clause counts: those that tell alone count more."""
    counts: Numbers = np.r_[np.ones(len(vectors)), np.full(len(alone.vectors), ALONE)].astype(np.float32)
    return counts


def _held(alone: Alone, vectors: Numbers) -> Numbers:
    """How alike the columns are over all clauses, the weights held small."""
    held: Numbers = vectors.T @ vectors + alone.likeness
    return held


def _fitted(
    alone: Alone, vectors: Numbers, targets: Numbers, held: Numbers | None = None
) -> tuple[Numbers, Numbers]:
    """The weights and the constants. `held`: the likeness of the columns, where it is known."""
    counts = _counts(alone, vectors)
    likeness = _held(alone, vectors) if held is None else held
    everything, wanted = np.r_[vectors, alone.vectors], np.r_[targets, alone.targets]
    constants = np.average(wanted, axis=0, weights=counts)
    return np.linalg.solve(likeness, (everything * counts[:, None]).T @ (wanted - constants)), constants
