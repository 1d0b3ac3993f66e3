"""For whom an answer is, where the same question has an answer a side: coop or OBNL, owner or tenant.

Such words are everywhere in the base, so that they weigh next to nothing when words are compared, and two
neighbours differ by them alone. The sides and the words that name them are in `contrasts.yaml`; for which
ones an answer is, its title, the ways of asking for it and the regimes of its facts tell. What agreement and
disagreement are worth is learned with the ranker (`features.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.language import respelled, stems
from knowledge.search.text import fold

CONTRASTS_FILE = Path(__file__).parent / "contrasts.yaml"
TITLE_COUNTS = 5  # ways of asking that the title is worth
SELDOM = 0.1  # of its ways of asking: an axis told of less often is not one that the answer is on


@dataclass(frozen=True)
class Contrasts:
    """The sides, in order; `axes`: the places of those that are against each other. `words` finds what names
    them, `side_of` tells the sides of what was found, and `of_regime` those of a regime."""

    sides: tuple[str, ...]
    axes: Mapping[str, tuple[int, ...]]
    words: re.Pattern[str]
    sides_of: Mapping[str, tuple[int, ...]]
    of_regime: Mapping[str, tuple[int, ...]]

    def named(self, plain: str) -> Scores:
        """Which sides a respelled text names: 1 or 0 for each."""
        told = np.zeros(len(self.sides))
        for found in self.words.finditer(stems(plain)):
            told[list(self.sides_of[found[0]])] = 1.0
        return told


@lru_cache(maxsize=1)
def contrasts() -> Contrasts:
    """The contrasts in force."""
    read = yaml.safe_load(CONTRASTS_FILE.read_text(encoding="utf-8"))
    sides: list[str] = []
    axes: dict[str, tuple[int, ...]] = {}
    named: dict[str, list[int]] = {}
    for axis, told in read["axes"].items():
        axes[axis] = tuple(range(len(sides), len(sides) + len(told)))
        for side, words in told.items():
            for word in words:
                named.setdefault(stems(fold(word)), []).append(len(sides))
            sides.append(side)
    longest = sorted(named, key=len, reverse=True)
    return Contrasts(
        sides=tuple(sides),
        axes=axes,
        words=re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, longest)) + r")(?!\S)"),
        sides_of={word: tuple(places) for word, places in named.items()},
        of_regime={
            regime: tuple(sides.index(side) for side in some) for regime, some in read["regimes"].items()
        },
    )


WHOSE = "form"  # the axis of which there are answers for both sides beside those for each
WIDER = f"{WHOSE}_wider"


@lru_cache(maxsize=1 << 16)  # a new index asks it again of every phrasing published
def _named_in(text: str) -> tuple[float, ...]:
    return tuple(contrasts().named(respelled(text)))


def names_a_form(text: str) -> bool:
    """Whether a text names a legal form, or what only one of them has («nos lettres patentes»)."""
    return any(_named_in(text)[place] for place in contrasts().axes[WHOSE])


@lru_cache(maxsize=1 << 12)  # and this of every answer
def _named_by(ways: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(np.mean([_named_in(way) for way in ways], axis=0))


def sides_of(answer: PublishedAnswer) -> Scores:
    """For which sides an answer is, 0 to 1 each: the one that it is most for, of an axis, has 1; an axis that
    it is not on has zeros. Its title and ways of asking tell, or else the regimes of its facts."""
    known = contrasts()
    told, ruled = np.array(_named_by((answer.question,) * TITLE_COUNTS + answer.phrasings)), _ruled(answer)
    found = np.zeros(len(known.sides))
    for places in map(list, known.axes.values()):
        some = told[places] if told[places].max() >= SELDOM else ruled[places]
        if some.max() > 0:
            found[places] = some / some.max()
    return found


def _ruled(answer: PublishedAnswer) -> Scores:
    """The share of an answer's facts that are for each side; nothing when some are for all."""
    known = contrasts()
    told = np.zeros(len(known.sides))
    for regime in answer.regimes:
        if regime not in known.of_regime:
            return np.zeros(len(known.sides))
        told[list(known.of_regime[regime])] += 1 / len(answer.regimes)
    return told


class Sides:
    """For which sides the written answers of a base are; what is told of a resource is for no side.

    `documents`: their number; `rows`: where each answer is.
    """

    def __init__(
        self, documents: int, rows: Mapping[str, int], answers: Mapping[str, PublishedAnswer]
    ) -> None:
        self._told = np.zeros((documents, len(contrasts().sides)))
        for key, answer in answers.items():
            if answer.kind == "written":
                self._told[rows[key]] = sides_of(answer)

    def signs(self, plain: str, latest: str = "") -> dict[str, Scores]:
        """For each axis and document (`SIGNS`), how much it is for all that a respelled text names (`same`),
        and how much more for another side than for those (`other`); and how much it is for another form too,
        when one is named (`WIDER`). `latest`: what was typed, when the text was completed with what came
        before: «pis pour un OBNL?» is no longer about the coop."""
        known = contrasts()
        named, newly = known.named(plain), known.named(latest)
        for columns in map(list, known.axes.values()):
            if newly[columns].any():
                named[columns] = newly[columns]
        found = {name: np.zeros(len(self._told)) for name in SIGNS}
        for axis, places in known.axes.items():
            asked = [place for place in places if named[place]]
            rest = [place for place in places if not named[place]]
            if asked:
                found[f"{axis}_same"] = self._told[:, asked].min(axis=1)
            if asked and rest and axis == WHOSE:
                found[WIDER] = np.minimum(self._told[:, asked].min(axis=1), self._told[:, rest].max(axis=1))
            if asked and rest:
                other = self._told[:, rest].max(axis=1) - self._told[:, asked].max(axis=1)
                found[f"{axis}_other"] = np.maximum(other, 0.0)
        return found


SIGNS = (*(f"{axis}_{sign}" for axis in contrasts().axes for sign in ("same", "other")), WIDER)
