"""`python -m knowledge.search.train_follow_up`: learn what the last turn tells of the answers to a short one.

From the pairs of split `tune` of tests/data/follow_ups.yaml. The weights are those of a listwise logistic
model over the best answers to each; then when an answer is given at once is learned on how the best one then
stands, and the probability that it takes is the lowest that is, by cross-validation, wrong as seldom as
wanted. Writes `follow_up.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.search import follow_up as following
from knowledge.search import last_turn
from knowledge.search.last_turn import BEYOND, SETTINGS_FILE, SIGNS, forms_in, ranked_alone, signs
from knowledge.search.logistic import foreseen_apart, in_own_units
from knowledge.search.questions import DATA, pack_search
from knowledge.search.service import Snapshot, rank
from knowledge.search.sureness import Standing
from knowledge.settings import content_dir

SHOWN = 3
STEPS, RATE, DECAY = 300, 0.5, 0.02
# Of what is learned, what is kept: so few pairs make too much of it, by cross-validation.
KEPT = 0.75
MAX_WRONG = 0.06  # of the pairs that come to this decision
STRENGTH, FOLDS, REPEATS = 0.1, 10, 10
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A short question after another, and the answer that the first got."""

    before: str
    asked: str
    expect: frozenset[str]
    last: str | None
    reaches: bool  # whether it asks how to reach somebody, as the reading of a message tells


def pairs_of(snapshot: Snapshot) -> list[Pair]:
    """The pairs to learn from."""
    read: list[dict[str, Any]] = yaml.safe_load((DATA / "follow_ups.yaml").read_text(encoding="utf-8"))[
        "follow_ups"
    ]
    found = []
    for pair in read:
        if pair["split"] == "tune":
            first = rank(snapshot, pair["before"], SHOWN)
            given = first.hits[0].answer.identifier if first.decision == "answer" else None
            reaches = "reach" in pair.get("does", ())
            found.append(Pair(pair["before"], pair["asked"], frozenset(pair["expect"]), given, reaches))
    return found


def rows_of(snapshot: Snapshot, pair: Pair) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The signs of the best answers to a short question, how far each is below the first in front, and which
    are right."""
    last = snapshot.answers[pair.last or ""]
    asked = None if following.names_only_a_form(pair.asked) else pair.asked
    both = snapshot.ranker.rank(following.completed(pair.asked, last, pair.before), asked=asked)
    alone = ranked_alone(snapshot.ranker.rank(pair.asked))
    totals = {one.answer.identifier: one.total for one in both.candidates}
    best, floor = max(totals.values()), min(totals.values()) - BEYOND
    form = forms_in(pair.asked) or forms_in(pair.before) or forms_in(last.question)
    values, right = [], []
    for name in dict.fromkeys([*totals, *alone]):
        answer = snapshot.answers[name]
        told = signs(answer, last, alone.get(name, 0.0), form)
        values.append([totals.get(name, floor) - best, *(told[sign] for sign in SIGNS)])
        right.append(bool(pair.expect & {name, *answer.facts}))
    return np.array(values), np.array(right)


def learned(rows: Sequence[tuple[Numbers, npt.NDArray[np.bool_]]]) -> dict[str, float]:
    """The weight of each sign, in the units of the ranking."""
    weights = np.zeros(len(SIGNS) + 1)
    weights[0] = 1.0
    for _ in range(STEPS):
        slope = -DECAY * weights
        for values, right in rows:
            scores = values @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            wanted = likely * right / (likely * right).sum()
            slope += (wanted - likely) @ values / len(rows)
        weights += RATE * slope
    return {
        name: round(KEPT * float(weight / weights[0]), 2)
        for name, weight in zip(SIGNS, weights[1:], strict=True)
    }


def decided(snapshot: Snapshot, pairs: Sequence[Pair]) -> tuple[list[Standing], npt.NDArray[np.bool_]]:
    """How the best answer stands for each pair that comes to the decision, and whether it is right."""
    told: list[Standing] = []
    right = []

    def seen(standing: Standing) -> bool:
        told.append(standing)
        return True

    for pair in pairs:
        before = len(told)
        found = following.follow_up(
            snapshot, pair.asked, pair.last, pair.before, SHOWN, reaches=pair.reaches, sure=seen
        )
        if len(told) > before:
            first = found.hits[0].answer
            right.append(bool(pair.expect & {first.identifier, *first.facts}))
    return told, np.array(right)


def learned_sureness(told: Sequence[Standing], right: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """When an answer is given at once: the settings of the model."""
    names = list(told[0])
    values = np.array([[one[name] for name in names] for one in told])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000))
    foreseen = foreseen_apart(model, values, right, FOLDS, REPEATS)
    model.fit(values, right)
    at = next(
        (at for at in np.linspace(0.3, 0.99, 70) if ((foreseen >= at) & ~right).mean() <= MAX_WRONG), 1.0
    )
    given = foreseen >= at
    print(
        f"{len(told)} pairs, {right.mean():.1%} right first; at {at:.2f}, "
        f"{(given & right).mean():.1%} right at once, {(given & ~right).mean():.1%} wrong"
    )
    intercept, weights = in_own_units(model, names)
    return {
        "intercept": round(intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
        "answer_at": round(float(at), 4),
    }


def main() -> None:
    """Learn the weights, write them, then learn when an answer is given at once, and write that."""
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        pairs = pairs_of(snapshot)
        rows = [rows_of(snapshot, pair) for pair in pairs if pair.expect and pair.last]
        weights = learned([row for row in rows if row[1].any()])
        _write(weights, {"intercept": 0.0, "weights": {}, "answer_at": 1.0})
        last_turn.settings.cache_clear()
        _write(weights, learned_sureness(*decided(snapshot, pairs)))


def _write(weights: dict[str, float], sure: dict[str, Any]) -> None:
    header = "# Written by `python -m knowledge.search.train_follow_up`; see knowledge/search/last_turn.py.\n"
    told = yaml.safe_dump({"weights": weights, "sure": sure}, sort_keys=False)
    SETTINGS_FILE.write_text(header + told, encoding="utf-8")


if __name__ == "__main__":
    main()
