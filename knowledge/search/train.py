"""`python -m knowledge.search.train`: fit the decision, and say what each feature of the ranker is worth.

The decision is fitted on the tuning questions and on those of the world, as the ranker orders their answers.
The weights of the ranker are learned from these questions and from phrasings of the base left out of it, so
that none matches itself, for the ablation table. `--write` puts the decision in force and writes the report;
with `--ranker`, the weights too. The questions of split `report` are only measured.
`--share 0.3` asks that share of the questions. `--sides` learns only what agreement with the side that a
question names is worth (`contrasts.py`), over the weights in force, and says what each contrast brings.

The weights in force were kept: on the questions kept apart, those learned from all the features put the right
answer first as often (see `training.md`), save the weights of the lexicon and of places, which are learned.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.search import contrasts, directions, model
from knowledge.search.build import Builder
from knowledge.search.decision import SETTINGS_FILE, Calibration, Decision, calibration
from knowledge.search.features import SIGNS
from knowledge.search.index import PARTS
from knowledge.search.learning import Example, Examples, Weights, fit, fit_over, recalls
from knowledge.search.questions import (
    Asked,
    ask,
    pack_search,
    read_questions,
    right_answers,
    world_questions,
)
from knowledge.search.ranking import Ranker
from knowledge.search.service import Snapshot
from knowledge.search.thresholds import fit as fit_thresholds
from knowledge.settings import content_dir

REPORT_FILE = Path(__file__).parent / "training.md"
SEED = 7
FEATURES = (*PARTS, *SIGNS, *contrasts.SIGNS, *directions.SIGNS)
LIKELY_RIGHT = 5  # a question judged by patterns alone is learned from the right answers among so many first
EACH = 10  # of the phrasings of a written answer, one in so many is asked as a question
MIN_PHRASINGS = 4
MOST_PHRASINGS = 600
PHRASING_WEIGHT = 0.3  # of a question that people asked
SIDE_WEIGHT = 6.0  # of a question that has a neighbour's answer to avoid: they are few, each stands for many
UNITS = 1.05  # the sum of the weights of the ways of comparing: what `follow_up.py` adds is in these units


def example(
    ranker: Ranker, text: str, right: set[str], weight: float = 1.0, within: int | None = None
) -> Example | None:
    """A question as the ranker sees it; None when the base has no right answer. `within`: only the right
    answers among so many first count."""
    values, order = ranker.features(text)
    good = right & set(order[:within]) if within else right
    truths = np.array([name in good for name in ranker.ids])
    if not truths.any():
        return None
    return Example(values.astype(np.float32), truths, weight).nearest(values @ in_force())


def in_force() -> Weights:
    """The weights that rank answers now, in the order of the features."""
    return np.array([model.weights().get(name, 0.0) for name in FEATURES])


def of_questions(
    snapshot: Snapshot, questions: Sequence[Mapping[str, Any]], weight: float = 1.0
) -> list[Example]:
    """The examples of questions with known answers."""
    found = []
    for question in questions:
        by_text = question.get("must") and not question["expect"]
        found.append(
            example(
                snapshot.ranker,
                question["text"],
                right_answers(snapshot.answers, question),
                weight,
                within=LIKELY_RIGHT if by_text else None,
            )
        )
    return [one for one in found if one]


def drawn(questions: Sequence[Mapping[str, Any]], share: float) -> list[Mapping[str, Any]]:
    """A share of the questions, always the same."""
    kept = random.Random(SEED).sample(range(len(questions)), round(share * len(questions)))  # noqa: S311
    return [questions[place] for place in sorted(kept)]


def of_phrasings(snapshot: Snapshot, share: float) -> list[Example]:
    """Phrasings of the base asked as questions, of a base that does not hold them."""
    chance = random.Random(SEED)  # noqa: S311
    answers, asked = dict(snapshot.answers), []
    for key, answer in snapshot.answers.items():
        if answer.kind != "written" or len(answer.phrasings) < MIN_PHRASINGS:
            continue
        out = chance.sample(answer.phrasings, max(1, len(answer.phrasings) // EACH))
        answers[key] = replace(answer, phrasings=tuple(one for one in answer.phrasings if one not in out))
        asked += [(one, key) for one in out]
    _, ranker = Builder().indexed(answers, snapshot.topics)
    chance.shuffle(asked)
    found = [
        example(ranker, text, {key}, PHRASING_WEIGHT) for text, key in asked[: round(share * MOST_PHRASINGS)]
    ]
    return [one for one in found if one]


def in_units(weights: Weights) -> Weights:
    """The same order of the answers, in the units of the scores."""
    share = sum(abs(weights[FEATURES.index(name)]) for name in PARTS)
    return weights * (UNITS / share) if share else weights


def columns(without: Sequence[str] = ()) -> list[int]:
    """The places of the features to learn."""
    return [place for place, name in enumerate(FEATURES) if name not in without]


def ablation(learned_on: Sequence[Example], told_on: Mapping[str, Sequence[Example]]) -> list[str]:
    """A Markdown table: what the order is worth as it is, learned from all the features, and without each."""
    everything = Examples(learned_on)
    people = Examples([one for one in learned_on if one.weight == 1.0])
    rows: list[tuple[str, Weights]] = [("the weights in force", in_force())]
    rows += [("learned", fit(everything, columns()))]
    rows += [(f"learned without {name}", fit(everything, columns([name]))) for name in FEATURES]
    rows += [("learned without names and places", fit(everything, columns(tuple(SIGNS))))]
    rows += [("learned without the phrasings of the base", fit(people, columns()))]
    return compared(rows, told_on)


def compared(rows: Sequence[tuple[str, Weights]], told_on: Mapping[str, Sequence[Example]]) -> list[str]:
    """A Markdown table: what each of some weights is worth on questions."""
    told = {name: Examples(some) for name, some in told_on.items()}
    head = " | ".join(f"{name} R@1 | R@3" for name in told)
    lines = [f"| features | {head} |", "|---" * (1 + 2 * len(told)) + "|"]
    for title, weights in rows:
        figures = [f"{share:.3f}" for some in told.values() for share in recalls(some, weights)]
        lines.append(f"| {title} | {' | '.join(figures)} |")
    return lines


def write_weights(weights: Weights, note: str) -> None:
    """Write the ranker where it is read."""
    head = f"# Written by `python -m knowledge.search.train`; see knowledge/search/features.py.\n# {note}\n"
    kept = {name: round(float(weight), 3) for name, weight in zip(FEATURES, weights, strict=True) if weight}
    model.WEIGHTS_FILE.write_text(head + yaml.safe_dump({"weights": kept}, sort_keys=False), encoding="utf-8")
    model.weights.cache_clear()


def write_settings(settings: Calibration, note: str) -> None:
    """Write the calibration where the decision reads it."""
    content = {
        "answer_at": round(settings.answer_at, 4),
        "clarify_at": round(settings.clarify_at, 4),
        **{
            name: {
                "intercept": round(each.intercept, 4),
                "coefficients": {sign: round(weight, 4) for sign, weight in each.coefficients.items()},
            }
            for name, each in (("answer", settings.answer), ("scope", settings.scope))
        },
    }
    head = f"# Written by `python -m knowledge.search.train`; see knowledge/search/decision.py.\n# {note}\n"
    SETTINGS_FILE.write_text(head + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    calibration.cache_clear()


def learn_ranker(snapshot: Snapshot, share: float, *, write: bool) -> list[str]:
    """Learn the weights, and write them if that is asked. Output: what they are worth, as Markdown."""
    inside = read_questions("questions.yaml")
    tune = of_questions(snapshot, drawn([one for one in inside if one["split"] == "tune"], share))
    world = of_questions(snapshot, [one for one in world_questions() if "expect" in one])
    report = of_questions(snapshot, drawn([one for one in inside if one["split"] == "report"], share))
    phrasings = of_phrasings(snapshot, share)
    examples = [*tune, *world, *phrasings]
    table = ablation(examples, {"kept apart": report, "world": world, "tune": tune})
    note = f"Learned on {len(tune)} tuning questions, {len(world)} of the world, {len(phrasings)} phrasings."
    if write:
        write_weights(in_units(fit(Examples(examples), columns())), note)
    return ["# Ranker", "", note, "", *table, ""]


def learn_sides(snapshot: Snapshot, share: float, *, write: bool) -> list[str]:
    """Learn what the sides of contrasts are worth over the weights in force. Output: as Markdown."""
    inside, sides = read_questions("questions.yaml"), read_questions("contrasts.yaml")
    asked: dict[str, list[Mapping[str, Any]]] = {
        "kept apart": drawn([one for one in inside if one["split"] == "report"], share),
        "sides kept apart": [one for one in sides if one["split"] == "report"],
        "world": [one for one in world_questions() if "expect" in one],
        "tune": drawn([one for one in inside if one["split"] == "tune"], share),
    }
    told = {name: of_questions(snapshot, some) for name, some in asked.items()}
    learned_on = [*told["world"], *told["tune"], *of_phrasings(snapshot, share)]
    learned_on += of_questions(snapshot, [one for one in sides if one["split"] == "tune"], SIDE_WEIGHT)
    before = np.array([0.0 if n in contrasts.SIGNS else w for n, w in zip(FEATURES, in_force(), strict=True)])
    examples = Examples(learned_on)
    rows = [("without sides", before)]
    for axis in ("", *contrasts.contrasts().axes):
        kept = [name for name in contrasts.SIGNS if not axis or not name.startswith(f"{axis}_")]
        places = [FEATURES.index(name) for name in kept]
        rows.append((f"learned without {axis}" if axis else "learned", fit_over(examples, places, before)))
    if write:
        write_weights(rows[1][1], "The sides of contrasts are learned over the other weights.")
    return ["# Sides", "", *compared(rows, told), ""]


def learn_decision(snapshot: Snapshot, share: float, *, write: bool) -> list[str]:
    """Fit the decision's models and thresholds. Output: what they are foreseen to give."""
    tune = [
        one
        for name in ("questions.yaml", "unanswerable.yaml")
        for one in read_questions(name)
        if one["split"] == "tune"
    ]
    questions = [*drawn(tune, share), *world_questions()]
    known = [
        (ask(snapshot, one), one)
        for one in questions
        if "expect" not in one or right_answers(snapshot.answers, one)
    ]
    inside = [one for _, one in known if "expect" in one]
    gaps = [ask(snapshot, one, gap=True) for one in inside]
    return fit_decision([one for one, _ in known], gaps, write=write)


