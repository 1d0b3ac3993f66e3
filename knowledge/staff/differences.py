"""What changed between two states of an entry, word by word, with the French names of the fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

import yaml

from knowledge.staff.dates import date_told
from knowledge.staff.themes import theme_name
from knowledge.vocabulary import LEGAL_FORM_NAMES, NEED_NAMES, STAGE_NAMES, dollars

_NAMES = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
FIELD_NAMES: dict[str, str] = _NAMES["fields"]
VALUE_NAMES: dict[str, str] = {
    str(value): str(name)
    for table in (_NAMES["values"], NEED_NAMES, STAGE_NAMES, LEGAL_FORM_NAMES)
    for value, name in table.items()
}
AMOUNTS = {"amount_min", "amount_max"}
DATES = {"as_of", "review_by", "opens", "closes"}
UNORDERED = {"needs", "yes", "maybe", "mrc", "maybe_mrc"}  # written in another order, they say the same


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Literal["same", "in", "out"]
    text: str


@dataclass(frozen=True)
class Change:
    """A field that changed."""

    label: str
    pieces: tuple[Piece, ...]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fields that differ, each with what went and what came."""
    found = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if _plain(old, name) != _plain(new, name):
            found.append(Change(FIELD_NAMES.get(name, name), compare(as_text(old, name), as_text(new, name))))
    return found


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("out", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("in", "".join(after[j1:j2])))
    return tuple(pieces)


def _plain(value: Any, name: str) -> Any:
    """A value by which two states are compared: nothing and an empty list are the same."""
    if isinstance(value, dict):
        return {key: plain for key, one in value.items() if (plain := _plain(one, key)) not in (None, {}, [])}
    if isinstance(value, list) and name in UNORDERED and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value


def as_text(value: Any, name: str = "") -> str:
    """A value as people read it: a list one item a line, what is inside a field under its French name.

    Input: `name`, its field, when that tells an amount, a date or a theme.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int) and name in AMOUNTS:
        return dollars(value)
    if isinstance(value, str) and name in DATES:
        return date_told(value)
    if isinstance(value, str) and name == "theme":
        return theme_name(value)
    if isinstance(value, str | int):
        return VALUE_NAMES.get(str(value), str(value))
    if isinstance(value, list):
        return "\n".join(_one_line(item) if isinstance(item, dict) else as_text(item) for item in value)
    if not isinstance(value, dict):
        return str(value)
    lines = []
    for inside, inner in value.items():
        if as_text(inner):
            lines.append(f"{FIELD_NAMES.get(inside, inside)}: {_one_line(inner, inside)}")
    return "\n".join(lines)


def _one_line(value: Any, name: str = "") -> str:
    return ", ".join(as_text(value, name).split("\n"))
