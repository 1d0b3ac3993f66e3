"""The ranker: each feature of a document times its weight, as `train.py` learned them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from knowledge.search.bm25 import Scores
from knowledge.search.index import PARTS, standardise

WEIGHTS_FILE = Path(__file__).parent / "ranker.yaml"


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each feature in force."""
    read: dict[str, dict[str, float]] = yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return read["weights"]


def resemblance(parts: Mapping[str, Scores]) -> Scores:
    """How much each document resembles a text, names and places left aside: in the units of `summed`."""
    in_force = weights()
    return summed(
        {name: standardise(parts[name]) for name in PARTS},
        {name: in_force[name] for name in PARTS if name in in_force},
    )


def summed(features: Mapping[str, Scores], weighed: Mapping[str, float]) -> Scores:
    """The score of every document. A feature without a weight counts for nothing."""
    total: Scores = np.zeros(len(next(iter(features.values()))))
    for name, weight in weighed.items():
        total += weight * features[name]
    return total
