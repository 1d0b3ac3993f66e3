"""Learn what descriptions tell, and say how well: each judged by a model that has not heard its writer.

The limits of needs are chosen on those same answers, held apart by writer: where those found, each counted as
two, are most beside those missed and those too many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.model_selection import GroupKFold

from knowledge.referral.learn.clauses import weighed
from knowledge.referral.learn.clauses_fit import Spoken
from knowledge.referral.learn.features import MEANING, Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.learn.telling import COLUMNS, STAGE_COLUMNS, Telling, needs_of, stage_of
from knowledge.vocabulary import NEEDS, STAGES

FOLDS = 12
RIDGE = 5.0  # how much the weights are held small
MEANING_WEIGHT = 2.4  # how much the meaning of a text counts beside its words, chosen on writers not heard
FOUND = 2  # a need found is worth as much as two that are too many
# From how much likelier than none a stage is told: chosen once on descriptions by strangers, for on the texts
# learned from, whose cues are known, any limit is as good.
STAGE_FROM = 0.1
NEED_LIMITS = tuple(step / 20 for step in range(-14, 7))
# Of texts noted as an adviser infers, these stages are told as well; the others may only be implied.
SURE_WHEN_INFERRED = ("startup", "growth", "consolidation", "takeover")


@dataclass(frozen=True)
class Noted:
    """How a description is noted: what the cues tell of it, what is right; whether all that it tells is
    noted and nothing else (`told`), or what an adviser infers; whose voice it is, in which set it stands."""

    cued: Mapping[str, Any]
    right: Mapping[str, Any]
    told: bool
    writer: str
    collection: str

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


def fit_telling(rows: csr_matrix, noted: list[Noted], rare: Numbers, spoken: Spoken) -> Telling:
    """The model; prints how right it is on writers that it has not heard, beside the cues alone.

    `spoken`: the clauses of the same descriptions.
    """
    counts = np.ones(rows.shape[1])
    counts[MEANING] = MEANING_WEIGHT
    counted = rows @ diags(counts)
    alike = np.asarray((counted @ counted.T).todense())
    targets = np.array([one.targets() for one in noted])
    judged = np.flatnonzero([one.told for one in noted])
    scores = np.zeros(targets.shape)
    writers = [noted[place].writer for place in judged]
    for _, aside in GroupKFold(FOLDS).split(judged, groups=writers):
        unheard = judged[aside]
        learned = np.setdiff1d(np.arange(len(noted)), unheard)
        duals, constants = _fitted(alike[np.ix_(learned, learned)], targets[learned], noted, learned)
        whole = alike[np.ix_(unheard, learned)] @ duals + constants
        margins = spoken.margins(spoken.fit(learned), unheard)
        scores[unheard] = [weighed(*both) for both in zip(whole, margins, strict=True)]
    need_from: dict[str, float] = {need: _need_limit(need, noted, scores, judged) for need in NEEDS}
    for collection in dict.fromkeys(noted[place].collection for place in judged):
        places = np.array([place for place in judged if noted[place].collection == collection])
        _report(collection, noted, scores, places, STAGE_FROM, need_from)
    everything = np.arange(len(noted))
    duals, constants = _fitted(alike, targets, noted, everything)
    weights = np.asarray(counted.T @ duals) * counts[:, None]  # of the features as they come
    return Telling(weights, constants, STAGE_FROM, need_from, rare)


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


def _stages(one: Noted, scores: Numbers, least: float) -> str:
    return one.cued.get("stage") or stage_of(scores, least) or NOTHING


def _stages_right(noted: list[Noted], scores: Numbers, places: Numbers, least: float) -> float:
    right = [_stages(noted[place], scores[place], least) == noted[place].stage() for place in places]
    return float(np.mean(right))


def _need_limit(need: str, noted: list[Noted], scores: Numbers, places: Numbers) -> float:
    """The limit at which a need is best found, the highest of those that are worth as much."""
    column = STAGE_COLUMNS + NEEDS.index(need)
    fine = np.array([need in (noted[place].right.get("need") or ()) for place in places])
    cued = np.array([noted[place].cued.get(f"need:{need}") is not None for place in places])

    def worth(least: float) -> float:
        taken = cued | (scores[places, column] >= least)
        found = (taken & fine).sum()
        missed, extra = fine.sum() - found, taken.sum() - found
        return float((FOUND * found) / max(1, FOUND * (found + missed) + extra))

    return max(NEED_LIMITS, key=lambda least: (worth(least), least))


def _report(
    collection: str,
    noted: list[Noted],
    scores: Numbers,
    places: Numbers,
    stage_from: float,
    need_from: Mapping[str, float],
) -> None:
    by_cues = sum((noted[place].cued.get("stage") or NOTHING) == noted[place].stage() for place in places)
    print(
        f"{collection}: {len(places)} texts; stage right {by_cues / len(places):.3f} by cues, "
        f"{_stages_right(noted, scores, places, stage_from):.3f} with what is learned of other writers"
    )
    for label, learned in (("by cues", False), ("with what is learned", True)):
        whole = found = taken = wanted = 0
        for place in places:
            one = noted[place]
            needs = {need for need in NEEDS if one.cued.get(f"need:{need}") is not None}
            if learned:
                needs |= set(needs_of(scores[place], need_from))
            fine = set(one.right.get("need") or ())
            whole += fine <= needs
            found, taken, wanted = found + len(fine & needs), taken + len(needs), wanted + len(fine)
        print(
            f"    needs {label}: all found in {whole / len(places):.3f}, "
            f"precision {found / max(1, taken):.2f} recall {found / max(1, wanted):.2f}"
        )
    for stage in STAGES:
        told = [_stages(noted[place], scores[place], stage_from) == stage for place in places]
        fine_stage = [noted[place].stage() == stage for place in places]
        good = sum(a and b for a, b in zip(told, fine_stage, strict=True))
        print(
            f"    {stage:14} {sum(fine_stage):4}   precision {good / max(1, sum(told)):.2f} "
            f"recall {good / max(1, sum(fine_stage)):.2f}"
        )
