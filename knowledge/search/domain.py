"""Whether a question sounds like those the base answers or like those it declines, whatever the answer.

A linear model of words and characters, learned in a fraction of a second each time the base changes,
from the phrasings of the answers on one side and of the declined topics on the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.search.language import terms_of

STRENGTH = 1.0  # inverse of the penalty; 10 is no better on the tuning questions and four times slower
CHARACTER_NGRAMS = (3, 5)
MIN_EACH = 5  # phrasings on each side; with fewer there is nothing to learn


class Domain:
    """Learned from texts that were folded and respelled."""

    def __init__(self, inside: Sequence[str], outside: Sequence[str]) -> None:
        self._model: LogisticRegression | None = None
        if min(len(inside), len(outside)) < MIN_EACH:
            return
        texts = [*inside, *outside]
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=CHARACTER_NGRAMS, sublinear_tf=True, min_df=2, dtype=np.float32
        ).fit(texts)
        self._words = TfidfVectorizer(analyzer=terms_of, sublinear_tf=True, dtype=np.float32).fit(texts)
        sides = np.array([1] * len(inside) + [0] * len(outside))
        self._model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=100)
        self._model.fit(self._features(texts), sides)

    def _features(self, texts: Sequence[str]) -> csr_matrix:
        features: csr_matrix = hstack(
            [self._characters.transform(texts), self._words.transform(texts)]
        ).tocsr()
        return features

    def score(self, plain: str) -> float:
        """How much a text sounds like the base's own: positive inside, negative outside, 0 unknown."""
        if self._model is None:
            return 0.0
        return float(self._model.decision_function(self._features([plain]))[0])
