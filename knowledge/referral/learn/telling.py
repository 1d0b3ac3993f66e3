"""What a description tells without the words of any cue: its stage, its needs.

Learned from texts of which only what they tell is noted (`told.yaml`, `varied.yaml`, `registers.yaml`; see
`guide.md`), where `model.py` guesses what an adviser would infer. What the cues tell is never set aside.
Of a stage, the answer that is likeliest by the whole and by its clauses (`clauses.py`), «none» included; of
needs, each that is likely enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.referral.learn.clauses import clause_margins, weighed
from knowledge.referral.learn.features import Described, Numbers, features
from knowledge.referral.learn.model import NOTHING
from knowledge.vocabulary import NEEDS, STAGES, Need, Stage

MODEL_FILE = Path(__file__).with_name("telling.npz")
COLUMNS = (*STAGES, NOTHING, *(f"need:{need}" for need in NEEDS))
STAGE_COLUMNS = len(STAGES) + 1
STEPS = 127  # a weight is kept as a whole number of steps of its column, on one byte


@dataclass(frozen=True)
class Telling:
    """The weights of each column (`COLUMNS`) over the features; how much likelier than none a stage must be,
    and by need the least score at which it is taken; how much each word tells (see `features.rarity`)."""

    weights: Numbers
    constants: Numbers
    stage_from: float
    need_from: Mapping[str, float]
    rare: Numbers

    def scores(self, rows: csr_matrix) -> Numbers:
        """One row a description, one column an answer: about 1 for yes, -1 for no."""
        scored: Numbers = np.asarray(rows @ self.weights) + self.constants
        return scored

    def told(self, described: Described) -> tuple[Stage | None, tuple[Need, ...]]:
        """The stage and the needs that a description tells, its cues aside."""
        scores = self.scores(features([described], self.rare))[0]
        both = weighed(scores, clause_margins(described.text))
        return stage_of(both, self.stage_from), needs_of(scores, self.need_from)

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, a byte a weight."""
        steps = np.abs(self.weights).max(axis=0) / STEPS
        np.savez_compressed(
            path,
            columns=np.array(COLUMNS),
            weights=np.round(self.weights / steps).astype(np.int8),
            steps=steps,
            constants=self.constants,
            limits=np.array([self.stage_from, *(self.need_from[need] for need in NEEDS)]),
            rare=self.rare.astype(np.float16),
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Telling:
        """Read it back. Nothing in the file is run. Raises `ValueError` where it is of other answers."""
        with np.load(path, allow_pickle=False) as stored:
            if tuple(stored["columns"].tolist()) != COLUMNS:
                raise ValueError("learned of other answers: run `python -m knowledge.referral.learn`")
            stage_from, *need_from = stored["limits"].tolist()
            weights = stored["weights"].astype(np.float32) * stored["steps"].astype(np.float32)
            return cls(
                weights,
                stored["constants"],
                stage_from,
                dict(zip(NEEDS, need_from, strict=True)),
                stored["rare"].astype(np.float64),
            )


def stage_of(scores: Numbers, least: float) -> Stage | None:
    """The likeliest stage, if it is likelier than none by as much."""
    best = int(scores[: len(STAGES)].argmax())
    return STAGES[best] if scores[best] - scores[len(STAGES)] >= least else None


def needs_of(scores: Numbers, least: Mapping[str, float]) -> tuple[Need, ...]:
    """The needs that are likely enough, the likeliest first."""
    likely = dict(zip(NEEDS, scores[STAGE_COLUMNS:], strict=True))
    taken = [need for need in NEEDS if likely[need] >= least[need]]
    return tuple(sorted(taken, key=lambda need: -likely[need]))


@lru_cache(maxsize=1)
def telling() -> Telling:
    """The model as it was last learned."""
    return Telling.load()
