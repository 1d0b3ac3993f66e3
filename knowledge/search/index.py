"""The index: how near a question is to each document, by three scores that fail differently.

Words (BM25), characters (TF-IDF, which forgives typos) and meaning (sentence encoder). Each is
standardised over the documents for the query at hand, then summed with the weights below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from knowledge.search.encoder import EncodedTexts, encode
from knowledge.search.text import fold, words

Scores = npt.NDArray[np.float64]

# From the design's measurements on French question sets (weighted sum, R@1 .55 to .86).
WEIGHTS = {"meaning": 0.5, "characters": 0.25, "words": 0.25}
BM25_K1 = 1.2  # the usual constants of BM25
BM25_B = 0.75
CHARACTER_NGRAMS = (2, 5)


@dataclass(frozen=True)
class Document:
    """What is searched: its identifier, the ways it is asked for (best matched one by one), its text."""

    id: str
    phrasings: tuple[str, ...]
    text: str


class Index:
    """An immutable index over documents; building it takes about a second per thousand new phrasings."""

    def __init__(self, documents: Sequence[Document], encoded: EncodedTexts | None = None) -> None:
        if not documents:
            raise ValueError("An index needs at least one document.")
        self.documents = tuple(documents)
        encoded = encoded or EncodedTexts()
        self._owner = np.array(
            [row for row, document in enumerate(documents) for _ in document.phrasings], dtype=np.intp
        )
        phrasings = [phrasing for document in documents for phrasing in document.phrasings]
        self._phrasing_vectors = encoded.encode(phrasings)
        self._text_vectors = encoded.encode([document.text for document in documents])
        folded = [fold(phrasing) for phrasing in phrasings] or [""]
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=CHARACTER_NGRAMS, sublinear_tf=True, lowercase=False
        )
        texts = [fold(document.text) for document in documents]
        self._characters.fit(folded + texts + ["vide"])
        self._phrasing_characters = self._characters.transform(folded) if phrasings else None
        self._text_characters = self._characters.transform(texts)
        self._bm25 = _Bm25([" ".join((*document.phrasings, document.text)) for document in documents])

    def parts(self, query: str) -> dict[str, Scores]:
        """The raw scores of every document: `meaning` and `characters` are cosines, `words` is BM25."""
        vector = encode([query])[0]
        characters = self._characters.transform([fold(query)])
        return {
            "meaning": self._by_document(self._phrasing_vectors @ vector, self._text_vectors @ vector),
            "characters": self._by_document(
                _dense(self._phrasing_characters, characters), _dense(self._text_characters, characters)
            ),
            "words": self._bm25.scores(query),
        }

    def scores(self, query: str) -> tuple[Scores, dict[str, Scores]]:
        """The summed score of every document, and the raw parts it was made of."""
        parts = self.parts(query)
        total = np.zeros(len(self.documents))
        for name, weight in WEIGHTS.items():
            total += weight * standardise(parts[name])
        return total, parts

    def coverage(self, query: str, row: int) -> float:
        """The share of the query's words that a document has, rare words counting more; 0 to 1."""
        return self._bm25.coverage(query, row)

    def _by_document(self, phrasing_scores: Scores, text_scores: Scores) -> Scores:
        """A document is as near as its nearest phrasing; its text counts for half beside it."""
        best = np.full(len(self.documents), -1.0)
        if len(self._owner):
            np.maximum.at(best, self._owner, phrasing_scores)
        has_phrasings = best > -1.0
        return np.where(has_phrasings, 0.75 * best + 0.25 * text_scores, text_scores)


def standardise(scores: Scores) -> Scores:
    """Zero mean and unit spread over the documents; all zeros when every document scores the same."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)


def _dense(matrix: csr_matrix | None, query: csr_matrix) -> Scores:
    if matrix is None:
        return np.zeros(0)
    result: Scores = np.asarray((matrix @ query.T).todense(), dtype=np.float64).ravel()
    return result


class _Bm25:
    """BM25 over words (Robertson and Zaragoza, 2009)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counter = CountVectorizer(analyzer=words)
        counts = self._counter.fit_transform([*texts, "vide"])[: len(texts)].tocsc().astype(np.float64)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        mean_length = float(lengths.mean()) or 1.0
        frequency = np.diff(counts.indptr)
        idf = np.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))
        coo = counts.tocoo()
        norm = BM25_K1 * (1 - BM25_B + BM25_B * lengths[coo.row] / mean_length)
        data = idf[coo.col] * coo.data * (BM25_K1 + 1) / (coo.data + norm)
        self._weights = csr_matrix((data, (coo.row, coo.col)), shape=counts.shape)
        self._idf = dict(zip(self._counter.get_feature_names_out(), idf, strict=True))
        self._unknown_idf = float(np.log(1 + (len(texts) + 0.5) / 0.5))
        self._words = [frozenset(words(text)) for text in texts]

    def coverage(self, query: str, row: int) -> float:
        asked = {word: self._idf.get(word, self._unknown_idf) for word in words(query)}
        total = sum(asked.values())
        return sum(idf for word, idf in asked.items() if word in self._words[row]) / total if total else 0.0

    def scores(self, query: str) -> Scores:
        counts = self._counter.transform([query])
        return _dense(self._weights, (counts > 0).astype(np.float64))
