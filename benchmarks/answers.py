"""`python -m benchmarks.answers [--fit]`: what the assistant makes of our own questions.

The base is built from the content pack in a temporary database. `--fit` chooses the decision's models
and thresholds on the questions of split `tune` and writes them to `knowledge/search/decision.yaml`;
figures are given for `tune` (foreseen by cross-validation when fitting) and for `report`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from benchmarks.calibration import Curve, fit
from knowledge.database import migrate, sessions
from knowledge.pack.importer import import_folder
from knowledge.search.build import Builder
from knowledge.search.decision import (
    SETTINGS_FILE,
    Calibration,
    Decision,
    Signs,
    calibration,
    worth_offering,
)
from knowledge.search.ranking import Ranker
from knowledge.search.service import AnswerSearch, Snapshot
from knowledge.settings import content_dir, var_dir

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
SHOWN = 3
PARTS = 10
Outcome = Literal["right", "clarified", "wrong", "missed", "declined"]


@dataclass(frozen=True)
class Asked:
    """A question put to the search: its labels, the answers found and whether each is right."""

    id: str
    text: str
    split: str
    kind: str  # register of a question to answer, kind of one to decline
    answerable: bool
    clean_of: str | None
    right: tuple[bool, ...]
    found: tuple[str, ...]
    signs: Signs
    topic: str | None


@contextmanager
def pack_search(folder: Path) -> Iterator[AnswerSearch]:
    """A search over a content pack, in a database of its own that goes away after."""
    with tempfile.TemporaryDirectory() as temporary:
        url = f"sqlite:///{Path(temporary) / 'base.sqlite3'}"
        migrate(url)
        factory = sessions(url)
        with factory() as session, session.begin():
            import_folder(session, folder)
        yield AnswerSearch(factory)


def read_questions(name: str) -> list[dict[str, Any]]:
    """The questions of a file of `tests/data`."""
    questions: list[dict[str, Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))["questions"]
    return questions


def ask(
    snapshot: Snapshot, question: dict[str, Any], *, gap: bool = False, ranker: Ranker | None = None
) -> Asked:
    """Rank the answers for one question of the files. `gap`: as if the base did not hold its answers.
    `ranker`: another than the snapshot's."""
    expected = set(question.get("expect", ()))
    right = {key for key, answer in snapshot.answers.items() if expected & {key, *answer.facts}}
    ranking = (ranker or snapshot.ranker).rank(question["text"], without=right if gap else ())
    near = ranking.candidates[:SHOWN]
    shown = [near[place] for place in worth_offering([calibration().right(one.signs) for one in near])]
    return Asked(
        id=question["id"],
        text=question["text"],
        split=question["split"],
        kind=question.get("register") or question["kind"],
        answerable="expect" in question,
        clean_of=question.get("clean_of"),
        right=tuple(found.answer.identifier in right for found in shown),
        found=tuple(found.answer.identifier for found in shown),
        signs=ranking.candidates[0].signs,
        topic=ranking.topic,
    )


def ask_as_new(
    snapshot: Snapshot,
    questions: Sequence[dict[str, Any]],
    topics: Sequence[str | None],
) -> list[Asked]:
    """Ask questions to decline as if nobody had foreseen their subject: the topic nearest to each (in
    `topics`) is left out, with a tenth of the others, as one index cannot be made for each."""
    parts = {name: position % PARTS for position, name in enumerate(sorted(snapshot.topics))}
    builder = Builder()
    rankers = [
        builder.indexed(snapshot.answers, {k: v for k, v in snapshot.topics.items() if parts[k] != part})[1]
        for part in range(PARTS)
    ]
    return [
        ask(snapshot, question, ranker=rankers[parts[topic]] if topic else None)
        for question, topic in zip(questions, topics, strict=True)
    ]


def outcome(asked: Asked, decision: Decision) -> Outcome:
    """What a decision gives the person. For a question to decline, anything shown is wrong."""
    if decision == "none":
        return "declined" if not asked.answerable else "missed"
    if not asked.answerable:
        return "wrong" if decision == "answer" else "clarified"
    if decision == "answer":
        return "right" if asked.right[0] else "wrong"
    return "clarified" if any(asked.right) else "missed"


