"""The word lists of masking, read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def _loaded() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load((_FOLDER / "words.yaml").read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=32)
def listed(name: str) -> frozenset[str]:
    """The words of a list of `words.yaml`."""
    return frozenset(str(word) for word in _loaded()[name])


@lru_cache(maxsize=32)
def either(name: str) -> str:
    """The words of a list as one alternative of a regular expression, longest first."""
    return "|".join(re.escape(str(word)) for word in sorted(_loaded()[name], key=len, reverse=True))


@lru_cache(maxsize=8)
def names(file: str) -> frozenset[str]:
    """The names of a file, one a line."""
    lines = (_FOLDER / f"{file}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
