"""Learn what a clause tells of a stage, from whole texts of which only the stage is noted.

All the clauses of a text that tells no stage tell none. Of a text that tells one, the clause that is
likeliest to tell it is taken, again and again as what is learned changes; the first choice is by
`clauses.yaml`, short clauses that tell a stage by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from knowledge.referral.learn.clauses import ANSWERS, Clauses, clauses
from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING

OURS = Path(__file__).with_name("clauses.yaml")
RIDGE = 0.7  # how much the weights are held small
ALONE = 4.0  # how much a clause of `clauses.yaml` counts beside one of a description
ROUNDS = 4


@dataclass(frozen=True)
class Spoken:
    """The clauses of descriptions: their meaning, the description of each, the stage of each description; and
    the clauses that tell one alone, with their targets."""

    vectors: Numbers
    owners: Numbers
    stages: tuple[str, ...]
    alone: Numbers
    targets: Numbers

    @classmethod
    def of(
        cls, texts: Sequence[str], stages: Sequence[str], encode: Callable[[Sequence[str]], Numbers]
    ) -> Spoken:
        """Those of texts, each with its stage."""
        parts = [(place, part) for place, text in enumerate(texts) for part in clauses(text)]
        loaded: dict[str, list[str]] = yaml.safe_load(OURS.read_text(encoding="utf-8"))
        alone = [(part, answer) for answer, rows in loaded.items() for part in rows]
        return cls(
            np.asarray(encode([part for _, part in parts]), dtype=np.float64),
            np.array([place for place, _ in parts]),
            tuple(stages),
            np.asarray(encode([part for part, _ in alone]), dtype=np.float64),
            np.array([_target(answer) for _, answer in alone]),
        )

    def fit(self, places: Numbers) -> Clauses:
        """The model learned from some of the descriptions."""
        kept = np.flatnonzero(np.isin(self.owners, places))
        vectors, owners = self.vectors[kept], self.owners[kept]
        stages = np.array([self.stages[owner] for owner in owners])
        targets = np.array([_target(stage) for stage in stages]).reshape(len(kept), len(ANSWERS))
        none = stages == NOTHING
        model = _fitted(self.alone, self.targets, np.ones(len(self.alone)))
        for _ in range(ROUNDS):
            chosen = np.flatnonzero(none | self._likeliest(model, vectors, owners, stages))
            model = _fitted(
                np.r_[vectors[chosen], self.alone],
                np.r_[targets[chosen], self.targets],
                np.r_[np.ones(len(chosen)), np.full(len(self.alone), ALONE)],
            )
        return model

    def margins(self, model: Clauses, places: Numbers) -> Numbers:
        """What the clauses of some descriptions tell, one row each."""
        return np.array([model.margins(self.vectors[self.owners == place]) for place in places])

    @staticmethod
    def _likeliest(model: Clauses, vectors: Numbers, owners: Numbers, stages: Numbers) -> Numbers:
        """Of each description, the clause that is likeliest to tell its stage."""
        columns = [ANSWERS.index(stage) for stage in stages]
        scores = (vectors @ model.weights + model.constants)[np.arange(len(columns)), columns]
        order = np.lexsort((-scores, owners))
        first = np.r_[True, owners[order][1:] != owners[order][:-1]] if len(order) else np.zeros(0, bool)
        taken = np.zeros(len(owners), dtype=bool)
        taken[order[first]] = True
        return taken


def _target(stage: str) -> list[float]:
    return [1.0 if stage == answer else -1.0 for answer in ANSWERS]


def _fitted(vectors: Numbers, targets: Numbers, counts: Numbers) -> Clauses:
    constants = np.average(targets, axis=0, weights=counts)
    counted = vectors * counts[:, None]
    held = counted.T @ vectors + RIDGE * np.eye(vectors.shape[1])
    return Clauses(np.linalg.solve(held, counted.T @ (targets - constants)), constants)
