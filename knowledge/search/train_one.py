"""`python -m knowledge.search.train_one limit|sure|NAME… [--write]`: one setting, the others kept.

`limit`: from when a question is no longer declined, chosen on the questions to decline. `sure`: from when the
first answer is given at once, chosen as `train_sureness` does, by the model in force. The names of features
of the ranker (`sentence`, `turn_same place_same`): what they are worth, learned over the weights in force on
the tuning questions, on those of the world and on those told apart by a side or a direction; the questions of
split `report`, and each file of the world left out of what is learned, are measured. `--share 0.3` asks that
share of our own questions.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from knowledge.search import train_sureness
from knowledge.search.decision import calibration
from knowledge.search.learning import Examples, Weights, fit_over, recalls
from knowledge.search.questions import SIDES, WORLD, ask, pack_search, read_questions, world_questions
from knowledge.search.service import Snapshot
from knowledge.search.sureness import SETTINGS_FILE as SURENESS_FILE
from knowledge.search.sureness import sureness
from knowledge.search.thresholds import limit
from knowledge.search.train import (
    FEATURES,
    SIDE_WEIGHT,
    compared,
    drawn,
    in_force,
    of_questions,
    write_settings,
    write_weights,
)
from knowledge.settings import content_dir


def choose_limit(snapshot: Snapshot, share: float, *, write: bool) -> list[str]:
    """Choose from when a question is not declined, by the scope in force. Output: the limit."""
    tune = [one for one in read_questions("unanswerable.yaml") if one["split"] == "tune"]
    outside = [one for one in (*drawn(tune, share), *world_questions()) if "expect" not in one]
    settings = calibration()
    foreseen = [settings.scope.probability(ask(snapshot, one).signs) for one in outside]
    chosen = replace(settings, clarify_at=limit(np.array(foreseen)))
    note = f"The limit of the scope (clarify_at) is chosen on {len(outside)} questions to decline."
    if write:
        write_settings(chosen, note)
    return [note, f"clarify_at {chosen.clarify_at:.4f}"]


def choose_sure(snapshot: Snapshot, share: float, *, write: bool) -> list[str]:
    """Choose from when the first answer is given at once, by the model in force. Output: what that gives."""
    ours = [one for name in ("questions.yaml", "unanswerable.yaml") for one in read_questions(name)]
    tune = [one for one in drawn(ours, share) if one["split"] == "tune"]
    told = train_sureness.examples(snapshot, [*tune, *world_questions()])
    foreseen = np.array([sureness().probability(one.standing) for one in told])
    at = train_sureness.threshold(told, foreseen)
    if write:
        lines = SURENESS_FILE.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [f"answer_at: {at:.4g}\n" if line.startswith("answer_at:") else line for line in lines]
        SURENESS_FILE.write_text("".join(kept), encoding="utf-8")
        sureness.cache_clear()
    given = train_sureness.shares(told, foreseen, at)
    return [f"answer_at {at:.4g}", ", ".join(f"{name} {share:.1%}" for name, share in given.items())]


def learn_features(snapshot: Snapshot, share: float, names: Sequence[str], *, write: bool) -> list[str]:
    """Learn what some features are worth over the others, as they are. Output: what they bring, as
    Markdown."""
    inside = read_questions("questions.yaml")
    of_split = {
        split: of_questions(snapshot, drawn([one for one in inside if one["split"] == split], share))
        for split in ("tune", "report")
    }
    hands = {
        path.stem: of_questions(snapshot, [one for one in world_questions([path]) if "expect" in one])
        for path in WORLD
    }
    apart = [one for file in SIDES for one in read_questions(file) if "expect" in one]
    sides = {
        split: of_questions(snapshot, [one for one in apart if one["split"] == split], SIDE_WEIGHT)
        for split in ("tune", "report")
    }
    places = [FEATURES.index(name) for name in names]
    before = in_force()
    before[places] = 0.0

    def learned(without: str = "") -> Weights:
        world = [one for hand, some in hands.items() if hand != without for one in some]
        return fit_over(Examples([*of_split["tune"], *world, *sides["tune"]]), places, before)

    found = learned()
    worth = ", ".join(f"{name} {found[place]:.3f}" for name, place in zip(names, places, strict=True))
    rows: list[tuple[str, Weights]] = [("without", before), (f"with {worth}", found)]
    lines = compared(
        rows,
        {"kept apart": of_split["report"], "sides kept apart": sides["report"], "sides": sides["tune"]},
    )
    lines += ["", "| left out of what is learned | R@1 | R@3 | with it R@1 | R@3 |", "|---|---|---|---|---|"]
    for hand, some in hands.items():
        told: list[Any] = [*recalls(Examples(some), before), *recalls(Examples(some), learned(hand))]
        lines.append(f"| {hand} | {' | '.join(f'{share:.3f}' for share in told)} |")
    if write:
        write_weights(found, f"Learned last over the other weights: {', '.join(names)}.")
    return lines


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.search.train_one")
    parser.add_argument(
        "settings", nargs="+", choices=["limit", "sure", *FEATURES], help="un seuil, ou des indices"
    )
    parser.add_argument("--write", action="store_true", help="mettre en vigueur ce qui est appris")
    parser.add_argument("--share", type=float, default=1.0, help="part de nos questions posées, de 0 à 1")
    told = parser.parse_args()
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        lines = []
        for name, choose in (("limit", choose_limit), ("sure", choose_sure)):
            if name in told.settings:
                lines += choose(snapshot, told.share, write=told.write)
        features = [name for name in told.settings if name in FEATURES]
        if features:
            lines += learn_features(snapshot, told.share, features, write=told.write)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
