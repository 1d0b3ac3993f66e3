"""`python -m benchmarks.answers`: what the assistant makes of our own questions.

The base is built from the content pack in a temporary database. Figures are given for the questions that the
ranker and the decision are learned from (`tune`) and for those kept apart (`report`).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from knowledge.search.build import Builder
from knowledge.search.decision import Decision, calibration
from knowledge.search.questions import Asked, ask, pack_search, read_questions
from knowledge.search.service import Snapshot
from knowledge.settings import content_dir

PARTS = 10
Outcome = Literal["right", "clarified", "wrong", "missed", "declined"]


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


def tables(asked: Sequence[Asked], decide: Callable[[Asked], Decision], title: str) -> str:
    """A Markdown table by register and kind."""
    inside = [one for one in asked if one.answerable]
    outside = [one for one in asked if not one.answerable]
    groups = {"toutes": inside} | {
        kind: [one for one in inside if one.kind == kind] for kind in sorted({one.kind for one in inside})
    }
    figures = {name: shares(some, decide) for name, some in groups.items()}
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
        lines.append(
            f"| {name} | {row['n']:.0f} | {row['declined']:.1%} | {row['clarified']:.1%} "
            f"| {row['wrong']:.1%} |"
        )
    cost = typo_cost(asked, decide)
    lines += [
        "",
        f"Fautes de frappe ({cost['n']:.0f} paires): {cost['clean']:.1%} sans, {cost['typos']:.1%} avec, "
        f"soit {100 * cost['cost']:.1f} points.",
        "",
    ]
    return "\n".join(lines)


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


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers")
    parser.add_argument("--content", type=Path, default=content_dir())
    parser.add_argument("--failures", action="store_true", help="montrer les questions manquées de «tune»")
    parser.add_argument("--quick", action="store_true", help="les questions telles quelles seulement")
    arguments = parser.parse_args()
    in_scope, out_of_scope = read_questions("questions.yaml"), read_questions("unanswerable.yaml")
    gaps: list[Asked] = []
    unforeseen: list[Asked] = []
    with pack_search(arguments.content) as search:
        snapshot = search.snapshot()
        started = time.perf_counter()
        asked = [ask(snapshot, question) for question in (*in_scope, *out_of_scope)]
        per_query = (time.perf_counter() - started) / len(asked)
        if not arguments.quick:
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
    settings = calibration()

    def decide(one: Asked) -> Decision:
        return settings.decide(one.signs, one.standing)

    for title, some in (("tune", tune), ("report", report)):
        print(tables(some, decide, title))
        for name, without in (("réponses ôtées", gaps), ("sujets à décliner ôtés", unforeseen)):
            row = decisions_shares([one for one in without if one.split == some[0].split], decide)
            if without:
                print(
                    f"Leurs {name} de la base: {row['none']:.1%} déclinées, {row['clarify']:.1%} avec un "
                    f"choix, {row['answer']:.1%} répondues à tort.\n"
                )
    if arguments.failures:
        print(failures(tune, decide))


if __name__ == "__main__":
    main()
