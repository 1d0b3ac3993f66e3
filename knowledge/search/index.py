"""The index: how near a question is to each document, by scores that fail differently.

Meaning (sentence encoder), characters (TF-IDF, which forgives typos) and words (BM25, as typed and as
terms: stems, synonyms joined).
"""

from __future__ import annotations

import weakref
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.linalg import LinearOperator

from knowledge.search.accents import Accents
from knowledge.search.bm25 import Bm25, Scores
from knowledge.search.characters import CharacterVectors
from knowledge.search.context import Speller
from knowledge.search.encoder import Vectors, encode
from knowledge.search.language import respelled, terms_of
from knowledge.search.memory import Memory
from knowledge.search.text import asked_part, fold, sentences
from knowledge.search.wording import Wording

Truths = npt.NDArray[np.bool_]

# The ways of comparing. The ranker weighs them by what it learned (`model.py`).
PARTS = ("meaning", "nearest", "near", "characters", "phrasing_characters", "words", "terms", "wording")
# How much of a story's scores is that of the question it ends with, the rest being that of the whole: on the
# stories of our own questions, the right answer is among the three first most often from .3 to .5.
ASKED = 0.4
ASKED_SHORTLY = 0.65  # the same of a short question that was completed with what came before it
# A phrasing is near by its meaning and by its characters together: of .5 to .7, where each tells a question
# for the base from one to decline about as well.
NEAR_MEANING = 0.6
FEW = 8  # documents whose phrasings are kept as they are compared alone: the general ones
REMEMBERED = 128  # questions whose reading is kept: each is read several times while it is ranked


@dataclass(frozen=True)
class Document:
    """What is searched: its identifier, the ways it is asked for (best matched one by one), its text."""

    id: str
    phrasings: tuple[str, ...]
    text: str


