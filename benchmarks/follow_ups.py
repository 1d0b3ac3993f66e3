"""`python -m benchmarks.follow_ups`: are short questions understood from the answer before them?

On tests/data/follow_ups.yaml: pairs of questions, the second asked right after the first was answered. Prints
a Markdown table.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

import yaml

from knowledge.search.follow_up import follow_up
from knowledge.search.questions import DATA, pack_search
from knowledge.search.service import SearchResult, Snapshot, rank
from knowledge.settings import content_dir

SHOWN = 3  # choices that the chat shows
Outcome = Literal["right", "clarified", "wrong", "missed", "declined", "answered"]
TITLES: dict[Outcome, str] = {
    "right": "juste",
    "clarified": "au choix",
    "wrong": "fausse",
    "missed": "manquée",
    "declined": "à décliner: pas répondue",
    "answered": "à décliner: répondue",
}


def result_of(snapshot: Snapshot, pair: dict[str, Any]) -> SearchResult:
    """What search makes of the second question of a pair, after what it gave to the first."""
    first = rank(snapshot, pair["before"], SHOWN)
    given = first.hits[0].answer.identifier if first.decision == "answer" else None
    reaches = "reach" in pair.get("does", ())
    return follow_up(snapshot, pair["asked"], given, pair["before"], SHOWN, reaches=reaches)


def outcome(result: SearchResult, expected: set[str]) -> Outcome:
    """What the person gets. For a question that the base does not answer, a choice is no harm."""
    if not expected:
        return "answered" if result.decision == "answer" else "declined"
    right = [bool(expected & {hit.answer.identifier, *hit.answer.facts}) for hit in result.hits]
    if result.decision == "answer":
        return "right" if right[0] else "wrong"
    return "clarified" if result.decision == "clarify" and any(right) else "missed"


def main() -> dict[str, dict[str, int]]:
    """Print the table and return its figures, by split."""
    pairs = yaml.safe_load((DATA / "follow_ups.yaml").read_text(encoding="utf-8"))["follow_ups"]
    figures: dict[str, dict[str, int]] = {}
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        for split in ("tune", "report"):
            told = Counter(
                outcome(result_of(snapshot, pair), set(pair["expect"]))
                for pair in pairs
                if pair["split"] == split
            )
            figures[split] = {name: told[name] for name in TITLES}
    print("| paires | " + " | ".join(TITLES.values()) + " |\n|---" + "|---" * len(TITLES) + "|")
    for split, row in figures.items():
        print(f"| {split} ({sum(row.values())}) | " + " | ".join(str(row[name]) for name in TITLES) + " |")
    return figures


if __name__ == "__main__":
    main()
