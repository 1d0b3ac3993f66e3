"""What a message says that it is not about: «c'est le CA, pas l'assemblée», «j'ai jamais parlé d'alcool».

What is denied is no matter of the question: it is left out of what is searched for. That something is missing
or may not be done («on a pas le quorum», «peut-on ne pas voter?») is the matter itself, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from knowledge.search.forms import forms_in
from knowledge.search.language import language, respelled, stems, terms
from knowledge.search.negation import ASIDE, BREAKS, Negation, end_of_denied, negations, vocabulary
from knowledge.search.text import REMEMBERED, fold

_TOKENS = re.compile(r"\w+|[.,;:!?…()]")
FEW_TERMS = 2  # of what only tells what was meant
LEFT = " .,;:!?…"  # nothing begins with what ended a denial


@dataclass(frozen=True)
class Denial:
    """What a message is about, without what it denies (`kept`), and the words that count of what it denies
    and does not speak of otherwise (`denied`)."""

    kept: str
    denied: frozenset[str]

    @property
    def tells_which(self) -> bool:
        """Whether nothing is said but which of two was meant: «c'est le CA, pas l'assemblée»."""
        return bool(self.denied) and len(terms(self.kept)) <= FEW_TERMS

    def covers(self, question: str) -> bool:
        """Whether a question is on what is denied, and on nothing that is kept: that both are of an OBNL does
        not count, unless a form is what is denied."""
        asked = counted(question)
        kept = asked & counted(self.kept)
        if not any(map(forms_in, self.denied)):
            kept = frozenset(word for word in kept if not forms_in(word))
        return bool(asked & self.denied) and not kept


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int


@dataclass(frozen=True)
class _Opening:
    """Where a denial begins, and where what it denies does. `of_being`: it only says what somebody or
    something is not, which may be the matter itself («on est pas une coop, est-ce permis?»)."""

    first: int
    noun: int
    of_being: bool = False


@lru_cache(maxsize=REMEMBERED)
def counted(text: str) -> frozenset[str]:
    """The words that count in a text, as they are written: a CPE is no «halte-garderie», though many
    questions are asked of both."""
    small = language().function_words
    return frozenset(token for token in stems(respelled(text)).split() if token not in small)


def denial_in(message: str, met: Iterable[str] = ()) -> Denial:
    """What a message denies; all is kept of one that says nothing else. `met`: the questions just answered or
    offered: what somebody says that they are not is denied when it was understood so."""
    spoken = frozenset().union(*map(counted, met))
    tokens = [_Token(fold(one[0]), one.start(), one.end()) for one in _TOKENS.finditer(message)]
    kept, denied, at = "", frozenset[str](), 0
    for opened, last in _found([one.word for one in tokens]):
        said = counted(message[tokens[opened.noun].start : tokens[last - 1].end])
        if opened.of_being and not said & spoken:
            continue
        kept, at = f"{kept}{message[at : tokens[opened.first].start]} ", tokens[last - 1].end
        denied |= said
    kept = " ".join(f"{kept}{message[at:]}".split()).lstrip(LEFT) if denied else message
    return Denial(kept, denied - counted(kept)) if terms(kept) else Denial(message, denied)


def without(text: str, denied: frozenset[str]) -> str:
    """A text without the words that are denied; as it is when nothing is left of it."""
    kept = " ".join(word for word in text.split() if not counted(word) & denied)
    return kept if counted(kept) else text


def _found(held: list[str]) -> Iterator[tuple[_Opening, int]]:
    """Each denial, and where what it denies ends."""
    known, done = _known(), 0
    for negation in negations(held):
        opened = _opening(held, negation) if negation.first >= done else None
        far = known["excepted"] if negation.manner == "except" else known
        last = end_of_denied(held, opened.noun, far["reach"], far["until"]) if opened else 0
        asked = opened and negation.manner != "except" and _asks_it(held, opened.first, last)
        if opened and last > opened.noun and not asked:
            yield opened, last
            done = last


def _opening(held: list[str], negation: Negation) -> _Opening | None:
    """Where the denial of a matter begins; None for a negation that denies none."""
    known, place, after = _known(), negation.first, negation.after
    if negation.manner in ASIDE:
        # A proper name needs no article behind «autre que»; what ends it tells whether one is there.
        named = negation.manner == "except" or held[after - 1] in vocabulary()["determiners"]
        return _Opening(place, after) if named or _names(held, after) else None
    if not negation.contrasts:
        return None
    before = held[place - 1] if place else ""
    if after < len(held) and held[after] in known["speaks"] and _names(held, after + 1):
        return _Opening(_back(held, place), after + 1)
    if before in known["speaks"] and _names(held, after):
        return _Opening(_back(held, place), after)
    after += after < len(held) and held[after] in known["links"]
    if not _names(held, after):
        return None
    if before in known["is"]:
        return _Opening(_back(held, place), after, of_being=True)
    contrasts = not place or before in BREAKS or before in known["opens"] or _is_noun(held, place - 1)
    return _Opening(place, after) if contrasts else None


def _names(held: list[str], place: int) -> bool:
    """Whether a noun is announced there."""
    return place < len(held) and held[place] in vocabulary()["determiners"]


def _is_noun(held: list[str], place: int) -> bool:
    known = _known()
    return place > 0 and held[place - 1] in known["before_nouns"] and held[place] not in known["is"]


def _back(held: list[str], place: int) -> int:
    """Where the clause of a negated verb begins: «nous, ce n'est pas», «je n'ai jamais»."""
    small, begun = _known()["small"], place
    while begun and held[begun - 1] in small:
        begun -= 1
    return begun


def _asks_it(held: list[str], first: int, last: int) -> bool:
    """Whether the denial is what is asked: «c'est pas un conflit d'intérêts?»."""
    begins = first == 0 or held[first - 1] in BREAKS
    return begins and last < len(held) and held[last] == "?"


def _known() -> dict[str, Any]:
    matter: dict[str, Any] = vocabulary()["matter"]
    return matter