class Index:
    """An immutable index over documents. `memory` holds what earlier builds computed, so that a build costs
    little more than the new texts."""

    def __init__(
        self,
        documents: Sequence[Document],
        names: Iterable[str] = (),
        memory: Memory | None = None,
    ) -> None:
        if not documents:
            raise ValueError("An index needs at least one document.")
        self.documents = tuple(documents)
        self._row = {document.id: row for row, document in enumerate(documents)}
        memory = memory or Memory()
        self._owner = np.array(
            [row for row, document in enumerate(documents) for _ in document.phrasings], dtype=np.intp
        )
        self._first = np.flatnonzero(np.diff(self._owner, prepend=-1))
        phrasings = [phrasing for document in documents for phrasing in document.phrasings]
        texts = [document.text for document in documents]
        wholes = [" ".join((*document.phrasings, document.text)) for document in documents]
        self._phrasing_vectors = memory.encoded.shared(phrasings)
        self._text_vectors = memory.encoded.encode(texts)
        respelled_wholes = [respelled(whole) for whole in wholes]
        self._speller = Speller(
            memory.spelled.total(respelled_wholes), memory.pairs.total(respelled_wholes), names
        )
        self._accents = Accents(memory.written.total(wholes), memory.folded)
        spelled = [respelled(phrasing) for phrasing in phrasings]
        self._characters = CharacterVectors(respelled_wholes, spelled, memory.characters)
        self._words = Bm25(wholes, memory.words)
        self._terms = Bm25(respelled_wholes, memory.terms)
        self._wording = Wording(spelled, memory.terms, self._terms.rarity)
        own = weakref.proxy(self)  # what remembers does not hold it: a former index is given back at once
        self.plain = lru_cache(maxsize=REMEMBERED)(lambda query: own._plain(query))
        self.meaning = lru_cache(maxsize=REMEMBERED)(lambda query: own._meaning(query))
        self._spelled = lru_cache(maxsize=FEW)(lambda name: own._characters_of(name))
        self._parts = lru_cache(maxsize=REMEMBERED)(lambda query: own._compared(query))

    def row(self, document_id: str) -> int:
        """The row of a document."""
        return self._row[document_id]

    def phrasings_within(self, ids: Container[str]) -> tuple[LinearOperator, LinearOperator, Truths]:
        """The vectors of all the phrasings, of their characters and of their meaning, and whether each
        phrasing is one of the documents named."""
        named = np.array([document.id in ids for document in self.documents], dtype=np.bool_)
        return self._characters.phrasings(), self._phrasing_vectors.operator(), named[self._owner]

    def characters(self, query: str) -> csr_matrix:
        """The character vector of a question."""
        return self._characters.once(self.plain(query))

    def _plain(self, query: str) -> str:
        """A question folded, its spelling brought back and its typing mistakes set right."""
        return self._speller.corrected(respelled(query))

    def _meaning(self, query: str) -> npt.NDArray[np.float32]:
        """The vector of a question's meaning, its typing mistakes set right."""
        vector: npt.NDArray[np.float32] = encode([self.restored(query)])[0]
        return vector

    def alike(self, query: str, document_id: str, asked: str | None = None) -> float:
        """How near in meaning a question, or what it asks, is to a document's nearest phrasing."""
        vectors = self._meanings_of(document_id)
        ways = {query, asked or asked_part(query) or query}
        return max(float((vectors @ self.meaning(way)).max(initial=0.0)) for way in ways)

    def read_at_once(self, queries: Iterable[str]) -> None:
        """Have the encoder read these questions, and what they ask, together: that takes hardly longer than
        one alone, and each is then at hand."""
        ways = {way for query in queries for way in (query, asked_part(query)) if way}
        encode([self.restored(way) for way in sorted(ways)])

    def near(self, query: str, document_id: str, asked: str | None = None) -> float:
        """What `parts` says in `near` of one document that has phrasings, without looking at the others."""
        part = asked or asked_part(query)
        whole = self._near(query, document_id)
        if part is None:
            return whole
        share = ASKED_SHORTLY if asked else ASKED
        return (1 - share) * whole + share * self._near(part, document_id)

    def _near(self, query: str, document_id: str) -> float:
        characters = self._characters.once(self.plain(query))
        by_characters = (self._spelled(document_id) @ characters.T).toarray().ravel()
        by_meaning = self._meanings_of(document_id) @ self.meaning(query)
        return float((NEAR_MEANING * by_meaning + (1 - NEAR_MEANING) * by_characters).max())

    def _meanings_of(self, document_id: str) -> Vectors:
        return self._phrasing_vectors.some(np.flatnonzero(self._owner == self._row[document_id]))

    def _characters_of(self, document_id: str) -> csr_matrix:
        phrasings = self.documents[self._row[document_id]].phrasings
        return vstack([self._characters.once(respelled(phrasing)) for phrasing in phrasings])

    def understood(self, query: str) -> bool:
        """Whether a question holds words that somebody knows, rather than letters struck at random."""
        return self._speller.understood(respelled(query))

    def restored(self, query: str) -> str:
        """A question with its typing mistakes set right and its accents kept; as it is when it has none."""
        plain = self.plain(query)
        untouched = plain == fold(query).replace("-", " ")
        return query if untouched else self._accents.restored(query, plain)

    def parts(self, query: str, asked: str | None = None) -> Mapping[str, Scores]:
        """The raw scores of every document: cosines, save `words` and `terms`, which are BM25.

        A story is scored as a whole and by what it asks; so is a short question that was completed with what
        came before it, `asked` being that question as it was typed. Whoever changes the scores copies them
        first: they are remembered.
        """
        whole: Mapping[str, Scores] = self._parts(query)
        share = ASKED_SHORTLY if asked else ASKED
        part = asked or asked_part(query)
        if part is None:
            return whole
        parts = self._parts(part)
        return {name: (1 - share) * scores + share * parts[name] for name, scores in whole.items()}

    def of_a_sentence(self, query: str) -> Scores | None:
        """How near each document is to the sentence of a story that is nearest to it, by its words: what
        matters is often said in one of them, which the others drown. None when there are not several."""
        each = [standardise(self._words.scores(fold(part))) for part in sentences(query)]
        return np.max(each, axis=0) if each else None

    def _compared(self, query: str) -> Mapping[str, Scores]:
        plain, vector = self.plain(query), self.meaning(query)
        characters = self._characters.once(plain)
        whole = self._characters.nearness_of_texts(characters)
        by_characters = self._characters.nearness_of_phrasings(characters)
        by_meaning = self._phrasing_vectors.times(vector).astype(np.float64)
        best_phrasing, nearest = self._by_document(by_characters), self._by_document(by_meaning)
        near = self._by_document(NEAR_MEANING * by_meaning + (1 - NEAR_MEANING) * by_characters)
        text = np.asarray(self._text_vectors @ vector, dtype=np.float64)
        return {
            "meaning": np.where(nearest > -1, (nearest + text) / 2, text),
            "nearest": np.where(nearest > -1, nearest, text),
            "near": np.where(near > -1, near, text),
            "characters": whole,
            "phrasing_characters": np.where(best_phrasing > -1, best_phrasing, whole),
            "words": self._words.scores(fold(query)),
            "terms": self._terms.scores(plain),
            "wording": np.maximum(self._by_document(self._wording.shared(terms_of(plain))), 0.0),
        }

    def coverage(self, query: str, row: int, asked: str | None = None) -> float:
        """The share of the query's terms that a document has, rare ones counting more; 0 to 1. Of a story,
        what it asks counts if the document has more of that."""
        ways = [query, asked or asked_part(query) or query]
        return max(self._terms.coverage(self.plain(way), row) for way in ways)

    def rarest(self, query: str) -> float:
        """How rare the rarest term of a question is; 0 for one without terms."""
        return max((self._terms.rarity(term) for term in self.terms(query)), default=0.0)

    def terms(self, query: str) -> list[str]:
        """The terms of a question, its typing mistakes set right."""
        return terms_of(self.plain(query))

    def _by_document(self, phrasing_scores: Scores) -> Scores:
        """The score of each document's best phrasing; -1 for a document that has none."""
        best = np.full(len(self.documents), -1.0)
        if len(self._owner):  # the phrasings of a document stand together
            best[self._owner[self._first]] = np.maximum.reduceat(phrasing_scores, self._first)
        return best


def standardise(scores: Scores) -> Scores:
    """Zero mean and unit spread over the documents; all zeros when every document scores the same."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
