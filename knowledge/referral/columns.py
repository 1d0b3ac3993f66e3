"""The rules of one criterion over all the resources, each judged once for all those that share it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knowledge.records import AnyResource
from knowledge.referral.criteria import CriterionTest
from knowledge.referral.doors import Doors
from knowledge.referral.found import ORDER
from knowledge.referral.levels import points_of
from knowledge.referral.profile import Profile
from knowledge.referral.reasons import Reason, Surroundings
from knowledge.referral.scoring import Factor

KEPT_RULES = 64  # of each criterion: the values of a filter are tried each time, for the counts
SILENT = -1  # the verdict of a criterion that gives no reason

Rows = npt.NDArray[np.intp]


class RulesJudged:
    """The rules of one column for one profile: the reason, verdict and points that each gives."""

    def __init__(self, reasons: tuple[Reason | None, ...], points: Callable[[], list[float]]) -> None:
        self.reasons = reasons
        self.verdicts: Rows = np.array(
            [ORDER.index(reason.verdict) if reason else SILENT for reason in reasons], np.intp
        )
        self._points = points

    @cached_property
    def points(self) -> npt.NDArray[np.float64]:
        """Only what is put in order needs them: counting does not."""
        return np.array(self._points(), np.float64)


class Column:
    """One factor over all the resources, with its criterion where it has one: a resource of each rule, and
    the rule of each resource."""

    def __init__(
        self,
        criterion: CriterionTest | None,
        factor: Factor,
        looks_at: tuple[str, ...],
        examples: Sequence[AnyResource],
        rules: Sequence[int],
    ) -> None:
        self.examples = tuple(examples)
        self.rules = np.array(rules, dtype=np.intp)
        self.factor = factor
        self._criterion = criterion
        self._looks_at = looks_at
        self._known: OrderedDict[tuple[object, ...], RulesJudged] = OrderedDict()
        self._lock = threading.Lock()

    def judge(self, profile: Profile, around: Surroundings, doors: Doors) -> RulesJudged:
        """Every rule for a profile; kept for the next ones that are alike in what the column looks at."""
        key = tuple(getattr(profile, field) for field in self._looks_at)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        test, factor, examples = self._criterion, self.factor, self.examples
        reasons = tuple(test(profile, record, around) if test else None for record in examples)

        def points() -> list[float]:  # kept by the column, which it does not hold
            return [
                points_of(factor(profile, record, reason, doors, around.today))
                for record, reason in zip(examples, reasons, strict=True)
            ]

        judged = RulesJudged(reasons, points)
        with self._lock:
            self._known[key] = judged
            while len(self._known) > KEPT_RULES:
                self._known.popitem(last=False)
        return judged