def fit_decision(known: Sequence[Asked], gaps: Sequence[Asked], *, write: bool) -> list[str]:
    """Fit the decision on questions, and on the same without their answers, and write it if that is asked."""
    settings, foreseen, curve = fit_thresholds(
        [one.signs for one in known],
        answerable=[one.answerable for one in known],
        first_right=[any(one.right[:1]) for one in known],
        any_right=[any(one.right) for one in known],
        gaps=[one.signs for one in gaps],
    )
    if write:
        write_settings(settings, f"Fitted on {len(known)} questions of split tune and of the world.")
    lines = ["# Decision", "", "Foreseen by cross-validation on the questions it is fitted on.", ""]
    for title, world in (("tuning questions", False), ("questions of the world", True)):
        some = [(o, d) for o, d in zip(known, foreseen, strict=True) if (o.kind == "world") == world]
        lines.append(f"- {title}: {told([o for o, _ in some], [d for _, d in some])}")
    return [*lines, "", curve.table(), ""]


def told(asked: Sequence[Asked], decisions: Sequence[Decision]) -> str:
    """What decisions give people, in shares."""
    inside = [(one, decision) for one, decision in zip(asked, decisions, strict=True) if one.answerable]
    outside = [decision for one, decision in zip(asked, decisions, strict=True) if not one.answerable]
    right = sum(decision == "answer" and one.right[0] for one, decision in inside)
    chosen = sum(decision == "clarify" and any(one.right) for one, decision in inside)
    wrong = sum(decision == "answer" and not one.right[0] for one, decision in inside)
    declined = sum(decision == "none" for decision in outside)
    n, m = max(len(inside), 1), max(len(outside), 1)
    shares = {"right": right / n, "chosen": chosen / n, "wrong": wrong / n, "declined": declined / m}
    return ", ".join(f"{name} {share:.1%}" for name, share in shares.items())


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.search.train")
    parser.add_argument("--ranker", action="store_true", help="apprendre aussi l'ordre des réponses")
    parser.add_argument("--sides", action="store_true", help="apprendre seulement les contrastes")
    parser.add_argument("--write", action="store_true", help="mettre en vigueur ce qui est appris")
    parser.add_argument("--share", type=float, default=1.0, help="part des questions posées, de 0 à 1")
    arguments = parser.parse_args()
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        if arguments.sides:
            print("\n".join(learn_sides(snapshot, arguments.share, write=arguments.write)))
            return
        lines = learn_ranker(snapshot, arguments.share, write=arguments.ranker and arguments.write)
        lines += learn_decision(snapshot, arguments.share, write=arguments.write)
    report = "\n".join(lines)
    if arguments.write:
        REPORT_FILE.write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main()
