"""`python -m knowledge.search.train_follow_up`: learn what the last turn tells of the answers to a short one.

From the pairs of split `tune` of tests/data/follow_ups.yaml. The weights are those of a listwise logistic
model over the best answers to each; then the probability from which an answer is given at once is the lowest
that is wrong as seldom as wanted. Writes `follow_up.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.search import follow_up as following
from knowledge.search import last_turn
from knowledge.search.last_turn import BEYOND, SETTINGS_FILE, SIGNS, Settings, forms_in, ranked_alone, signs
from knowledge.search.questions import DATA, pack_search
from knowledge.search.service import Snapshot, rank
from knowledge.settings import content_dir

SHOWN = 3
STEPS, RATE, DECAY = 300, 0.5, 0.02
# Of what is learned, what is kept: so few pairs make too much of it, by cross-validation.
KEPT = 0.75
MAX_WRONG = 0.04  # of the questions that the base answers
ANSWER_AT = (0.54, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A short question after another, and the answer that the first got."""

    before: str
    asked: str
    expect: frozenset[str]
    last: str | None


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
            found.append(Pair(pair["before"], pair["asked"], frozenset(pair["expect"]), given))
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


def share_wrong(snapshot: Snapshot, pairs: Sequence[Pair]) -> float:
    """The share of the questions to answer that get another answer, by the settings in force."""
    answerable = [pair for pair in pairs if pair.expect]
    wrong = 0
    for pair in answerable:
        found = following.follow_up(snapshot, pair.asked, pair.last, pair.before, SHOWN)
        first = found.hits[0].answer if found.hits else None
        if found.decision == "answer" and first is not None:
            wrong += not pair.expect & {first.identifier, *first.facts}
    return wrong / len(answerable)


def main() -> None:
    """Learn, choose the threshold, write."""
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        pairs = pairs_of(snapshot)
        rows = [rows_of(snapshot, pair) for pair in pairs if pair.expect and pair.last]
        weights = learned([row for row in rows if row[1].any()])
        for answer_at in ANSWER_AT:
            written = Settings(weights, answer_at)
            _write(written)
            last_turn.settings.cache_clear()
            wrong = share_wrong(snapshot, pairs)
            print(f"{answer_at}: {wrong:.1%} wrong")
            if wrong <= MAX_WRONG:
                break


def _write(written: Settings) -> None:
    header = "# Written by `python -m knowledge.search.train_follow_up`; see knowledge/search/last_turn.py.\n"
    told = yaml.safe_dump({"weights": written.weights, "answer_at": written.answer_at}, sort_keys=False)
    SETTINGS_FILE.write_text(header + told, encoding="utf-8")


if __name__ == "__main__":
    main()