def shares(asked: Sequence[Asked], decide: Callable[[Asked], Decision]) -> dict[str, float]:
    """The share of each outcome, 0 to 1, with the number of questions under `n`."""
    outcomes = [outcome(one, decide(one)) for one in asked]
    names: tuple[Outcome, ...] = ("right", "clarified", "wrong", "missed", "declined")
    total = max(len(outcomes), 1)
    return {"n": float(len(outcomes)), **{name: outcomes.count(name) / total for name in names}}


def typo_cost(asked: Sequence[Asked], decide: Callable[[Asked], Decision]) -> dict[str, float]:
    """Served questions among those written twice, without and with typing mistakes, 0 to 1."""
    by_id = {one.id: one for one in asked}
    pairs = [(by_id[one.clean_of], one) for one in asked if one.clean_of in by_id]

    def served(one: Asked) -> bool:
        return outcome(one, decide(one)) in ("right", "clarified")

    total = max(len(pairs), 1)
    clean = sum(served(first) for first, _ in pairs) / total
    typed = sum(served(second) for _, second in pairs) / total
    return {"n": float(len(pairs)), "clean": clean, "typos": typed, "cost": clean - typed}


def tables(
    asked: Sequence[Asked], decide: Callable[[Asked], Decision], title: str
) -> tuple[str, dict[str, Any]]:
    """A Markdown table by register and kind, and the same figures."""
    inside = [one for one in asked if one.answerable]
    outside = [one for one in asked if not one.answerable]
    groups = {"toutes": inside} | {
        kind: [one for one in inside if one.kind == kind] for kind in sorted({one.kind for one in inside})
    }
    figures: dict[str, Any] = {name: shares(some, decide) for name, some in groups.items()}
    lines = [
        f"## {title}",
        "",
        "| questions à répondre | n | juste ou au choix | juste | au choix | fausse | manquée |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in figures.items():
        lines.append(
            f"| {name} | {row['n']:.0f} | {row['right'] + row['clarified']:.1%} | {row['right']:.1%} | "
            f"{row['clarified']:.1%} | {row['wrong']:.1%} | {row['missed']:.1%} |"
        )
    lines += [
        "",
        "| questions à décliner | n | déclinée | choix montré | réponse donnée |",
        "|---|---|---|---|---|",
    ]
    declined = {"toutes": outside} | {
        kind: [one for one in outside if one.kind == kind] for kind in sorted({one.kind for one in outside})
    }
    for name, some in declined.items():
        row = shares(some, decide)
        figures[f"hors champ: {name}"] = row
        lines.append(
            f"| {name} | {row['n']:.0f} | {row['declined']:.1%} | {row['clarified']:.1%} "
            f"| {row['wrong']:.1%} |"
        )
    cost = figures["fautes de frappe"] = typo_cost(asked, decide)
    lines += [
        "",
        f"Fautes de frappe ({cost['n']:.0f} paires): {cost['clean']:.1%} sans, {cost['typos']:.1%} avec, "
        f"soit {100 * cost['cost']:.1f} points.",
        "",
    ]
    return "\n".join(lines), figures


def decisions_shares(asked: Sequence[Asked], decide: Callable[[Asked], Decision]) -> dict[str, float]:
    """The share of each decision, 0 to 1, for questions whose answers or topics the base does not hold. To
    answer one is to be wrong, or at best beside the point."""
    decisions = [decide(one) for one in asked]
    names: tuple[Decision, ...] = ("none", "clarify", "answer")
    return {name: decisions.count(name) / max(len(decisions), 1) for name in names}


def failures(asked: Sequence[Asked], decide: Callable[[Asked], Decision]) -> str:
    """The questions not served and those wrongly answered, for whoever improves the base."""
    lines = []
    for one in asked:
        result = outcome(one, decide(one))
        bad = result in ("wrong", "missed") or (not one.answerable and result != "declined")
        if bad:
            lines.append(f"{result:9} {one.kind:15} {one.text[:100]} → {', '.join(one.found)} [{one.topic}]")
    return "\n".join(lines)


def uncovered(asked: Sequence[dict[str, Any]], snapshot: Snapshot) -> list[str]:
    """The ids of the questions to answer whose facts no answer holds."""
    facts = {fact for key, answer in snapshot.answers.items() for fact in (key, *answer.facts)}
    return [one["id"] for one in asked if not facts & set(one["expect"])]


def write_settings(settings: Calibration, note: str) -> None:
    """Write the calibration where the decision reads it."""
    content = {
        "answer_at": round(settings.answer_at, 4),
        "clarify_at": round(settings.clarify_at, 4),
        **{
            name: {
                "intercept": round(model.intercept, 4),
                "coefficients": {sign: round(weight, 4) for sign, weight in model.coefficients.items()},
            }
            for name, model in (("answer", settings.answer), ("scope", settings.scope))
        },
    }
    head = "# Written by `python -m benchmarks.answers --fit`; see knowledge/search/decision.py.\n"
    text = head + f"# {note}\n" + yaml.safe_dump(content, sort_keys=False)
    SETTINGS_FILE.write_text(text, encoding="utf-8")
    calibration.cache_clear()


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers")
    parser.add_argument("--fit", action="store_true", help="choisir les seuils sur la moitié «tune»")
    parser.add_argument("--content", type=Path, default=content_dir())
    parser.add_argument("--failures", action="store_true", help="montrer les questions manquées de «tune»")
    arguments = parser.parse_args()
    in_scope, out_of_scope = read_questions("questions.yaml"), read_questions("unanswerable.yaml")
    with pack_search(arguments.content) as search:
        snapshot = search.snapshot()
        started = time.perf_counter()
        asked = [ask(snapshot, question) for question in (*in_scope, *out_of_scope)]
        per_query = (time.perf_counter() - started) / len(asked)
        gaps = [ask(snapshot, question, gap=True) for question in in_scope]
        nearest = [one.topic for one in asked[len(in_scope) :]]
        unforeseen = ask_as_new(snapshot, out_of_scope, nearest)
        unanswered = uncovered(in_scope, snapshot)
    tune = [one for one in asked if one.split == "tune"]
    report = [one for one in asked if one.split == "report"]
    print(
        f"# Réponses\n\n{len(snapshot.answers)} réponses, {len(snapshot.topics)} sujets déclinés; "
        f"{1000 * per_query:.1f} ms par question; {len(unanswered)} questions sans réponse dans la base.\n"
    )
    figures: dict[str, Any] = {"ms_per_query": 1000 * per_query, "uncovered": unanswered}
    curve: Curve | None = None
    if arguments.fit:
        known = [one for one in tune if one.id not in unanswered]
        settings, foreseen, curve = fit(
            [one.signs for one in known],
            answerable=[one.answerable for one in known],
            first_right=[any(one.right[:1]) for one in known],
            any_right=[any(one.right) for one in known],
            gaps=[one.signs for one in gaps if one.split == "tune"],
        )
        by_id = {one.id: decision for one, decision in zip(known, foreseen, strict=True)}
        write_settings(settings, f"Fitted on {len(known)} questions of split tune.")
        text, figures["tune, validation croisée"] = tables(
            known, lambda one: by_id[one.id], "tune, validation croisée"
        )
        print(text)
    settings = calibration()

    def decide(one: Asked) -> Decision:
        return settings.decide(one.signs)

    for title, some in (("tune, seuils en vigueur", tune), ("report", report)):
        text, figures[title] = tables(some, decide, title)
        print(text)
        for name, without in (("réponses ôtées", gaps), ("sujets à décliner ôtés", unforeseen)):
            row = figures[title][name] = decisions_shares(
                [one for one in without if one.split == some[0].split], decide
            )
            print(
                f"Leurs {name} de la base: {row['none']:.1%} déclinées, {row['clarify']:.1%} avec un "
                f"choix, {row['answer']:.1%} répondues à tort.\n"
            )
    if curve:
        print(curve.table())
        figures["courbe"] = curve.points
    if arguments.failures:
        print(failures(tune, decide))
    folder = var_dir() / "benchmarks"
    folder.mkdir(exist_ok=True)
    (folder / "answers.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
