"""`python -m knowledge.search.train_sureness [--write]`: learn when the first answer is given at once.

On the questions of split `tune` and of the world, and on the same questions in a base without their answers,
which nothing found there answers. The threshold is the lowest that is, by cross-validation, wrong as seldom
as wanted on each of the three. The questions of split `report` are only measured. `--write` writes
`sureness.yaml`; `--share 0.5` asks that share of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.search.decision import calibration
from knowledge.search.logistic import in_own_units
from knowledge.search.questions import SIDES, pack_search, read_questions, right_answers, world_questions
from knowledge.search.ranked import Ranking
from knowledge.search.service import Snapshot
from knowledge.search.sureness import SETTINGS_FILE, Standing
from knowledge.search.train import drawn
from knowledge.settings import content_dir

STRENGTH = 0.1  # of the regularization's inverse; flat from .03 to .1
BENDS = 4  # of a sign's curve, at its quantiles: one (a straight line) does worse, more do no better
GAP_WEIGHT = 0.4  # of a question whose answers were taken away: there is one for each that has some
FOLDS = 5
# Of the questions to answer, those that get another answer; of those to decline, those that get one; of those
# whose answers were taken away, those that get one.
MAX_WRONG, MAX_ANSWERED, MAX_GAPS = 0.037, 0.055, 0.2
# An entry of the lexicon says what a word means, which questions annotated by facts do not tell.
UNUSED = ("elsewhere", "lexicon", "rival_lexicon")

Kind = Literal["inside", "outside", "gap"]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """A question as it was ranked: how its best answer stands, whether it is right, whether the base is held
    to have something to say of it at all."""

    standing: Standing
    right: bool
    kind: Kind
    shown: bool


def seen(ranking: Ranking, right: set[str], kind: Kind) -> Seen | None:
    """A ranking as an example; None when nothing is left to decide."""
    if not ranking.candidates or ranking.word_for_word:
        return None
    best, settings = ranking.candidates[0], calibration()
    shown = settings.scope.probability(best.signs) >= settings.clarify_at and not best.signs.elsewhere
    return Seen(ranking.standing, best.answer.identifier in right, kind, shown)


def examples(snapshot: Snapshot, questions: Sequence[Mapping[str, Any]]) -> list[Seen]:
    """The examples of questions, those to answer twice: with their answers and without."""
    found: list[Seen | None] = []
    for question in questions:
        right = right_answers(snapshot.answers, question) if "expect" in question else set()
        if "expect" in question and not right:
            continue
        found.append(seen(snapshot.ranker.rank(question["text"]), right, "inside" if right else "outside"))
        if right:
            found.append(seen(snapshot.ranker.rank(question["text"], without=right), set(), "gap"))
    return [one for one in found if one]


def names_of(told: Sequence[Seen]) -> list[str]:
    """The signs to learn from."""
    return [name for name in told[0].standing if name not in UNUSED]


def table(told: Sequence[Seen], names: Sequence[str]) -> Numbers:
    """The signs as numbers, one row each."""
    return np.array([[one.standing[name] for name in names] for one in told])


def shares(told: Sequence[Seen], foreseen: Numbers, at: float) -> dict[str, float]:
    """What a threshold gives, in shares of each kind."""
    given = (foreseen >= at) & np.array([one.shown for one in told])
    right = np.array([one.right for one in told])
    kinds = np.array([one.kind for one in told])
    counts = {kind: max(int((kinds == kind).sum()), 1) for kind in ("inside", "outside", "gap")}
    return {
        "right": float((given & right).sum()) / counts["inside"],
        "wrong": float((given & ~right & (kinds == "inside")).sum()) / counts["inside"],
        "answered": float((given & (kinds == "outside")).sum()) / counts["outside"],
        "gaps": float((given & (kinds == "gap")).sum()) / counts["gap"],
    }


def threshold(told: Sequence[Seen], foreseen: Numbers) -> float:
    """The lowest threshold that keeps to the shares wanted."""
    for at in np.linspace(0.05, 0.99, 189):
        got = shares(told, foreseen, float(at))
        if got["wrong"] <= MAX_WRONG and got["answered"] <= MAX_ANSWERED and got["gaps"] <= MAX_GAPS:
            return float(at)
    return 1.0


def bends(values: Numbers) -> Numbers:
    """Where the curve of a sign bends: at its quantiles, each once; two ends when it says yes or no."""
    return np.unique(np.round(np.quantile(values, np.linspace(0, 1, BENDS)), 3))


def on_bends(values: Numbers, told: Sequence[Numbers]) -> Numbers:
    """The signs, a column each, as how near they are to each bend of their curve."""
    columns = [np.interp(values[:, sign], at, one) for sign, at in enumerate(told) for one in np.eye(len(at))]
    return np.array(columns).T


def fit(told: Sequence[Seen], names: Sequence[str]) -> tuple[Pipeline, list[Numbers], Numbers]:
    """The model, where its curves bend, and what it foresees of examples that it had not seen."""
    values, right = table(told, names), np.array([one.right for one in told])
    curves = [bends(column) for column in values.T]
    near = on_bends(values, curves)
    weight = np.array([GAP_WEIGHT if one.kind == "gap" else 1.0 for one in told])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=3000))
    told_weight = {"logisticregression__sample_weight": weight}
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    foreseen = cross_val_predict(model, near, right, cv=folds, method="predict_proba", params=told_weight)
    model.fit(near, right, **told_weight)
    return model, curves, foreseen[:, 1]


def settings_of(
    model: Pipeline, names: Sequence[str], curves: Sequence[Numbers], at: float
) -> dict[str, Any]:
    """The settings as written, in the units of the signs themselves: each curve from 0 at its start."""
    columns = [
        f"{name} {place}" for name, told in zip(names, curves, strict=True) for place in range(len(told))
    ]
    intercept, worth = in_own_units(model, columns)
    written = {}
    for name, told in zip(names, curves, strict=True):
        start = worth[f"{name} 0"]
        intercept += start
        written[name] = {
            "at": [round(float(one), 3) for one in told],
            "gives": [round(worth[f"{name} {place}"] - start, 4) for place in range(len(told))],
        }
    return {"intercept": round(intercept, 4), "answer_at": round(at, 4), "curves": written}


def main() -> None:
    """Learn, measure, and write when asked."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.search.train_sureness")
    parser.add_argument("--write", action="store_true", help="mettre en vigueur ce qui est appris")
    parser.add_argument("--share", type=float, default=1.0, help="part des questions posées, de 0 à 1")
    arguments = parser.parse_args()
    every = [one for name in ("questions.yaml", "unanswerable.yaml") for one in read_questions(name)]
    asked = drawn(every, arguments.share)
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        sides = [one for file in SIDES for one in read_questions(file)]
        tune = [one for one in (*asked, *sides) if one["split"] == "tune"]
        told = examples(snapshot, [*tune, *world_questions()])
        apart = examples(snapshot, [one for one in asked if one["split"] == "report"])
    names = names_of(told)
    model, curves, foreseen = fit(told, names)
    at = threshold(told, foreseen)
    print(f"threshold {at:.3f}")
    of_report = model.predict_proba(on_bends(table(apart, names), curves))[:, 1]
    for title, got in (("tune", shares(told, foreseen, at)), ("report", shares(apart, of_report, at))):
        print(title, ", ".join(f"{name} {share:.1%}" for name, share in got.items()))
    if arguments.write:
        head = "# Written by `python -m knowledge.search.train_sureness`; see knowledge/search/sureness.py.\n"
        SETTINGS_FILE.write_text(
            head
            + yaml.safe_dump(settings_of(model, names, curves, at), sort_keys=False, default_flow_style=None),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
