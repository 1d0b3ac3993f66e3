"""Which stage and which needs are told, the whole text, its clauses and its cues weighed together.

A cue is right more often than not, but it reads a few words: «la coop du voisin est en faillite» is no
trouble of theirs, «on a déjà un local» asks for none. How far each witness is believed was learned from
writers of whom no cue was drawn (`deciding_fit.py`). A stage that a cue tells gives way to another that is
believed enough, never to none; a need that a cue tells is set aside where nothing else bears it out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

import numpy as np

from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.stages import SIGNS
from knowledge.vocabulary import NEEDS, STAGES, Need, Stage

MODEL_FILE = Path(__file__).with_name("deciding.npz")
ANSWERS = (*STAGES, NOTHING)
OTHERS_MOST = 2  # more needs told than that say no more


LEAST_BELIEF = 1e-4  # less is believed as little
AHEAD_MOST = 4  # more needs that a clause tells better than this one say no more


def stage_row(
    whole: Numbers,
    clauses: Numbers,
    said: Numbers,
    cue: str | None,
    signs: Collection[str],
    inferred: Mapping[str, float],
) -> Numbers:
    """What is known of a stage: how much likelier than none it is by the whole, by the clauses, by what is
    said (`saying.py`); the cue; what else makes one think of one (`stages.SIGNS`); how much an adviser would
    believe each answer."""
    told = [float((cue or NOTHING) == answer) for answer in ANSWERS]
    hinted = [float(one in signs) for one in SIGNS]
    believed = [log(max(inferred.get(answer, 0.0), LEAST_BELIEF)) for answer in ANSWERS]
    return np.concatenate([whole, clauses, said, told, hinted, believed])


def need_rows(whole: Numbers, clauses: Numbers, cued: Numbers) -> Numbers:
    """What is known of each need, one row a need. `cued`: which of them the cues tell."""
    told = np.asarray(cued, dtype=np.float64)
    others = np.minimum(told.sum() - told, OTHERS_MOST)
    first, second = np.sort(clauses)[[-1, -2]]
    best_other = np.where(clauses == first, second, first)
    ahead = np.minimum((clauses[:, None] < clauses).sum(axis=1), AHEAD_MOST) / AHEAD_MOST
    known = [whole, clauses, others, told, told * whole, told * clauses, best_other, ahead]
    each = np.eye(len(NEEDS))
    return np.hstack([np.column_stack(known), each, each * told[:, None]])


@dataclass(frozen=True)
class Deciding:
    """The weights of the rows above, and the least beliefs from which a stage and a need are told, and a need
    that the cues tell is kept."""

    stage: Numbers
    stage_constants: Numbers
    need: Numbers
    need_constant: float
    stage_from: float
    need_from: float
    need_kept: float

    def stages(self, rows: Numbers) -> Numbers:
        """How much each answer is believed, a row each."""
        scores = rows @ self.stage.T + self.stage_constants
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Numbers = raised / raised.sum(axis=1, keepdims=True)
        return shares

    def needs(self, rows: Numbers) -> Numbers:
        """How much each need is believed, a row each."""
        shares: Numbers = 1 / (1 + np.exp(-(rows @ self.need + self.need_constant)))
        return shares

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it."""
        np.savez_compressed(
            path,
            answers=np.array(ANSWERS),
            stage=self.stage.astype(np.float32),
            stage_constants=self.stage_constants,
            need=self.need.astype(np.float32),
            limits=np.array([self.need_constant, self.stage_from, self.need_from, self.need_kept]),
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Deciding:
        """Read it back. Nothing in the file is run. Raises `ValueError` where it is of other answers."""
        with np.load(path, allow_pickle=False) as stored:
            if tuple(stored["answers"].tolist()) != ANSWERS:
                raise ValueError("learned of other answers: run `python -m knowledge.referral.learn`")
            constant, stage_from, need_from, need_kept = stored["limits"].tolist()
            return cls(
                stored["stage"].astype(np.float64),
                stored["stage_constants"],
                stored["need"].astype(np.float64),
                constant,
                stage_from,
                need_from,
                need_kept,
            )


def stage_of(beliefs: Numbers, least: float) -> Stage | None:
    """The answer believed most, none where it is not believed enough."""
    best = int(beliefs.argmax())
    return STAGES[best] if best < len(STAGES) and beliefs[best] >= least else None


def needs_of(beliefs: Numbers, least: float) -> tuple[Need, ...]:
    """The needs that are believed enough, the likeliest first."""
    taken = [place for place in range(len(NEEDS)) if beliefs[place] >= least]
    return tuple(NEEDS[place] for place in sorted(taken, key=lambda place: -beliefs[place]))


@lru_cache(maxsize=1)
def deciding() -> Deciding:
    """The model as it was last learned."""
    return Deciding.load()
