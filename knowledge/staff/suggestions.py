"""What the inbox proposes beside a question: the answers that it likely means, or the declined subject.

Each costs a search: what was found is remembered while the published content stays the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache

from knowledge.search.service import AnswerSearch, SearchResult, Snapshot

FOUND = 4  # answers looked for: some of them are no written answer
REMEMBERED = 200  # questions: a dozen pages


class Suggestions:
    """The searches of the inbox over one base."""

    def __init__(self, search: AnswerSearch) -> None:
        self._search = search
        self._snapshot: Snapshot | None = None
        self._known: OrderedDict[str, SearchResult] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: str) -> SearchResult:
        """What the published content has for a question."""
        snapshot = self._search.snapshot()
        with self._lock:
            if snapshot is not self._snapshot:
                self._snapshot = snapshot
                self._known.clear()
            known = self._known.get(text)
        if known:
            return known
        found = self._search.search(text, FOUND)
        with self._lock:
            if snapshot is self._snapshot:
                self._known[text] = found
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return found


@lru_cache(maxsize=4)
def suggestions_over(search: AnswerSearch) -> Suggestions:
    """The suggestions of a base, the same for the desk and for what reads ahead."""
    return Suggestions(search)
