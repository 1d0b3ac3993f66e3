"""Character vectors: TF-IDF of the pieces of words, which forgives typos.

The pieces are hashed rather than listed, so that no vocabulary has to be learnt anew when a text
changes: counts are kept by text, and an edited answer costs only its own.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

NGRAMS = (2, 5)  # characters, inside words
FEATURES = 2**20  # a few hundred thousand pieces in a large base: hardly ever two in one place
MAX_KEPT = 60_000  # texts remembered, those of many edits included; beyond, they are counted anew


class CharacterCounts:
    """The counts of texts, remembered between two builds of an index."""

    def __init__(self) -> None:
        self._vectorizer = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=NGRAMS,
            n_features=FEATURES,
            alternate_sign=False,
            norm=None,
            lowercase=False,
            dtype=np.float32,
        )
        self._rows: dict[str, int] = {}
        self._counts: csr_matrix | None = None
        self._lock = threading.Lock()  # an index may be rebuilt while a change is being tried

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The counts of the texts, one row each; only those never seen are counted."""
        with self._lock:
            return self._of(texts)

    def _of(self, texts: Sequence[str]) -> csr_matrix:
        if len(self._rows) > MAX_KEPT:
            self._rows, self._counts = {}, None
        fresh = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if fresh:
            counted = self._vectorizer.transform(fresh)
            start = len(self._rows)
            self._rows.update((text, start + row) for row, text in enumerate(fresh))
            self._counts = counted if self._counts is None else vstack([self._counts, counted], format="csr")
        if self._counts is None:
            return self.once("")[:0]
        chosen: csr_matrix = self._counts[[self._rows[text] for text in texts]]
        return chosen

    def once(self, text: str) -> csr_matrix:
        """The counts of a text that will not come again, such as a question: not remembered."""
        counted: csr_matrix = self._vectorizer.transform([text])
        return counted


class CharacterVectors:
    """TF-IDF weights learnt from a set of texts, over remembered counts."""

    def __init__(self, texts: Sequence[str], counts: CharacterCounts) -> None:
        self._counts = counts
        self._weights = TfidfTransformer(sublinear_tf=True).fit(counts.of([*texts, "vide"]))

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The vectors of the base's own texts."""
        return self._weighted(self._counts.of(texts))

    def once(self, text: str) -> csr_matrix:
        """The vector of a question."""
        return self._weighted(self._counts.once(text))

    def _weighted(self, counts: csr_matrix) -> csr_matrix:
        vectors: csr_matrix = self._weights.transform(counts)
        return vectors
