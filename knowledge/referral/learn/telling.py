"""What a description tells, read whole: its stage, its needs.

Learned from texts of which only what they tell is noted (`strangers.yaml`, `told.yaml`, `varied.yaml`,
`registers.yaml`; see `guide.md`), where `model.py` guesses what an adviser would infer. The whole, its
clauses (`clauses.py`, `saying.py`) and its cues are then weighed together (`deciding.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from knowledge import clock
from knowledge.referral.learn.clauses import told_by_clauses
from knowledge.referral.learn.deciding import deciding, need_rows, needs_of, stage_of, stage_row
from knowledge.referral.learn.features import Described, Numbers, features
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.learn.saying import said_of_stages
from knowledge.referral.stages import impossible_stages
from knowledge.vocabulary import NEEDS, STAGES, Need, Stage

MODEL_FILE = Path(__file__).with_name("telling.npz")
COLUMNS = (*STAGES, NOTHING, *(f"need:{need}" for need in NEEDS))
STAGE_COLUMNS = len(STAGES) + 1
STEPS = 127  # a weight is kept as a whole number of steps of its column, on one byte


@dataclass(frozen=True)
class Told:
    """What a description tells: its stage, the needs beside those of its cues, those of its cues to doubt."""

    stage: Stage | None
    needs: tuple[Need, ...]
    doubted: frozenset[Need]


@dataclass(frozen=True)
class Telling:
    """The weights of each column (`COLUMNS`) over the features; how much each word tells (see
    `features.rarity`)."""

    weights: Numbers
    constants: Numbers
    rare: Numbers

    def scores(self, rows: csr_matrix) -> Numbers:
        """One row a description, one column an answer: about 1 for yes, -1 for no."""
        scored: Numbers = np.asarray(rows @ self.weights) + self.constants
        return scored

    def told(self, described: Described, inferred: Mapping[str, float]) -> Told:
        """The stage that a description tells, its cues weighed too; the needs beside those of its cues, and
        those of its cues that nothing else bears out. `inferred`: how much an adviser believes each stage."""
        scores = self.scores(features([described], self.rare))[0]
        stages, needs = told_by_clauses(described.text)
        today = described.day or clock.today()
        said = said_of_stages(described.text, today)
        cued = np.array([need in described.told.need for need in NEEDS])
        decided = deciding()
        row = stage_row(margins_of(scores), stages, said, described.told.stage, described.signs, inferred)
        likely = decided.stages(row[None])[0]
        for never in impossible_stages(described.line, today):
            likely[STAGES.index(never)] = 0.0
        wanted = decided.needs(need_rows(scores[STAGE_COLUMNS:], needs, cued))
        return Told(
            stage_of(likely, decided.stage_from),
            needs_of(np.where(cued, 0, wanted), decided.need_from),
            frozenset(needs_of(np.where(cued, 1 - wanted, 0), 1 - decided.need_kept)),
        )

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, a byte a weight."""
        steps = np.abs(self.weights).max(axis=0) / STEPS
        np.savez_compressed(
            path,
            columns=np.array(COLUMNS),
            weights=np.round(self.weights / steps).astype(np.int8),
            steps=steps,
            constants=self.constants,
            rare=self.rare.astype(np.float16),
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Telling:
        """Read it back. Nothing in the file is run. Raises `ValueError` where it is of other answers."""
        with np.load(path, allow_pickle=False) as stored:
            if tuple(stored["columns"].tolist()) != COLUMNS:
                raise ValueError("learned of other answers: run `python -m knowledge.referral.learn`")
            weights = stored["weights"].astype(np.float32) * stored["steps"].astype(np.float32)
            return cls(weights, stored["constants"], stored["rare"].astype(np.float64))


def margins_of(scores: Numbers) -> Numbers:
    """How much likelier than none each stage is, by the scores of a text (`COLUMNS`)."""
    margins: Numbers = scores[..., : len(STAGES)] - scores[..., len(STAGES) : STAGE_COLUMNS]
    return margins


@lru_cache(maxsize=1)
def telling() -> Telling:
    """The model as it was last learned."""
    return Telling.load()
