"""Learn what descriptions tell, and say how well: each judged by models that have not heard its writer.

What the whole and the clauses of each text tell, by models that have not heard its writer, is what the
deciding is then learned from (`deciding_fit.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.model_selection import GroupKFold

from knowledge.referral.learn.clauses_fit import Spoken
from knowledge.referral.learn.deciding import Deciding
from knowledge.referral.learn.deciding_fit import Heard, fit_deciding
from knowledge.referral.learn.features import MEANING, Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.learn.saying_fit import Said
from knowledge.referral.learn.telling import COLUMNS, STAGE_COLUMNS, Telling, margins_of
from knowledge.vocabulary import NEEDS

FOLDS = 8
RIDGE = 5.0  # how much the weights are held small
MEANING_WEIGHT = 2.4  # how much the meaning of a text counts beside its words, chosen on writers not heard
# Of texts noted as an adviser infers, these stages are told as well; the others may only be implied.
SURE_WHEN_INFERRED = ("startup", "growth", "consolidation", "takeover")


@dataclass(frozen=True)
class Noted:
    """How a description is noted: what the cues tell of it, what is right; whether all that it tells is
    noted and nothing else (`told`), or what an adviser infers; whose voice it is, in which set it stands;
    what else makes one think of a stage, and how much an adviser believes each."""

    cued: Mapping[str, Any]
    right: Mapping[str, Any]
    told: bool
    writer: str
    collection: str
    signs: tuple[str, ...] = ()
    inferred: Mapping[str, float] = field(default_factory=dict)

    def stage(self) -> str:
        """The right stage, or that there is none."""
        return self.right.get("stage") or NOTHING

    def teaches_stage(self) -> bool:
        """Whether its stage is one that the words tell."""
        return self.told or self.stage() in SURE_WHEN_INFERRED

    def targets(self) -> list[float]:
        """The score that each column should get."""
        stage, needs = self.stage(), self.right.get("need") or ()
        yes = [column == stage for column in COLUMNS[:STAGE_COLUMNS]] + [need in needs for need in NEEDS]
        return [1.0 if one else -1.0 for one in yes]


def fit_telling(
    rows: csr_matrix, noted: list[Noted], rare: Numbers, spoken: Spoken, said: Said
) -> tuple[Telling, Deciding]:
    """The models; prints how right they are on writers that they have not heard, beside the cues alone.

    `spoken`, `said`: the clauses of the same descriptions.
    """
    counts = np.ones(rows.shape[1])
    counts[MEANING] = MEANING_WEIGHT
    counted = rows @ diags(counts)
    alike = np.asarray((counted @ counted.T).todense())
    targets = np.array([one.targets() for one in noted])
    judged = np.flatnonzero([one.told for one in noted])
    scores = np.zeros(targets.shape)
    stages, needs = np.zeros((len(noted), STAGE_COLUMNS - 1)), np.zeros((len(noted), len(NEEDS)))
    margins = np.zeros(stages.shape)
    teaches = np.array([one.teaches_stage() for one in noted])
    writers = [noted[place].writer for place in judged]
    for _, aside in GroupKFold(FOLDS).split(judged, groups=writers):
        unheard = judged[aside]
        learned = np.setdiff1d(np.arange(len(noted)), unheard)
        duals, constants = _fitted(alike[np.ix_(learned, learned)], targets[learned], noted, learned)
        scores[unheard] = alike[np.ix_(unheard, learned)] @ duals + constants
        stages[unheard], needs[unheard] = spoken.told(spoken.fit(learned), unheard)
        margins[unheard] = said.margins(said.fit(learned[teaches[learned]]), unheard)
    wholes = margins_of(scores)
    heard = [
        Heard(
            wholes[place], stages[place], margins[place], scores[place, STAGE_COLUMNS:], needs[place],
            noted[place].cued, noted[place].stage(), tuple(noted[place].right.get("need") or ()),
            noted[place].writer, noted[place].collection, noted[place].signs, noted[place].inferred,
        )
        for place in judged
    ]  # fmt: skip
    everything = np.arange(len(noted))
    duals, constants = _fitted(alike, targets, noted, everything)
    weights = np.asarray(counted.T @ duals) * counts[:, None]  # of the features as they come
    return Telling(weights, constants, rare), fit_deciding(heard)


def _fitted(alike: Numbers, targets: Numbers, noted: list[Noted], places: Numbers) -> tuple[Numbers, Numbers]:
    """The weight of each text in each column, and the constants. A text that teaches no stage has none in
    those columns."""
    duals, constants = np.zeros(targets.shape), np.zeros(targets.shape[1])
    teaches = np.flatnonzero([noted[place].teaches_stage() for place in places])
    whole = np.arange(len(places))
    for kept, first, last in ((teaches, 0, STAGE_COLUMNS), (whole, STAGE_COLUMNS, targets.shape[1])):
        wanted = targets[kept, first:last]
        constants[first:last] = wanted.mean(axis=0)
        held = alike[np.ix_(kept, kept)] + RIDGE * np.eye(len(kept))
        duals[kept, first:last] = np.linalg.solve(held, wanted - constants[first:last])
    return duals, constants
