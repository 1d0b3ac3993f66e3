"""`python -m knowledge.search.train_one limit|NAME [--write]`: one setting of the search, the others kept.

`limit`: from when a question is no longer declined, chosen on the questions to decline. The name of a feature
of the ranker (`sentence`): what it is worth, learned over the weights in force on the tuning questions and on
those of the world; the questions of split `report`, and each file of the world left out of what is learned,
are measured. `--share 0.3` asks that share of our own questions.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

import numpy as np

from knowledge.search.decision import calibration
from knowledge.search.learning import Examples, Weights, fit_over, recalls
from knowledge.search.questions import WORLD, ask, pack_search, read_questions, world_questions
from knowledge.search.service import Snapshot
from knowledge.search.thresholds import limit
from knowledge.search.train import (
    FEATURES,
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


def learn_feature(snapshot: Snapshot, share: float, name: str, *, write: bool) -> list[str]:
    """Learn what one feature is worth over the others, as they are. Output: what it brings, as Markdown."""
    inside = read_questions("questions.yaml")
    of_split = {
        split: of_questions(snapshot, drawn([one for one in inside if one["split"] == split], share))
        for split in ("tune", "report")
    }
    hands = {
        path.stem: of_questions(snapshot, [one for one in world_questions([path]) if "expect" in one])
        for path in WORLD
    }
    place = FEATURES.index(name)
    before = in_force()
    before[place] = 0.0

    def learned(without: str = "") -> Weights:
        world = [one for hand, some in hands.items() if hand != without for one in some]
        return fit_over(Examples([*of_split["tune"], *world]), [place], before)

    found = learned()
    rows: list[tuple[str, Weights]] = [(f"without {name}", before), (f"with it: {found[place]:.3f}", found)]
    lines = compared(rows, {"kept apart": of_split["report"]})
    lines += ["", "| left out of what is learned | R@1 | R@3 | with it R@1 | R@3 |", "|---|---|---|---|---|"]
    for hand, some in hands.items():
        told: list[Any] = [*recalls(Examples(some), before), *recalls(Examples(some), learned(hand))]
        lines.append(f"| {hand} | {' | '.join(f'{share:.3f}' for share in told)} |")
    if write:
        write_weights(found, f"{name} is learned over the other weights.")
    return lines


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.search.train_one")
    parser.add_argument("setting", choices=["limit", *FEATURES], help="le seuil du refus, ou un indice")
    parser.add_argument("--write", action="store_true", help="mettre en vigueur ce qui est appris")
    parser.add_argument("--share", type=float, default=1.0, help="part de nos questions posées, de 0 à 1")
    told = parser.parse_args()
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        if told.setting == "limit":
            lines = choose_limit(snapshot, told.share, write=told.write)
        else:
            lines = learn_feature(snapshot, told.share, told.setting, write=told.write)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
