"""Learn how far the whole, the clauses and the cues of a description are believed, and say how well.

Learned from what models tell that have not heard the writer. Texts from which cues were drawn say little of
how far a cue can be believed: those of which none was drawn count most (`WORTH`). Each writer is judged by
what was learned from the others; on these answers the limits are chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut

from knowledge.referral.learn.deciding import ANSWERS, Deciding, need_rows, needs_of, stage_of, stage_row
from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.vocabulary import NEEDS, STAGES

STAGE_C, NEED_C = 0.5, 1.0
# How much a text counts, by its collection; those left out, that little.
WORTH = {"strangers.yaml": 3.0, "varied.yaml": 1.0, "registers.yaml": 1.0}
LEAST_WORTH = 0.3
FOUND = 4  # a need found is worth as much as four that are too many: each is asked for, and sends to a door
NEARLY = 0.004  # of limits that are as good but for that, the highest: a wrong stage is worse than none
NEEDS_NEARLY = 0.002  # the same of needs: one too many sends to a door that is none of theirs
LIMITS = tuple(step / 20 for step in range(2, 14))
KEPT = tuple(step / 40 for step in range(13))  # from which belief a need that the cues tell is kept


@dataclass(frozen=True)
class Heard:
    """What the whole and the clauses of a description tell of stages and of needs, by models that have not
    heard its writer; what its cues tell, and what is right; what else makes one think of a stage, and
    how much an adviser believes each."""

    whole: Numbers
    clauses: Numbers
    said: Numbers
    whole_needs: Numbers
    clause_needs: Numbers
    cued: Mapping[str, Any]
    stage: str
    needs: tuple[str, ...]
    writer: str
    collection: str
    signs: tuple[str, ...] = ()
    inferred: Mapping[str, float] = field(default_factory=dict)

    def row(self) -> Numbers:
        """What is known of its stage."""
        return stage_row(
            self.whole, self.clauses, self.said, self.cued.get("stage"), self.signs, self.inferred
        )

    def told(self) -> Numbers:
        """The needs that its cues tell."""
        return np.array([self.cued.get(f"need:{need}") is not None for need in NEEDS])

    def rows(self) -> Numbers:
        """What is known of its needs."""
        return need_rows(self.whole_needs, self.clause_needs, self.told())

    def worth(self) -> float:
        """How much it counts."""
        return WORTH.get(self.collection, LEAST_WORTH)


def fit_deciding(heard: Sequence[Heard]) -> Deciding:
    """The model; prints how right it is on writers that it has not heard."""
    beliefs, wanted = np.zeros((len(heard), len(ANSWERS))), np.zeros((len(heard), len(NEEDS)))
    for kept, aside in LeaveOneGroupOut().split(heard, groups=[_group(one) for one in heard]):
        learned = _fitted([heard[place] for place in kept])
        beliefs[aside] = learned.stages(np.array([heard[place].row() for place in aside]))
        wanted[aside] = [learned.needs(heard[place].rows()) for place in aside]
    judged = [place for place, one in enumerate(heard) if one.worth() >= 1]
    rights = {least: _stages_right(heard, beliefs, judged, least) for least in LIMITS}
    stage_from = max(least for least, right in rights.items() if right >= max(rights.values()) - NEARLY)
    pairs = [(least, kept) for least in LIMITS for kept in KEPT if kept <= least]
    worths = {pair: _needs_worth(heard, wanted, judged, pair) for pair in pairs}
    limits = max(pair for pair, worth in worths.items() if worth >= max(worths.values()) - NEEDS_NEARLY)
    for name in dict.fromkeys(_group(one) for one in heard):
        places = [place for place, one in enumerate(heard) if _group(one) == name]
        _report_needs(name, heard, places, wanted, limits)
        _report_stages(heard, places, beliefs, stage_from)
    print(f"stage told from {stage_from}, needs from {limits[0]}, those of cues kept from {limits[1]}")
    return replace(_fitted(heard), stage_from=stage_from, need_from=limits[0], need_kept=limits[1])


def _group(one: Heard) -> str:
    """Whom it is judged with: each stranger alone, the others by collection."""
    return one.writer if one.collection == "strangers.yaml" else one.collection


def _fitted(heard: Sequence[Heard]) -> Deciding:
    counts = np.array([one.worth() for one in heard])
    right = [ANSWERS.index(one.stage) for one in heard]
    rows = np.array([one.row() for one in heard])
    stage = LogisticRegression(C=STAGE_C, max_iter=500).fit(rows, right, sample_weight=counts)
    weights, constants = np.zeros((len(ANSWERS), rows.shape[1])), np.full(len(ANSWERS), -9.0)
    if len(stage.classes_) == 2:
        weights[stage.classes_[1]], constants[stage.classes_] = stage.coef_[0], [0.0, stage.intercept_[0]]
    else:
        weights[stage.classes_], constants[stage.classes_] = stage.coef_, stage.intercept_
    needs = np.array([[need in one.needs for need in NEEDS] for one in heard]).ravel()
    rows = np.concatenate([one.rows() for one in heard])
    fitted = LogisticRegression(C=NEED_C, max_iter=500).fit(
        rows, needs, sample_weight=np.repeat(counts, len(NEEDS))
    )
    return Deciding(weights, constants, fitted.coef_[0], float(fitted.intercept_[0]), 0.0, 0.5, 0.0)


def _stage(one: Heard, beliefs: Numbers, least: float) -> str:
    """The stage that is told: that of the cues gives way to another, never to none."""
    return stage_of(beliefs, least) or one.cued.get("stage") or NOTHING


def _stages_right(heard: Sequence[Heard], beliefs: Numbers, places: Sequence[int], least: float) -> float:
    """The share of stages that are right, none where none is told included."""
    right = [_stage(heard[place], beliefs[place], least) == heard[place].stage for place in places]
    worths = [heard[place].worth() for place in places]
    return float(np.dot(right, worths)) / max(1.0, sum(worths))


def _needs(one: Heard, wanted: Numbers, limits: tuple[float, float]) -> set[str]:
    """The needs that are told. `limits`: the least beliefs, of those that no cue tells and of the others."""
    cued = one.told()
    return {*needs_of(np.where(cued, 0, wanted), limits[0]), *needs_of(np.where(cued, wanted, -1), limits[1])}


def _needs_worth(
    heard: Sequence[Heard], wanted: Numbers, places: Sequence[int], limits: tuple[float, float]
) -> float:
    found = missed = extra = 0.0
    for place in places:
        told, fine = _needs(heard[place], wanted[place], limits), set(heard[place].needs)
        worth = heard[place].worth()
        found += worth * len(told & fine)
        missed += worth * len(fine - told)
        extra += worth * len(told - fine)
    return FOUND * found / max(1.0, FOUND * (found + missed) + extra)


def _report_needs(
    name: str, heard: Sequence[Heard], places: Sequence[int], wanted: Numbers, limits: tuple[float, float]
) -> None:
    print(f"{name}: {len(places)} texts")
    for label, pair in (("by cues", (2.0, 0.0)), ("weighed together", limits)):
        needs = {place: _needs(heard[place], wanted[place], pair) for place in places}
        fine = {place: set(heard[place].needs) for place in places}
        whole = np.mean([fine[place] <= needs[place] for place in places])
        exact = np.mean([fine[place] == needs[place] for place in places])
        found = sum(len(fine[place] & needs[place]) for place in places)
        said, asked = sum(map(len, needs.values())), sum(map(len, fine.values()))
        print(
            f"    needs {label}: all found in {whole:.3f}, and no other in {exact:.3f}, "
            f"precision {found / max(1, said):.2f} recall {found / max(1, asked):.2f}"
        )


def _report_stages(
    heard: Sequence[Heard], places: Sequence[int], beliefs: Numbers, stage_from: float
) -> None:
    by_cues = np.mean([(heard[place].cued.get("stage") or NOTHING) == heard[place].stage for place in places])
    told = {place: _stage(heard[place], beliefs[place], stage_from) for place in places}
    right = np.mean([told[place] == heard[place].stage for place in places])
    print(f"    stage right {by_cues:.3f} by cues, {right:.3f} weighed together")
    for stage in STAGES:
        said = sum(told[place] == stage for place in places)
        asked = sum(heard[place].stage == stage for place in places)
        good = sum(told[place] == stage == heard[place].stage for place in places)
        shares = f"precision {good / max(1, said):.2f} recall {good / max(1, asked):.2f}"
        print(f"    {stage:14} {asked:4}   {shares}")
