"""Which word of a description names what the project does, as learned from many descriptions.

Each word gets a row of features: itself, its neighbours, where it stands, and what the vocabulary of sectors
says of it. The likeliest word, with what completes it, is the sector in the person's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10
from pathlib import Path

from scipy.sparse import csr_matrix

from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.linear import Linear, hashed
from knowledge.referral.sectors import (
    DENIED,
    Named,
    listed_in,
    named_people,
    sectors_of,
    vague_words,
    with_complement,
    without_places,
)
from knowledge.search.language import language, stem
from knowledge.search.lexicon import frequencies
from knowledge.search.text import fold
from knowledge.territory import Gazetteer

MODEL_FILE = Path(__file__).with_name("naming.npz")
SHORTEST = 3  # letters of a word that may name something
EDGE = "$"  # stands for what is before the first word and after the last
STOPS = frozenset(",.:;!?()«»–-/") | {EDGE}
LONG_CLAUSE = 6  # words from which a clause is only told to be long
UNHEARD = 9  # the rareness of a word that no list of French has
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W\d_]+)*|[^\w\s]")


@dataclass(frozen=True)
class Word:
    """A word that may name what the project does. `answer`: the words to keep, were it the one."""

    folded: str
    answer: str
    features: tuple[str, ...]


def candidates(text: str, gazetteer: Gazetteer) -> list[Word]:
    """The words of a text, names of places left out, each with its features."""
    bare = without_places(text, gazetteer)
    tokens = [(fold(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(bare)]
    listed = listed_in(bare)
    folded = [token[0] for token in tokens]
    made = []
    for place, (word, start, end) in enumerate(tokens):
        if len(word) < SHORTEST or not word[0].isalpha():
            continue
        known = next((one for one in listed if one.start <= start < one.start + len(one.said)), None)
        if known is not None and known.weight <= DENIED:
            continue  # «c'est pas un café, c'est une librairie»
        answer = known.text if known is not None else with_complement(bare, start, end)
        features = (*_around(folded, place), *_of_the_word(word, known))
        made.append(Word(word, answer, features))
    return made


def _around(folded: Sequence[str], place: int) -> Iterator[str]:
    def at(distance: int) -> str:
        return folded[place + distance] if 0 <= place + distance < len(folded) else EDGE

    yield f"-1 {at(-1)}"
    yield f"-2 {at(-2)}"
    yield f"-3 {at(-3)}"
    yield f"-2-1 {at(-2)} {at(-1)}"
    yield f"-3-2-1 {at(-3)} {at(-2)} {at(-1)}"
    yield f"+1 {at(1)}"
    yield f"+2 {at(2)}"
    yield f"+1+2 {at(1)} {at(2)}"
    yield f"place {min(place, 6)}"
    yield f"share {5 * place // len(folded)}"
    if at(-1) in STOPS:
        yield "begins a clause"
    if at(1) in STOPS:
        yield "ends a clause"
    first = next((back for back in range(1, LONG_CLAUSE) if at(-back) in STOPS), LONG_CLAUSE)
    last = next((ahead for ahead in range(1, LONG_CLAUSE) if at(ahead) in STOPS), LONG_CLAUSE)
    yield f"in a clause of {min(first + last - 1, LONG_CLAUSE)}"
    yield f"of a clause, {first}"


def _of_the_word(word: str, known: Named | None) -> Iterator[str]:
    yield f"word {word}"
    yield f"stem {stem(word)}"
    yield f"end {word[-4:]}"
    yield f"end {word[-3:]}"
    yield f"letters {min(len(word), 10)}"
    for sector in sectors_of(word):
        yield f"of {sector}"
    yield f"rare {_rareness(word)}"
    if word in vague_words():
        yield "vague"
    if known is not None:
        yield "listed"
        yield f"weighs {max(-6, min(8, known.weight))}"
        yield "several words" if " " in known.said else "one word"
        yield from (f"listed as {sector}" for sector in sectors_of(known.said))


def _rareness(word: str) -> int:
    """How rare a word is in French, in powers of ten: what names an activity is seldom a common word."""
    share = frequencies().get(word)
    return round(-log10(share)) if share else UNHEARD


def rows_of(words: Sequence[Word]) -> csr_matrix:
    """One row a word."""
    return hashed([word.features for word in words])


class Naming(Linear):
    """Which words name what a project does."""

    def name(self, text: str, gazetteer: Gazetteer) -> str | None:
        """The words that name what the project does; None where none is believed enough."""
        words = _of_activities([one for one in candidates(text, gazetteer) if not _is_small(one.folded)])
        return likeliest(words, self.beliefs(rows_of(words)), self.least) if words else None


def _of_activities(words: list[Word]) -> list[Word]:
    """The words, without people that are served where another listed word tells what is done for them:
    «logements pour aînés» names logements."""
    others = [word for word in words if not named_people(word.folded)]
    return others if any("listed" in word.features for word in others) else words


def _is_small(word: str) -> bool:
    """Whether a word only joins others: «pour» names nothing."""
    return stem(word) in language().function_words


def likeliest(words: Sequence[Word], beliefs: Numbers, least: float) -> str | None:
    """The words kept for the word believed most, if enough."""
    best = int(beliefs.argmax())
    return words[best].answer.strip() if beliefs[best] >= least else None


@lru_cache(maxsize=1)
def naming() -> Naming:
    """The model as it was last learned."""
    return Naming.load(MODEL_FILE)
