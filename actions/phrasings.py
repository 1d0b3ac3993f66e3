"""The answers by each of their published phrasings: what is asked word for word has its answer."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.answers.published import PublishedAnswer
from knowledge.search.service import Snapshot
from knowledge.search.text import words
from knowledge.settings import served_pole

_PHRASINGS: dict[str, tuple[Snapshot, dict[str, list[PublishedAnswer]]]] = {}


def phrasings_of(snapshot: Snapshot) -> Mapping[str, list[PublishedAnswer]]:
    """The answers by each of their published phrasings, as words. Made once for what is published."""
    kept = _PHRASINGS.get(served_pole())
    if kept is None or kept[0] is not snapshot:
        table: dict[str, list[PublishedAnswer]] = {}
        for answer in snapshot.answers.values():
            for phrasing in {" ".join(words(text)) for text in (answer.question, *answer.phrasings)}:
                if phrasing:  # «D&O» has no word here: it would be what every message of signs asks
                    table.setdefault(phrasing, []).append(answer)
        kept = _PHRASINGS[served_pole()] = (snapshot, table)
    return kept[1]
