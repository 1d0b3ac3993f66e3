"""The numbers of the levels that make an adviser's doors the likeliest to be picked, one after the other.

The score of a door is a product of numbers, so its logarithm is a sum: at each pick, the chance of each
door that may come next is a softmax of these sums, lowered as picking.py lowers what repeats others.
The numbers are drawn towards what judgement says of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack

from knowledge.referral.doors import Doors
from knowledge.referral.picking import CONSIDERED, Candidate, Picks
from knowledge.referral.profile import Profile

Vector = npt.NDArray[np.float64]
LOWERED = ("role_again", "need_covered", "instrument_early")  # of picking.py, fitted with the levels
PICK_WEIGHTS = (1.0, 0.8, 0.6, 0.4, 0.25)  # what comes first matters most
EXPECTED_WEIGHT = 0.4  # of a project for which only a door expected among the first is known
TEMPERATURES = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8)


@dataclass
class Case:
    """One project: who judged it, what is wanted of it, its open rows (names and numbers) and their levels.

    `levels`: one row for each open row, one column for each level.
    """

    author: str
    entry: Mapping[str, Any]
    profile: Profile
    names: Sequence[str]
    rows: Sequence[int]
    levels: csr_matrix

    @property
    def has_ideal(self) -> bool:
        return "ideal" in self.entry

    def wanted(self) -> list[list[int]]:
        """The places, among the open rows, of each door that is wanted and of its equivalents, best first."""
        place = {name: number for number, name in enumerate(self.names)}
        same = self.entry.get("equivalents") or {}
        doors = (
            [[door, *(same.get(door) or ())] for door in self.entry["ideal"]]
            if self.has_ideal
            else [list(self.entry["expect_any"])]
        )
        return [[place[name] for name in names if name in place] for names in doors]


@dataclass
class Pick:
    """One pick: the levels and lowerings of the doors that may come next, and which are right."""

    features: csr_matrix
    right: list[int]
    weight: float


def picks_of(
    case: Case, candidates: Sequence[Candidate], doors: Doors, start: Vector, weight: float = 1.0
) -> list[Pick]:
    """The picks that an adviser made for a project, each after the ones before it."""
    scores = case.levels @ start[: -len(LOWERED)]
    pool = [case.rows[place] for place in np.argsort(-scores, kind="stable")[:CONSIDERED]]
    picks = Picks(pool, {row: candidates[row] for row in case.rows}, case.profile, doors)
    found = []
    for place, wanted in enumerate(case.wanted()):
        lowered = {
            number: told
            for number, row in enumerate(case.rows)
            if row not in picks.rows and (told := picks.lowered(row)) is not None
        }
        open_places = list(lowered)
        right = [open_places.index(number) for number in wanted if number in lowered]
        if right:
            times = [[dict(lowered[number]).get(name, 0) for name in LOWERED] for number in open_places]
            features = hstack([case.levels[open_places], csr_matrix(np.array(times, np.float64))])
            of_place = PICK_WEIGHTS[place] if case.has_ideal else EXPECTED_WEIGHT
            found.append(Pick(features.tocsr(), right, weight * of_place))
        if wanted:
            picks.take(case.rows[max(wanted, key=lambda number: (number in lowered, scores[number]))])
    return found


class Likelihood:
    """How likely the picks are with some numbers, and how that changes with each."""

    def __init__(self, picks: Sequence[Pick]) -> None:
        self._features = vstack([pick.features for pick in picks]).tocsr()
        self._transposed = self._features.T.tocsr()
        sizes = [pick.features.shape[0] for pick in picks]
        self._begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        self._pick_of = np.repeat(np.arange(len(picks)), sizes)
        self._weights = np.array([pick.weight for pick in picks])
        told = [(n, self._begins[n] + one) for n, pick in enumerate(picks) for one in pick.right]
        self._owner = np.array([owner for owner, _ in told])
        self._right = np.array([row for _, row in told])

    def cost(self, logs: Vector) -> tuple[float, Vector]:
        """The weighted negative logarithm of the chance of what is right, and its gradient."""
        sums = self._features @ logs
        most = np.maximum.reduceat(sums, self._begins)
        powers = np.exp(sums - most[self._pick_of])
        chances = powers / np.add.reduceat(powers, self._begins)[self._pick_of]
        right = np.bincount(self._owner, chances[self._right], minlength=len(self._weights))
        slope = chances * self._weights[self._pick_of]
        slope[self._right] -= (self._weights / right)[self._owner] * chances[self._right]
        return float(-(self._weights * np.log(right)).sum()), self._transposed @ slope


def fitted(picks: Sequence[Pick], judgement: Vector, held: Collection[int], pull: float) -> Vector:
    """The logarithms that make the picks likeliest, drawn towards those of the judgement, on its scale; those
    that are held stay as they are."""
    likelihood = Likelihood(picks)
    scale = min(TEMPERATURES, key=lambda one: likelihood.cost(judgement * one)[0])
    drawn = judgement * scale

    def cost(logs: Vector) -> tuple[float, Vector]:
        value, slope = likelihood.cost(logs)
        apart = logs - drawn
        return value + pull * float(apart @ apart), slope + 2 * pull * apart

    free = len(judgement) - len(LOWERED)
    bounds = [(None, None)] * free + [(None, 0.0)] * len(LOWERED)  # what repeats is never raised
    for place in held:
        bounds[place] = (drawn[place], drawn[place])
    found = minimize(cost, drawn, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    logs: Vector = found.x / scale
    return logs
