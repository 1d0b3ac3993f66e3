"""`python -m knowledge.search.train_follow_up`: learn which answer a half wants, and when to give it.

From tests/data/follow_up_states.yaml: short questions, what each was asked after, and the answers that the
same question gets when it is asked whole. The order is a listwise logistic model over the signs of the
candidates; whether the best one is right, whether the base can answer at all, and whether the answer just
given, when it comes first, is truly wanted again, are three logistic models over how it stands. Prints what
each set gets from what is learned of the others, then, as `--without` tells, what the signs are worth;
writes `follow_up.yaml`, learned from all but the split `report`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.search.follow_up import says_all
from knowledge.search.forms import names_only_a_form
from knowledge.search.last_turn import (
    SETTINGS_FILE,
    SIGNS,
    Before,
    Candidates,
    Likely,
    candidates,
    ordered,
    standing,
)
from knowledge.search.logistic import foreseen_apart, in_own_units
from knowledge.search.questions import DATA, pack_search
from knowledge.search.ranked import Ranking
from knowledge.search.service import Snapshot, conclude
from knowledge.search.sureness import Standing, Sureness
from knowledge.search.thread import completed
from knowledge.settings import content_dir

STATES = DATA / "follow_up_states.yaml"
SHOWN = 3
DECAY = 10.0  # of 3 to 30, where what is learned of one set serves the other best
STRENGTH, FOLDS, REPEATS = 0.03, 10, 5
# Of all questions: those given at once and wrong, or given before others and wrong. A question that the base
# can answer is declined that seldom.
MAX_WRONG, MAX_LIKELY_WRONG, MAX_DECLINED = 0.02, 0.15, 0.02
MAX_NOT_AGAIN = 0.05  # of those that want the answer just given again: offered it, among others
MAX_AGAIN_WRONG = 0.1  # of the answers said to be given again: those that were not wanted
SETS = ("tune", "1", "2", "3", "4")
Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Half:
    """A short question, how it was read, and which of its candidates are right."""

    of: str
    question: str
    before: Before
    alone: Ranking
    whole: Ranking
    found: Candidates
    right: Truths
    answerable: bool


@dataclass(frozen=True)
class Learned:
    """What was learned: the weights of the signs, and the three models with their thresholds."""

    weights: Mapping[str, float]
    scale: float
    right: Mapping[str, Any]
    likely_at: float
    answerable: Mapping[str, Any]
    again: Mapping[str, Any]
    again_surely_at: float


def before_of(row: Mapping[str, Any]) -> Before:
    """What a short question of the file was asked after."""
    return Before(
        last=row.get("last"),
        thread=tuple(row.get("thread") or ()),
        offered=tuple(row.get("offered") or ()),
        form=frozenset(row.get("form") or ()),
        home=row.get("home"),
        leans=row["leans"],
        trait=row.get("trait", 0.0),
    )


def halves_of(snapshot: Snapshot) -> list[Half]:
    """The short questions that come to what is learned, read both ways."""
    found = []
    for row in yaml.safe_load(STATES.read_text(encoding="utf-8"))["states"]:
        question, before = row["short"], before_of(row)
        alone = snapshot.ranker.rank(question, home=before.home)
        plain = conclude(alone, snapshot.topics, SHOWN)
        if row.get("reaches") or names_only_a_form(question) or says_all(question, before, alone, plain):
            continue
        thread = before.thread or (snapshot.answers[before.last or ""].question,)
        whole = snapshot.ranker.rank(completed(question, thread), home=before.home)
        near = candidates(snapshot, question, before, alone, whole)
        right = np.array([bool({one.identifier, *one.facts} & set(row["right"])) for one in near.answers])
        found.append(Half(row["of"], question, before, alone, whole, near, right, bool(row["right"])))
    return found


def order_learned(halves: Sequence[Half], without: Sequence[str] = ()) -> tuple[dict[str, float], float]:
    """The weight of each sign, in the units of the ranking, and the scale of the scores."""
    rows = [(half.found.signs, half.right) for half in halves if half.right.any()]
    spread = np.concatenate([signs for signs, _ in rows]).std(axis=0)
    spread[spread == 0] = 1.0
    spread[[SIGNS.index(name) for name in without]] = np.inf

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = DECAY * float(weights @ weights) / 2, DECAY * weights
        for signs, right in rows:
            scores = signs / spread @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            wanted = float(likely[right].sum()) + 1e-12
            total -= np.log(wanted)
            slope = slope - (likely * right / wanted - likely) @ (signs / spread)
        return total, slope

    weights = minimize(loss, np.zeros(len(SIGNS)), jac=True, method="L-BFGS-B").x / spread
    scale = float(sum(weights[SIGNS.index(name)] for name in ("alone", "whole", "whole_leaning")))
    return dict(zip(SIGNS, map(float, weights / scale), strict=True)), scale


def standings(
    snapshot: Snapshot, halves: Sequence[Half], weights: Mapping[str, float], scale: float
) -> list[tuple[list[Likely], Standing]]:
    """The candidates of each, best first, and how the best one stands."""
    told = []
    for half in halves:
        found = ordered(half.found, weights, scale)
        told.append((found, standing(snapshot, half.question, half.before, found, half.alone, half.whole)))
    return told


def learned(snapshot: Snapshot, halves: Sequence[Half], without: Sequence[str] = ()) -> Learned:
    """All that is learned of some halves. How each one stands is told by an order learned of the others."""
    rows: list[Standing] = []
    parts = np.arange(len(halves)) % FOLDS
    stands: dict[int, tuple[list[Likely], Standing]] = {}
    for part in range(FOLDS):
        apart = [place for place in range(len(halves)) if parts[place] == part]
        order = order_learned(
            [halves[place] for place in range(len(halves)) if parts[place] != part], without
        )
        found = standings(snapshot, [halves[place] for place in apart], *order)
        stands |= dict(zip(apart, found, strict=True))
    rows = [stands[place][1] for place in range(len(halves))]
    right = np.array([_is_right(half, stands[place][0]) for place, half in enumerate(halves)])
    answerable = np.array([half.answerable for half in halves])
    first, foreseen = _model(rows, right)
    scope, inside = _model(rows, answerable)
    levels = np.linspace(0.2, 0.99, 80)
    decline_at = max(at for at in levels if (answerable & (inside < at)).mean() <= MAX_DECLINED)
    kept = inside >= decline_at
    answer_at, likely_at = (
        min((at for at in levels if (kept & (foreseen >= at) & ~right).mean() <= most), default=1.0)
        for most in (MAX_WRONG, MAX_LIKELY_WRONG)
    )
    firsts = [stands[place][0][0].answer.identifier for place in range(len(halves))]
    same = [place for place, half in enumerate(halves) if firsts[place] == half.before.last]
    once_more, wanted = _model([rows[place] for place in same], right[same])
    lost = {at: (right[same] & (wanted < at)).sum() for at in levels}
    again_at = max(at for at in levels if lost[at] <= MAX_NOT_AGAIN * right[same].sum())
    said = {at: wanted >= at for at in levels}
    missed = {at: (said[at] & ~right[same]).sum() for at in levels}
    again_surely_at = min(at for at in levels if missed[at] <= MAX_AGAIN_WRONG * said[at].sum())
    return Learned(
        *order_learned(halves, without),
        {**first, "answer_at": round(float(answer_at), 2)},
        round(float(likely_at), 2),
        {**scope, "answer_at": round(float(decline_at), 2)},
        {**once_more, "answer_at": round(float(again_at), 2)},
        round(float(again_surely_at), 2),
    )


def _is_right(half: Half, found: Sequence[Likely], among: int = 1) -> bool:
    names = {one.answer.identifier for one in found[:among]}
    return any(
        right and answer.identifier in names
        for answer, right in zip(half.found.answers, half.right, strict=True)
    )


def _model(rows: Sequence[Standing], truth: Truths) -> tuple[dict[str, Any], Numbers]:
    """A logistic model over how the best answers stand, and what it foresees of each, learned of others."""
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    model: Pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000))
    foreseen = foreseen_apart(model, values, truth, FOLDS, REPEATS)
    model.fit(values, truth)
    intercept, weights = in_own_units(model, names)
    told = {name: round(weight, 4) for name, weight in weights.items()}
    return {"intercept": round(intercept, 4), "weights": told}, foreseen


def figures(snapshot: Snapshot, halves: Sequence[Half], known: Learned) -> str:
    """What some halves get: a row of the table."""
    first, scope = Sureness(**known.right), Sureness(**known.answerable)
    counts = dict.fromkeys(("right", "likely", "choice", "wrong", "lost", "kept", "answered"), 0)
    for half, (found, told) in zip(
        halves, standings(snapshot, halves, known.weights, known.scale), strict=True
    ):
        sure, declined = first.probability(told), not scope.sure(told)
        given = not declined and sure >= known.likely_at
        if not half.answerable:
            counts["answered" if given else "kept"] += 1
        elif given:
            level = "right" if sure >= first.answer_at else "likely"
            counts[level if _is_right(half, found) else "wrong"] += 1
        else:
            counts["choice" if not declined and _is_right(half, found, SHOWN) else "lost"] += 1
    return " | ".join(str(value) for value in counts.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what is learned of the others for each set, then learn of all and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="store_true", help="what each sign is worth: it is left out")
    asked = parser.parse_args(arguments)
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        halves = halves_of(snapshot)
        print(
            "| set | juste | juste, d'autres dessous | au choix | fausse | perdue | tue | répondue à tort |"
        )
        print("|---" * 8 + "|")
        for left_out in [None, *SIGNS] if asked.without else [None]:
            for of in (*SETS, "report"):
                known = learned(
                    snapshot,
                    [half for half in halves if half.of not in (of, "report")],
                    (left_out,) if left_out else (),
                )
                told = [half for half in halves if half.of == of]
                name = f"{of} ({len(told)})" + (f" sans {left_out}" if left_out else "")
                print(f"| {name} | {figures(snapshot, told, known)} |", flush=True)
        known = learned(snapshot, [half for half in halves if half.of != "report"])
    written = {
        "weights": {name: round(weight, 3) for name, weight in known.weights.items()},
        "scale": round(known.scale, 3),
        "right": dict(known.right),
        "likely_at": known.likely_at,
        "answerable": dict(known.answerable),
        "again": dict(known.again),
        "again_surely_at": known.again_surely_at,
    }
    header = "# Written by `python -m knowledge.search.train_follow_up`; see knowledge/search/last_turn.py.\n"
    SETTINGS_FILE.write_text(header + yaml.safe_dump(written, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
