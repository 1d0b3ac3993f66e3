"""How much of its wording a question shares with each way of asking, both ways: a question that says more
than a way of asking is another question, and so is one that says less.

By terms (stems, synonyms joined), rare ones counting more. Of a base without the answer, the nearest way of
asking lacks the very word that is asked about, which meaning and characters hardly tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.search.bm25 import Scores
from knowledge.search.counts import TokenCounts


class Wording:
    """The terms of the ways of asking. `rarity`: of a term; the counts are remembered from a build to the
    next."""

    def __init__(
        self, phrasings: Sequence[str], counts: TokenCounts[str], rarity: Callable[[str], float]
    ) -> None:
        self._columns = counts.columns
        held = counts.of(phrasings).astype(np.float32)
        held.data[:] = 1.0
        self._rarity = rarity
        rarities = np.array([rarity(term) for term in list(self._columns)[: held.shape[1]]], dtype=np.float32)
        self._weights: Scores = held @ rarities
        self._held = held.tocsc()

    def shared(self, terms: Sequence[str]) -> Scores:
        """For each way of asking, what it shares with a question's terms, 0 to 1: twice the rarity of what
        both say over the sum of what each says."""
        asked = {term: self._rarity(term) for term in terms}
        known = {
            column: rarity
            for term, rarity in asked.items()
            if (column := self._columns.get(term, self._held.shape[1])) < self._held.shape[1]
        }
        both: Scores = self._held[:, list(known)] @ np.array(list(known.values()), dtype=np.float32)
        each = self._weights + sum(asked.values())
        return np.divide(2 * both, each, out=np.zeros(len(each)), where=each > 0)
