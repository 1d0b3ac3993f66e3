"""`python -m benchmarks.follow_ups [SET…] [--states]`: are short questions understood from what came before?

On the sets of tests/data: `follow_ups.yaml` (pairs, by split) and `follow_ups_*.yaml` (threads by strangers).
Each talk is held by the real actions, then the short question is asked: it must get what the same question
gets when it is asked whole, or what the pair expects. Prints a Markdown table. `--states` writes what each
short question is asked after and what it wants, for `knowledge.search.train_follow_up` to learn from.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from actions import library
from actions.reading import Reading
from actions.state import State
from actions.turn import Turn
from knowledge.search.questions import DATA
from knowledge.search.train_follow_up import STATES
from tests import prepared
from tests.actions.conversation import Conversation
from tests.readings import read

SHOWN = 3  # choices that the chat shows
SETS = ("tune", "report", "1", "2", "3", "4")
Outcome = Literal["right", "clarified", "wrong", "missed", "declined", "answered"]
TITLES: dict[Outcome, str] = {
    "right": "juste",
    "clarified": "au choix",
    "wrong": "fausse",
    "missed": "perdue",
    "declined": "à décliner: pas répondue",
    "answered": "à décliner: répondue",
}


@dataclass(frozen=True)
class Thread:
    """A talk, the short message that follows, and what answers it: known, or what `full` gets."""

    of: str
    id: str
    talk: tuple[str, ...]
    short: str
    expect: frozenset[str] | None
    full: str | None
    reaches: bool


def threads() -> Iterator[Thread]:
    """All of them."""
    for path in sorted(DATA.glob("follow_ups*.yaml")):
        number = path.stem.rpartition("_")[2]
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["follow_ups"]:
            if "talk" in row:
                known = frozenset(row["expect"]) if "expect" in row else None
                talk, short = tuple(row["talk"]), row["short"]
                yield Thread(number, row["id"], talk, short, known, row.get("full"), False)
            else:
                known, reaches = frozenset(row["expect"]), "reach" in row.get("does", ())
                yield Thread(row["split"], row["id"], (row["before"],), row["asked"], known, None, reaches)


@contextmanager
def pack_base() -> Iterator[None]:
    """The content pack in a base of its own, for the actions."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = prepared.copy_to(prepared.filled(), Path(folder))
        for shared in (library.database, library.answer_search):
            shared.cache_clear()
        yield


def said(messages: Sequence[str]) -> Conversation:
    """A conversation in which these were typed."""
    talk = Conversation()
    for message in messages:
        talk.type(message, "ask_question")
    return talk


def wanted(thread: Thread) -> frozenset[str]:
    """The answers, or the facts of answers, any of which is right; none when it is to be declined."""
    if thread.expect is not None:
        return thread.expect
    whole = said([thread.full or ""])
    return frozenset(whole.answered or (whole.slots.get("choices") or ())[:SHOWN])


def state_of(thread: Thread, talk: Conversation) -> dict[str, Any]:
    """What the short message of a thread is asked after, once it was talked, as plain data."""
    told = read(thread.short)
    reading = Reading(told["readings"], tuple(told["questions"]))
    turn = Turn(thread.short, None, reading, State.of(talk.slots.get), list)
    before = turn.before
    row: dict[str, Any] = {"of": thread.of, "id": thread.id, "short": turn.half, "last": before.last}
    row |= {"thread": list(before.thread), "offered": list(before.offered), "form": sorted(before.form)}
    row |= {"home": before.home, "reaches": thread.reaches or before.reaches}
    kept = {name: value for name, value in row.items() if value}
    return kept | {"leans": round(before.leans, 3), "trait": round(before.trait, 3)}


def outcome(talk: Conversation, right: frozenset[str]) -> Outcome:
    """What the person gets. For a question that the base does not answer, a choice is no harm."""
    if not right:
        return "answered" if talk.answered else "declined"
    if talk.answered:
        return "right" if right & _with_facts(talk.answered) else "wrong"
    offered = (talk.slots.get("choices") or [])[:SHOWN]
    return "clarified" if right & _with_facts(offered) else "missed"


def _with_facts(names: Sequence[str]) -> set[str]:
    answers = library.answer_search().snapshot().answers
    return {*names, *(fact for name in names if name in answers for fact in answers[name].facts)}


def main(arguments: Sequence[str] | None = None) -> dict[str, dict[str, int]]:
    """Print the table and return its figures, by set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--states", action="store_true", help="write what short questions are asked after")
    parser.add_argument("--each", type=Path, help="where to write what each short question gets, as JSON")
    asked = parser.parse_args(arguments)
    counts = {name: Counter[Outcome]() for name in asked.sets}
    states, each = [], []
    with pack_base():
        for thread in threads():
            if thread.of not in counts:
                continue
            talk, right = said(thread.talk), wanted(thread)
            states.append(state_of(thread, talk) | {"right": sorted(right)})
            talk.type(thread.short, "ask_question")
            got = outcome(talk, right)
            counts[thread.of][got] += 1
            gets = talk.answered or talk.slots.get("choices") or talk.text[:100]
            each.append({**states[-1], "talk": thread.talk, "full": thread.full, "got": got, "gets": gets})
    print("| fils | " + " | ".join(TITLES.values()) + " |\n|---" + "|---" * len(TITLES) + "|")
    for name, told in counts.items():
        print(f"| {name} ({told.total()}) | " + " | ".join(str(told[outcome]) for outcome in TITLES) + " |")
    if asked.states:
        header = "# Written by `python -m benchmarks.follow_ups --states`.\n"
        lines = [f"- {json.dumps(state, ensure_ascii=False)}" for state in states]
        STATES.write_text(header + "states:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    if asked.each:
        asked.each.write_text(json.dumps(each, ensure_ascii=False, indent=0), encoding="utf-8")
    return {name: {kind: told[kind] for kind in TITLES} for name, told in counts.items()}


if __name__ == "__main__":
    main()
