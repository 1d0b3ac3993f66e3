"""A description as numbers: its characters, its words, its meaning and the cues found in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from knowledge.referral.profile import Profile
from knowledge.referral.signs import cues_in
from knowledge.search.encoder import Vectors, encode
from knowledge.search.text import fold

CHARACTERS, WORDS, CUES = 2**13, 2**12, 2**10  # columns: hashed, so that no vocabulary has to be kept
TEXT_WEIGHT, CUES_WEIGHT = 2.0, 0.4  # beside 1 for the meaning
TABLES = ("stage", "need", "form", "kind")
TOLD = ("stage", "legal_form", "current_form", "project_kind")

MEANING = slice(CHARACTERS + WORDS, -CUES)  # the columns of the meaning

Numbers = npt.NDArray[Any]
_characters = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), n_features=CHARACTERS, lowercase=False, alternate_sign=False,
    norm=None,
)  # fmt: skip
_words = HashingVectorizer(
    analyzer="word", ngram_range=(1, 2), n_features=WORDS, tokenizer=str.split, token_pattern=None,
    lowercase=False, alternate_sign=False, norm=None,
)  # fmt: skip
_cues = HashingVectorizer(
    analyzer=str.split, n_features=CUES, binary=True, alternate_sign=False, norm=None
)  # fmt: skip


@dataclass(frozen=True)
class Described:
    """A description: its own words, the line made of them, what the cues tell of it, what else makes one
    think of a stage (`stages.SIGNS`), and the day on which it is read."""

    text: str
    line: str
    told: Profile
    signs: tuple[str, ...] = ()
    day: dt.date | None = None


@lru_cache(maxsize=2)
def _meaning(text: str) -> Vectors:
    return encode([text])


def meaning_of_one(texts: Sequence[str]) -> Vectors:
    """The meaning of one text; a message that is read again is not encoded again."""
    return _meaning(texts[0]) if len(texts) == 1 else encode(texts)


def counts(described: Sequence[Described]) -> csr_matrix:
    """How often each hashed group of characters and each word stands in the texts, on a flattened scale."""
    found = hstack(
        [
            _characters.transform([fold(one.text) for one in described]),
            _words.transform([one.line for one in described]),
        ]
    ).tocsr()
    found.data = np.log1p(found.data)
    return found


def rarity(found: csr_matrix) -> Numbers:
    """How much each column tells: the rarer, the more."""
    held = np.asarray((found > 0).sum(axis=0)).ravel()
    weights: Numbers = np.log((1 + found.shape[0]) / (1 + held)) + 1
    return weights


def _hashed(described: Sequence[Described]) -> tuple[csr_matrix, csr_matrix]:
    """The counts of descriptions, and the cues found in them."""
    return counts(described), _cues.transform([" ".join(_signs(one)) for one in described])


@lru_cache(maxsize=2)
def _hashed_one(one: Described) -> tuple[csr_matrix, csr_matrix]:
    """The same of one, which two models read; never changed."""
    return _hashed([one])


def features(
    described: Sequence[Described],
    rare: Numbers,
    encoder: Callable[[Sequence[str]], Vectors] = meaning_of_one,
) -> csr_matrix:
    """One row per description; `rare`: the weights of the columns of `counts`."""
    found, cues = _hashed_one(described[0]) if len(described) == 1 else _hashed(described)
    text = csr_matrix((found.data * rare[found.indices], found.indices, found.indptr), shape=found.shape)
    characters, words = normalize(text[:, :CHARACTERS]), normalize(text[:, CHARACTERS:])
    meaning = csr_matrix(np.asarray(encoder([one.text for one in described])))
    return hstack([characters * TEXT_WEIGHT, words * TEXT_WEIGHT, meaning, cues * CUES_WEIGHT]).tocsr()


def _signs(one: Described) -> Iterable[str]:
    """Names of what the cues found."""
    for name in TABLES:
        for found in cues_in(name, one.line):
            yield f"{name}:{found.name.replace(' ', '_')}"
            yield f"{name}={found.says}"
    for field in TOLD:
        yield f"{field}={getattr(one.told, field)}"
    for field in ("sector", "age", "amount", "place_kind"):
        if getattr(one.told, field) is not None:
            yield field
