"""The small patterns of `sayings.yaml`, made into regular expressions over folded words."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("sayings.yaml")
_NAME = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"(\([^()]*\)|[a-z]+)\?(?= |$)")
BETWEEN = 3  # words that «..» stands for, at most


def _filled(pattern: str, words: dict[str, str]) -> str:
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda found: words[found[1]], pattern)
    return pattern


def expression(pattern: str) -> str:
    """The regular expression of one pattern whose names are filled in."""
    pattern = pattern.strip().removesuffix("..").strip()
    pattern = re.sub(r"\* ?\(", "* (", pattern)
    parts = []
    for part in re.split(r" \.\. ", pattern):
        made = part.replace("*", "[a-z0-9]*").replace("(", "(?:")
        # An optional word takes its space with it.
        made = re.sub(r" ((?:\(\?:[^()]*\))|[a-z]+)\?(?= |$)", r"(?: \1)?", made)
        parts.append(made)
    between = rf"(?: [a-z0-9]+){{0,{BETWEEN}}} "
    joined = parts[0]
    for part in parts[1:]:
        optional = part.endswith(")?") and part.startswith("(?:") and part.count("(") == 1
        joined += rf"(?:{between}{part[:-1]})?" if optional else between + part
    return joined


@lru_cache(maxsize=1)
def sayings() -> dict[str, re.Pattern[str]]:
    """One pattern for each group, over words joined by single spaces."""
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        name: re.compile(
            "|".join(
                one if one.startswith("^") else rf"(?<!\S)(?:{one})(?!\S)"
                for one in (expression(_filled(pattern, loaded["words"])) for pattern in patterns)
            )
        )
        for name, patterns in loaded["groups"].items()
    }
