"""What a description means beyond its cues: a stage, needs, a kind; nothing where that is too doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.referral.learn.features import Described, Numbers, features

MODEL_FILE = Path(__file__).with_name("model.npz")
NOTHING, YES = "nothing", "yes"


@dataclass(frozen=True)
class Side:
    """One question put to a description: its answers, the weights of each, and from which share of belief
    the best one is told where no cue tells any."""

    answers: tuple[str, ...]
    weights: Numbers
    constants: Numbers
    told: float

    def beliefs(self, rows: csr_matrix | Numbers) -> Numbers:
        """One row a description, one column an answer, each row summing to one."""
        return self.shares(np.asarray(rows @ self.weights.T))

    def shares(self, products: Numbers) -> Numbers:
        """The same, from the products of rows and weights."""
        scores = products + self.constants
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Numbers = raised / raised.sum(axis=1, keepdims=True)
        return shares


def decide(answers: tuple[str, ...], belief: Numbers, cued: str | None, told: float) -> str | None:
    """What words tell is never set aside; where they tell nothing, what is believed enough, or nothing.

    Where the only answer is yes, it is told from its own limit, be it less believed than the contrary.
    """
    if cued is not None:
        return cued
    if set(answers) == {NOTHING, YES}:
        return YES if belief[answers.index(YES)] >= told else None
    best = int(belief.argmax())
    return answers[best] if belief[best] >= told and answers[best] != NOTHING else None


@dataclass(frozen=True)
class Model:
    """All the sides by name: `stage`, `project_kind`, `need:…` for each need (its only answer is «yes»)."""

    sides: Mapping[str, Side]
    rare: Numbers

    def beliefs(self, described: Described) -> dict[str, dict[str, float]]:
        """How much each answer of each side is believed."""
        products = np.asarray(features([described], self.rare) @ self._all_weights)
        believed, first = {}, 0
        for name, side in self.sides.items():
            last = first + len(side.answers)
            shares = side.shares(products[:, first:last])[0].tolist()
            believed[name] = dict(zip(side.answers, shares, strict=True))
            first = last
        return believed

    def decide(
        self,
        believed: Mapping[str, Mapping[str, float]],
        cued: Mapping[str, str | None],
        least: Mapping[str, float],
    ) -> dict[str, str | None]:
        """The answer of each side. `least`: by field, a belief below which nothing of it is told."""
        return {
            name: decide(
                side.answers,
                np.array([believed[name][answer] for answer in side.answers]),
                cued.get(name),
                max(side.told, least.get(name.partition(":")[0], 0.0)),
            )
            for name, side in self.sides.items()
        }

    @cached_property
    def _all_weights(self) -> Numbers:
        """Those of all the sides, so that one product is made of a message."""
        weights = np.vstack([side.weights for side in self.sides.values()])
        return np.ascontiguousarray(weights.T, dtype=np.float64)

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision."""
        columns: dict[str, Any] = {"rare": self.rare.astype(np.float16), "names": np.array([*self.sides])}
        for name, side in self.sides.items():
            columns[f"{name}/answers"] = np.array(side.answers)
            columns[f"{name}/weights"] = side.weights.astype(np.float16)
            columns[f"{name}/constants"] = side.constants
            columns[f"{name}/told"] = np.array(side.told)
        np.savez_compressed(path, **columns)

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Model:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            sides = {
                name: Side(
                    tuple(stored[f"{name}/answers"].tolist()),
                    stored[f"{name}/weights"].astype(np.float32),
                    stored[f"{name}/constants"],
                    float(stored[f"{name}/told"]),
                )
                for name in stored["names"].tolist()
            }
            return cls(sides, stored["rare"].astype(np.float64))


@lru_cache(maxsize=1)
def learned() -> Model:
    """The model as it was last learned."""
    return Model.load()
