"""What is said of a danger: the narrowest text that is right for every kind that it may be.

The table is `emergency.yaml` of the content that all Pôles share: for each text, the kinds it is `right_for`
and the numbers to call. A kind that is not sure gets a wider text, never one that is wrong for the
person: who threatens is not comforted as a victim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import yaml

from knowledge.safety.classes import Numbers
from knowledge.settings import COMMON_DIR

TABLE = "emergency.yaml"
WIDEST = "general"  # right for all kinds
GRAVEST = 3


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, Any]]:
    table: dict[str, Any] = yaml.safe_load((COMMON_DIR / TABLE).read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def right_for() -> Mapping[str, frozenset[str]]:
    """The name of each text and the kinds of danger it is right for, the narrowest first."""
    texts = {name: frozenset(row["right_for"]) for name, row in _table().items()}
    return dict(sorted(texts.items(), key=lambda text: len(text[1])))


def is_grave(text: str) -> bool:
    """Whether what is said is for a life at risk, or somebody harmed; or for any danger, this one as well."""
    return text == WIDEST or bool(_table()[text]["gravity"] == GRAVEST)


def is_another(said: str, told: str) -> bool:
    """Whether what is to be said now is of another danger than what was `told` before: of one that is not
    less grave, and that was not told of, or not told apart."""
    if _table()[said]["gravity"] < _table()[told]["gravity"]:
        return False
    texts = right_for()
    kinds = texts[WIDEST]
    if said in kinds:
        return said not in texts[told] or told not in kinds
    return not texts[said] & texts[told]


def to_say(kinds: Sequence[str], likelihoods: Numbers, level: float) -> list[str]:
    """For each row of likelihoods of the kinds, the narrowest text that is right with the likelihood `level`
    at least; among as narrow ones, the likeliest."""
    texts = right_for()
    right = np.array([[kind in texts[name] for kind in kinds] for name in texts])
    width = right.sum(1)
    chance = likelihoods @ right.T
    names = list(texts)
    # A text of more kinds counts only where none of fewer is sure; all together are always sure.
    order = np.where((chance >= level) | (width == len(kinds)), -100.0 * width, -np.inf) + chance
    return [names[best] for best in order.argmax(1)]


def is_right(text: str, kind: str) -> bool:
    """Whether a text is right for somebody in this kind of danger."""
    return kind in right_for()[text]
