"""The layers of a content pack: what holds for every Pôle, then the folder of one Pôle on top.

A folder whose `pack.yaml` says `extends: common` stands on `knowledge/content/common`; any other stands
alone.
In every file the nearest layer wins: entry by entry where entries have an identifier, key by key in the
files that are mappings, whole in the others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from knowledge.settings import COMMON_DIR

PACK_FILE = "pack.yaml"
EXTENDS = "extends"
COMMON = "common"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def layers(folder: Path) -> tuple[Path, ...]:
    """The folders that make a pack, the most general first."""
    return (COMMON_DIR, folder) if pack_settings(folder).get(EXTENDS) == COMMON else (folder,)


def pack_settings(folder: Path) -> dict[str, Any]:
    """What `pack.yaml` says of the pack itself; empty when there is none."""
    path = folder / PACK_FILE
    return read_mapping(path) if path.exists() else {}


def find(folder: Path, name: str) -> Path:
    """The file of this name in the nearest layer. Raises `FileNotFoundError` when no layer has it."""
    for layer in reversed(layers(folder)):
        if (layer / name).exists():
            return layer / name
    raise FileNotFoundError(folder / name)


def files(folder: Path, *patterns: str) -> list[tuple[Path, list[Path]]]:
    """Each layer with its files that fit the patterns («facts.yaml», «facts/*.yaml»), in order."""
    return [
        (layer, sorted(path for pattern in patterns for path in layer.glob(pattern)))
        for layer in layers(folder)
    ]


def mapping(folder: Path, name: str) -> dict[str, Any]:
    """A file that is a mapping, the keys of nearer layers replacing those of the more general.

    Raises `FileNotFoundError` when no layer has it.
    """
    found = [layer / name for layer in layers(folder) if (layer / name).exists()]
    if not found:
        raise FileNotFoundError(folder / name)
    merged: dict[str, Any] = {}
    for path in found:
        merged |= read_mapping(path)
    return merged


def read_mapping(path: Path) -> dict[str, Any]:
    """A YAML file that is a mapping; empty for one that is not."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 a safe loader
    except (yaml.YAMLError, ValueError):  # not UTF-8, or a number that cannot be one
        return {}  # what is unreadable is named by the pack's own reader
    return loaded if isinstance(loaded, dict) else {}
