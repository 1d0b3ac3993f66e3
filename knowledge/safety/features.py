"""A message as numbers: its characters, its words, its meaning and the groups of words that it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from knowledge.safety.lexicon import held, tokens, words_as_typed
from knowledge.safety.places import without_places
from knowledge.safety.spelled import plainly
from knowledge.search.encoder import DIMENSIONS, Vectors, encode

CHARACTERS, WORDS = 2**13, 2**13  # columns: hashed, so that no vocabulary has to be kept
# Where each is among the columns.
TYPED = slice(0, CHARACTERS + WORDS)
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
    analyzer="char_wb", ngram_range=(2, 5), n_features=CHARACTERS, lowercase=False
)
_words = HashingVectorizer(
    analyzer="word",
    ngram_range=(1, 3),
    n_features=WORDS,
    tokenizer=str.split,
    token_pattern=None,
    lowercase=False,
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
    blocks = [_characters.transform(plain), _words.transform(plain), *meanings, csr_matrix(groups)]
    return hstack(blocks).tocsr()
