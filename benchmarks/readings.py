"""`python -m benchmarks.readings`: what messages do, read right? Beside the patterns that readings replaced.

Two tables. By label, on messages that other hands wrote and nothing is learnt from
(tests/data/readings.yaml), with the figures of examples held aside in blocks when the model is fitted. Then
the two labels that most turns rest on, by slice: questions without their mark against what is told before a
question (split report of tests/data/questions.yaml), and questions asked right after an answer against those
that stand by themselves (tests/data/follow_ups.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import yaml

from bot.reading_examples import from_files, label_names
from bot.reading_model import HOLDS, HeldAside, ReadingModel, fit
from knowledge.search.encoder import encode
from knowledge.search.questions import DATA
from knowledge.settings import PROJECT_DIR

SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
# The figures of the patterns that readings replaced, measured once on these slices before they were deleted.
FORMER = {"question": (0.68, 0.04), "leans": (0.65, 0.03)}


def fitted() -> tuple[ReadingModel, HeldAside, list[str]]:
    """The model of the examples as they stand, and what it made of those held aside."""
    examples = from_files(PROJECT_DIR / "data" / "nlu", PROJECT_DIR / "data" / "readings")
    names = label_names(examples)
    vectors = np.asarray(encode([example.text for example in examples]))
    model, held = fit(examples, vectors, names)
    return model, held, names


def read(model: ReadingModel, texts: Sequence[str]) -> list[dict[str, float]]:
    """The readings of some texts."""
    return model.read(list(texts), np.asarray(encode(list(texts))))


def figures(told: np.ndarray, right: np.ndarray) -> str:
    """Precision, recall, F1 and how many there are, as cells."""
    both = int((told & right).sum())
    precision, recall = both / max(int(told.sum()), 1), both / max(int(right.sum()), 1)
    f1 = 2 * both / max(int(told.sum() + right.sum()), 1)
    return f"{precision:.2f} | {recall:.2f} | {f1:.2f} | {int(right.sum())}"


def by_label(model: ReadingModel, held: HeldAside, names: list[str]) -> list[str]:
    """A row a label: held aside, and on the messages of other hands."""
    messages: list[dict[str, Any]] = yaml.safe_load((DATA / "readings.yaml").read_text(encoding="utf-8"))[
        "messages"
    ]
    readings = read(model, [message["text"] for message in messages])
    rows = []
    for column, (name, label) in enumerate(zip(names, model.labels, strict=True)):
        known = ~np.isnan(held.wanted[:, column])
        told = label.probability(held.scores[known, column]) >= label.threshold
        aside = figures(told, held.wanted[known, column] > 0)
        judged = [
            (one[name] >= HOLDS, name in message["labels"])
            for one, message in zip(readings, messages, strict=True)
            if name not in message["unsure"]
        ]
        others = figures(np.array([t for t, _ in judged]), np.array([r for _, r in judged]))
        rows.append(f"| {name} | {aside} | {others} |")
    return rows


def slices() -> dict[str, tuple[list[str], list[str]]]:
    """For the two labels, what has it and what has not."""
    told, asked = [], []
    questions = yaml.safe_load((DATA / "questions.yaml").read_text(encoding="utf-8"))["questions"]
    for question in questions:
        if question["split"] != "report":
            continue
        parts = [part.strip() for part in SENTENCE.split(question["text"]) if part.strip()]
        if question["register"] in ("story", "adviser"):
            if any(part.endswith("?") for part in parts):
                told += [part for part in parts if not part.endswith("?")]
        elif question["register"] != "keywords":
            asked.append(question["text"].rstrip(" ?"))
    pairs = yaml.safe_load((DATA / "follow_ups.yaml").read_text(encoding="utf-8"))["follow_ups"]
    leaning = [pair["asked"] for pair in pairs if pair["split"] == "report"]
    return {"question": (asked, told), "leans": (leaning, asked)}


def main() -> None:
    """Print both tables."""
    model, held, names = fitted()
    cells = "précision | rappel | F1 | n"
    print(f"| étiquette | {cells} (tenus à part) | {cells} (autres mains) |\n|---|{'---:|' * 8}")
    print("\n".join(by_label(model, held, names)))
    print("\n| étiquette | rappel | pris à tort | anciens motifs: rappel | pris à tort |")
    print("|---|---:|---:|---:|---:|")
    for name, (have, have_not) in slices().items():
        recall = np.mean([one[name] >= HOLDS for one in read(model, have)])
        wrong = np.mean([one[name] >= HOLDS for one in read(model, have_not)])
        former = " | ".join(map(str, FORMER[name]))
        print(f"| {name} ({len(have)}, {len(have_not)}) | {recall:.2f} | {wrong:.2f} | {former} |")


if __name__ == "__main__":
    main()
