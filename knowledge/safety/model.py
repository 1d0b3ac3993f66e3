"""The trained detector: a small file of numbers (never pickled).

A message is weighed by its words, straight, and by how near in meaning it is to the known messages (the
landmarks), which bends the boundary: «je vais me pendre» and «on va se faire pendre par le banquier» share
their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.safety.classes import Classes, Numbers
from knowledge.safety.features import MEANING_WEIGHT, MEANINGS, weighed

PART_MARGIN = 0.5  # a clause out of its sentence sounds worse than it is: it must weigh that much more
# And more where the whole is surely harmless: «je ne dors plus» in a question on debts gets the line, «mon
# chum me bat» in a project the whole message. What other floors and margins do is printed by the learning.
HARMLESS, HARMLESS_MARGIN = -0.4, 0.7
NARROWNESS = 1.0  # how fast nearness to a landmark fades

MODEL_FILE = Path(__file__).with_name("model.npz")
# Of a coordinate as it is kept, in one byte: fewer pack better, but with 3 only, four times as many harmless
# messages are taken at the same recall.
STEPS = 20
WEIGHT_STEP = 2.0**-16  # of the weight of a landmark as it is kept: the strongest weigh a few units


def meaning_of(rows: csr_matrix, place: slice, projection: Numbers) -> Numbers:
    """One reading of each row as a unit vector, in the directions that are kept."""
    return _unit(rows[:, place].toarray().astype(np.float32) / MEANING_WEIGHT @ projection)


def nearness(rows: csr_matrix, landmarks: Numbers, projection: Numbers) -> Numbers:
    """How near in meaning each row is to each landmark: of each reading 0 to 1, added."""
    return near_to(np.stack([meaning_of(rows, place, projection) for place in MEANINGS]), landmarks)


def near_to(meanings: Numbers, landmarks: Numbers) -> Numbers:
    """The same of unit vectors, by reading."""
    total = np.zeros((meanings.shape[1], landmarks.shape[1]), dtype=np.float32)
    for meaning, known in zip(meanings, landmarks, strict=True):
        apart = meaning @ known.T
        apart -= 1
        apart *= 2 * NARROWNESS
        total += np.exp(np.minimum(apart, 0, out=apart), out=apart)
    return total


def _unit(vectors: Numbers) -> Numbers:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Numbers = vectors / np.where(lengths > 0, lengths, 1)
    return unit


def in_bytes(vectors: Numbers) -> Numbers:
    """Unit vectors as they are kept: a byte for each coordinate, of the largest of its row."""
    largest = np.abs(vectors).max(-1, keepdims=True)
    kept: Numbers = np.round(vectors / np.where(largest > 0, largest, 1) * STEPS).astype(np.int8)
    return kept


def from_bytes(kept: Numbers) -> Numbers:
    """Unit vectors from what was kept."""
    return _unit(kept.astype(np.float32))


def margin_of_parts(whole: Numbers, floor: float = HARMLESS, more: float = HARMLESS_MARGIN) -> Numbers:
    """What is taken off the score of a clause, from that of the whole message."""
    margin: Numbers = np.where(np.asarray(whole) < floor, more, PART_MARGIN)
    return margin


@dataclass(frozen=True)
class Model:
    """`rarity` tells how rare what is typed is. `weights` of the columns so weighed, and `landmark_weights`
    by nearness to the `landmarks` (as kept), tell danger from the rest: surely from `threshold` on, perhaps
    from `plausible` on, and from `certain` on whatever else is asked. `kinds` tells which danger, by nearness
    to the landmarks that are `dangerous`; a text that is right with the likelihood `sure_kind` is said."""

    rarity: Numbers
    weights: Numbers
    projection: Numbers
    landmarks: Numbers
    landmark_weights: Numbers
    constant: float
    threshold: float
    plausible: float
    certain: float
    kinds: Classes
    dangerous: Numbers
    sure_kind: float

    def read(self, rows: csr_matrix) -> tuple[csr_matrix, Numbers]:
        """What is typed in each row, weighed, and how near each is to each landmark."""
        return weighed(rows, self.rarity), nearness(rows, self.landmarks, self.projection)

    def danger(self, typed: csr_matrix, near: Numbers) -> Numbers:
        """How surely each row so read tells of a danger: 0 is even."""
        scores: Numbers = (
            np.asarray(typed @ self.weights).ravel() + near @ self.landmark_weights + self.constant
        )
        return scores

    def kind(self, typed: csr_matrix, near: Numbers) -> Numbers:
        """How likely each kind of danger is, of what rows so read say together."""
        together = near[:, self.dangerous].mean(0, keepdims=True)
        likely: Numbers = self.kinds.likelihoods(csr_matrix(typed.mean(0)), together)[0]
        return likely

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision or by steps."""
        np.savez_compressed(
            path,
            rarity=self.rarity.astype(np.float16),
            weights=self.weights.astype(np.float16),
            projection=self.projection.astype(np.float16),
            # Both readings of a message side by side: they are mostly the same, and pack as one.
            landmarks=np.moveaxis(in_bytes(self.landmarks), 0, 1),
            landmark_weights=np.round(self.landmark_weights / WEIGHT_STEP).astype(np.int32),
            constant=np.array([self.constant, self.threshold, self.plausible, self.sure_kind, self.certain]),
            dangerous=self.dangerous,
            **self.kinds.arrays("kinds_"),  # type: ignore[arg-type]
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Model:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            constant, threshold, plausible, sure_kind, certain = stored["constant"].tolist()
            return cls(
                rarity=stored["rarity"].astype(np.float32),
                weights=stored["weights"].astype(np.float64),
                projection=stored["projection"].astype(np.float32),
                landmarks=from_bytes(np.moveaxis(stored["landmarks"], 1, 0)),
                landmark_weights=(stored["landmark_weights"] * WEIGHT_STEP).astype(np.float32),
                constant=constant,
                threshold=threshold,
                plausible=plausible,
                certain=certain,
                kinds=Classes.from_arrays(stored, "kinds_"),
                dangerous=stored["dangerous"],
                sure_kind=sure_kind,
            )
