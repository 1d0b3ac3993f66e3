"""A pack that stands alone and is quick to import: a few entries of each kind of the first Pôle's, whole."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.exporter import flatten
from knowledge.settings import DEFAULT_CONTENT_DIR

FILE = "definition.yaml"  # the answers that are kept are of this file
KEPT = 10  # answers, funds, trainings and topics
NAMING = ("territory.yaml", "steps.yaml", "tools.yaml", "organizations.yaml")  # what they name must be there
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def write_small_pack(folder: Path, source: Path = DEFAULT_CONTENT_DIR, besides: Collection[str] = ()) -> Path:
    """Write it to a folder, and give the folder back. `source`: the pack it is a part of; `besides`: answers
    that are kept too, of the same file."""
    flatten(source, folder)
    for path in (folder / "answers").iterdir():
        if path.name != FILE:
            path.unlink()
    standing = rows(folder / "answers" / FILE)
    answers = standing[:KEPT] + [one for one in standing[KEPT:] if one["id"] in besides]
    known = {answer["id"] for answer in answers}
    for answer in answers:
        answer["related"] = [name for name in answer.get("related") or [] if name in known]
    put(folder / "answers" / FILE, answers)
    put(folder / "out_of_scope.yaml", rows(folder / "out_of_scope.yaml")[:KEPT])
    named = {fact for answer in answers for fact in answer["facts"]}
    named |= set(words_of([load(folder / name) for name in NAMING]))
    put(folder / "facts.yaml", [fact for fact in rows(folder / "facts.yaml") if fact["id"] in named])
    for kind in ("fund", "training"):
        path = folder / f"{kind}s.yaml"
        of_kind = rows(path)
        put(
            path, [row for place, row in enumerate(of_kind) if place < KEPT or f"{kind}:{row['id']}" in named]
        )
    return folder


def rows(path: Path) -> list[dict[str, Any]]:
    """The entries of a file of a pack."""
    (found,) = load(path).values()
    return list(found)


def put(path: Path, entries: list[dict[str, Any]]) -> None:
    """Write entries in a file of a pack in the place of its own."""
    (key,) = load(path)
    path.write_text(yaml.dump({key: entries}, Dumper=DUMPER, allow_unicode=True), encoding="utf-8")


def load(path: Path) -> dict[str, Any]:
    """A file of a pack, as it is."""
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 a safe one
    return loaded


def words_of(value: Any) -> list[str]:
    """All the texts in what a file holds."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in words_of(one)]
    return [value] if isinstance(value, str) else []
