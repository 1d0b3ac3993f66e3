"""Which questions ask the same thing, by their words, their characters and their meaning together.

How much each weighs, and how alike is alike enough, is learned by `python -m knowledge.staff.train_alike`
from the published ways of asking, and written in `alike.yaml` with what it was measured at.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.search.encoder import Vectors, encode
from knowledge.search.language import respelled, terms_of

FILE = Path(__file__).with_name("alike.yaml")
FEATURES = ("words", "characters", "meaning")
NO_WORD = "∅"
REMEMBERED = 1_000  # texts whose vectors are kept, 2 MB: reading three hundred anew takes more than a second

Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]


_known: OrderedDict[str, Vectors] = OrderedDict()
_knowing = threading.Lock()


@dataclass(frozen=True)
class Settings:
    """The weights learned, and from which likeness two questions are surely, or perhaps, the same."""

    weights: tuple[float, ...]
    constant: float
    surely: float
    perhaps: float


@lru_cache(maxsize=1)
def settings() -> Settings:
    """What was learned last."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    weights = tuple(float(read["weights"][name]) for name in FEATURES)
    return Settings(weights, float(read["constant"]), float(read["surely"]), float(read["perhaps"]))


def meanings(texts: Sequence[str]) -> Vectors:
    """A vector for each text; those of the last texts are remembered, so that an inbox opens at once."""
    with _knowing:
        found = {text: _known[text] for text in texts if text in _known}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    found.update(zip(new, encode(new), strict=True))
    with _knowing:
        for text in found:
            _known[text] = found[text]
            _known.move_to_end(text)
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return np.stack([found[text] for text in texts])


def families(texts: Sequence[str]) -> list[list[list[int]]]:
    """The texts that are perhaps the same, each family in parts that surely are, the largest part first.

    Every text, by its place, is in one part of one family; within a part the order of the texts is kept.
    """
    if len(texts) < 2:
        return [[[row]] for row in range(len(texts))]
    learned = settings()
    tree = tree_of(likeness(texts, learned))
    sure, loose = cut(tree, learned.surely), cut(tree, learned.perhaps)
    found: dict[int, dict[int, list[int]]] = {}
    for row in range(len(texts)):
        found.setdefault(loose[row], {}).setdefault(sure[row], []).append(row)
    return [sorted(parts.values(), key=lambda part: (-len(part), part[0])) for parts in found.values()]


def features(texts: Sequence[str]) -> list[Table]:
    """How alike each two texts are, 0 to 1, by each feature."""
    plain = [respelled(text) for text in texts]
    by_words = TfidfVectorizer(analyzer=lambda text: terms_of(text) or [NO_WORD]).fit_transform(plain)
    by_characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True).fit_transform(
        [text or NO_WORD for text in plain]
    )
    vectors = meanings(texts).astype(np.float64)
    return [
        np.asarray((by_words @ by_words.T).todense()),
        np.asarray((by_characters @ by_characters.T).todense()),
        vectors @ vectors.T,
    ]


def likeness(texts: Sequence[str], learned: Settings) -> Table:
    """How likely it is that each two texts ask the same thing."""
    return weighed(features(texts), learned)


def weighed(found: Sequence[Table], learned: Settings) -> Table:
    """The features as one likelihood."""
    total = sum(weight * one for weight, one in zip(learned.weights, found, strict=True)) + learned.constant
    return np.asarray(1 / (1 + np.exp(-total)))


def tree_of(alike: Table) -> Table:
    """What joins what first, by the mean likeness of two groups (average linkage)."""
    apart = np.clip(1 - (alike + alike.T) / 2, 0, 1)
    np.fill_diagonal(apart, 0)
    return np.asarray(linkage(squareform(apart, checks=False), "average"))


def cut(tree: Table, alike: float) -> list[int]:
    """The number of the group of each text, when groups are joined down to this likeness."""
    return [int(number) for number in fcluster(tree, 1 - alike, "distance")]
