"""From which form to which a question goes: «convertir notre OBNL en coop» is not «notre coop en OBNL».

Both have the same words, so that nothing else tells the two answers apart. What is left and what is become is
read from the small words before each (`directions.yaml`); for which ways an answer is, its title and the ways
of asking for it tell. What agreement is worth is learned with the ranker (`features.py`); an answer for the
way back alone is less sure (`sureness.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.contrasts import TITLE_COUNTS
from knowledge.search.language import respelled, stem
from knowledge.search.text import fold

DIRECTIONS_FILE = Path(__file__).parent / "directions.yaml"
# Of its ways of asking: an answer with fewer that go from one form to another is not on that; a way told of
# as seldom is not one of its own.
ON_IT, SELDOM = 0.3, 0.1
SIGNS = ("turn_same", "turn_other")
_WORD = re.compile(r"[a-z0-9]+")

Way = tuple[str, str]  # what is left, what is become


@dataclass(frozen=True)
class _Words:
    """What names the parties, and what stands before a name, by the end of the text before it."""

    parties: Mapping[str, str]
    named: re.Pattern[str]
    becomes: re.Pattern[str]
    into: re.Pattern[str]
    left: re.Pattern[str]


def _stems(text: str) -> str:
    """The stems of a folded text's words, single letters kept: «d'un OBNL», «à une coop»."""
    return " ".join(stem(word) for word in _WORD.findall(text))


@lru_cache(maxsize=1)
def _words() -> _Words:
    read = yaml.safe_load(DIRECTIONS_FILE.read_text(encoding="utf-8"))
    parties = {_stems(fold(word)): name for name, some in read["parties"].items() for word in some}

    def any_of(words: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted({_stems(fold(word)) for word in words}, key=len, reverse=True)))

    def before(words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\S)(?:{any_of(words)}) (?:(?:{any_of(read['beside'])}) )*$")

    return _Words(
        parties=parties,
        named=re.compile(rf"(?<!\S)(?:{any_of(parties)})(?!\S)"),
        becomes=before(read["becomes"]),
        into=before(read["into"]),
        left=before(read["left"]),
    )


def way_of(plain: str) -> Way | None:
    """From which form to which a respelled text goes; None when it does not say so."""
    known, text = _words(), _stems(plain)
    named = [(known.parties[one[0]], text[: one.start()]) for one in known.named.finditer(text)]
    become = [party for party, before in named if known.becomes.search(before)]
    left = [place for place, (_, before) in enumerate(named) if known.left.search(before)]
    if not become and left:
        become = [party for party, before in named if known.into.search(before)]
    if not become and left[:1] == [0]:  # «faire d'un OBNL une coop»
        rest = [party for place, (party, _) in enumerate(named) if place not in left]
        become = [party for party in rest if party != named[0][0]][:1]
    others = [party for party, _ in named if become and party != become[-1]]
    return (others[0], become[-1]) if others else None


@lru_cache(maxsize=1 << 16)  # a new index asks it again of every phrasing published
def _way_in(text: str) -> Way | None:
    return way_of(respelled(text))


def ways_of(answer: PublishedAnswer) -> frozenset[Way]:
    """The ways that an answer is for: several when it tells of the way back too, none when it is on no such
    matter."""
    asked = (answer.question,) * TITLE_COUNTS + answer.phrasings
    told = Counter(filter(None, map(_way_in, asked)))
    if sum(told.values()) < ON_IT * len(asked):
        return frozenset()
    return frozenset(way for way, times in told.items() if times >= SELDOM * len(asked))


class Ways:
    """The ways that the written answers of a base are for. `documents`: how many it has; `rows`: where each
    answer is."""

    def __init__(
        self, documents: int, rows: Mapping[str, int], answers: Mapping[str, PublishedAnswer]
    ) -> None:
        self._documents = documents
        self._told = {
            rows[key]: ways
            for key, answer in answers.items()
            if answer.kind == "written" and (ways := ways_of(answer))
        }

    def signs(self, plain: str) -> dict[str, Scores]:
        """Which documents are for the way of a respelled text (`turn_same`), and which for its way back alone
        (`turn_other`): 1 or 0 for each."""
        found = {name: np.zeros(self._documents) for name in SIGNS}
        way = way_of(plain)
        if way is None:
            return found
        for row, ways in self._told.items():
            if way in ways:
                found["turn_same"][row] = 1.0
            elif way[::-1] in ways:
                found["turn_other"][row] = 1.0
        return found
