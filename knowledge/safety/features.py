"""A message as numbers: its characters, its words, its meaning and the groups of words that it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from knowledge.safety.lexicon import held, tokens, words_as_typed
from knowledge.safety.places import without_places
from knowledge.safety.spelled import plainly
from knowledge.search.encoder import DIMENSIONS, Vectors, encode

# Columns: hashed, so that no vocabulary has to be kept; with an eighth as many, words of danger fall on those
# of every day, and half as many look-alikes again are taken at the same recall.
CHARACTERS, WORDS = 2**16, 2**16
# Where each is among the columns.
SPELLINGS = (slice(0, CHARACTERS), slice(CHARACTERS, CHARACTERS + WORDS))
TYPED = slice(0, SPELLINGS[-1].stop)
READINGS = 2  # of a text: as typed, and with its spelling brought back
MEANINGS = tuple(
    slice(start, start + DIMENSIONS)
    for start in range(TYPED.stop, TYPED.stop + READINGS * DIMENSIONS, DIMENSIONS)
)
GROUPS = slice(MEANINGS[-1].stop, None)
MEANING_WEIGHT = 2.0
GROUPS_WEIGHT = 0.5
MIN_PIECE_WORDS = 3

# A clause goes without the word that joins it to the one before.
_CUT = re.compile(r"[.!?;:\n…]+\s*|,?\s(?:mais|pis|et|parce que|car)\s|,\s", re.IGNORECASE)
_characters = HashingVectorizer(
    analyzer="char_wb",
    ngram_range=(2, 6),
    n_features=CHARACTERS,
    lowercase=False,
    alternate_sign=False,
    norm=None,
)
_words = HashingVectorizer(
    analyzer="word",
    ngram_range=(1, 3),
    n_features=WORDS,
    tokenizer=str.split,
    token_pattern=None,
    lowercase=False,
    alternate_sign=False,
    norm=None,
)


def pieces(text: str) -> list[str]:
    """The text, then its clauses of three words at least: danger may hide in half of a question."""
    parts = (part.strip() for part in _CUT.split(text))
    return list(dict.fromkeys([text, *(part for part in parts if len(part.split()) >= MIN_PIECE_WORDS)]))


def _brought_back(text: str, plain: str) -> str:
    """«chu à boutte» as «je suis a bout»; as typed where that is how it is written: it is read once then."""
    return plain if plain and plain != " ".join(words_as_typed(text)) else text


def features(texts: Sequence[str], encoder: Callable[[Sequence[str]], Vectors] = encode) -> csr_matrix:
    """One row per text."""
    # Capitals and signs hide the meaning; a place has none here.
    texts = [without_places(plainly(text.lower() if text.isupper() else text)) for text in texts]
    plain = [" ".join(tokens(text)) for text in texts]
    meanings = [
        csr_matrix(np.asarray(encoder(read)) * MEANING_WEIGHT)
        for read in (texts, list(map(_brought_back, texts, plain)))
    ]
    groups = np.stack([held(text) for text in texts]) * GROUPS_WEIGHT
    spellings = [_muted(counts.transform(plain)) for counts in (_characters, _words)]
    return hstack([*spellings, *meanings, csr_matrix(groups)]).tocsr()


def _muted(counts: csr_matrix) -> csr_matrix:
    """Counts of which the second says less than the first."""
    counts.data = 1 + np.log(counts.data)
    return counts


def rarity_of(rows: csr_matrix) -> Vectors:
    """How rare each column of what is typed is among the rows."""
    typed = rows[:, TYPED]
    holders = np.bincount(typed.indices, minlength=typed.shape[1])
    rarity: Vectors = (1 + np.log((1 + typed.shape[0]) / (1 + holders))).astype(np.float32)
    return rarity


def weighed(rows: csr_matrix, rarity: Vectors) -> csr_matrix:
    """The rows with what is typed by how rare it is: its characters and its words, a unit vector each."""
    spellings = [normalize(rows[:, place] @ diags(rarity[place])) for place in SPELLINGS]
    return hstack([*spellings, rows[:, TYPED.stop :]]).tocsr()
