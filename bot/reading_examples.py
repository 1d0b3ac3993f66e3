"""The examples that readings are learnt from: those of data/nlu by their metadata, and data/readings.

In data/nlu an intent's metadata says what its examples do (`readings`) and what they may do (`unsure`). In
data/readings each group of texts says the same. Holds nothing of Rasa.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Example:
    """A text, the labels it has, and those about which nothing is known."""

    text: str
    labels: frozenset[str]
    unsure: frozenset[str]


def from_files(nlu: Path, readings: Path) -> list[Example]:
    """The examples of both folders, each text once."""
    return merged([*of_intents(nlu), *of_readings(readings)])


def of_intents(folder: Path) -> Iterator[Example]:
    """The examples of the NLU files, without Rasa: for where Rasa is not."""
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            metadata = block.get("metadata") or {}
            for line in block.get("examples", "").splitlines():
                if line.strip().startswith("- "):
                    yield annotated(line.strip()[2:].strip(), metadata)


def metadata_of(folder: Path, intent: str) -> dict[str, list[str]]:
    """What the examples of an intent do, as the NLU files say it."""
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if block.get("intent") == intent and block.get("metadata"):
                found: dict[str, list[str]] = block["metadata"]
                return found
    return {}


def of_readings(folder: Path) -> Iterator[Example]:
    """The examples of data/readings."""
    for path in sorted(folder.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            for text in group["texts"]:
                yield Example(text, frozenset(group["labels"]), frozenset(group.get("unsure", ())))


def annotated(text: str, metadata: dict[str, list[str]]) -> Example:
    """An example with the metadata of its intent."""
    return Example(text, frozenset(metadata.get("readings", ())), frozenset(metadata.get("unsure", ())))


def merged(examples: Iterable[Example]) -> list[Example]:
    """Each text once: it has what it has in any place; elsewhere than there, nothing is known."""
    found: dict[str, Example] = {}
    for example in examples:
        key = example.text.lower().strip()
        before = found.get(key)
        if before is None:
            found[key] = example
        else:
            labels = before.labels | example.labels
            unsure = (before.unsure | example.unsure) - labels
            found[key] = Example(before.text, labels, unsure)
    return list(found.values())


def label_names(examples: Iterable[Example]) -> list[str]:
    """Every label that some example has."""
    return sorted({label for example in examples for label in example.labels})
