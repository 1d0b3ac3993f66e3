"""Accents given back to a question that was set right, for the sentence encoder, which hears them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.search.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_FOLDED = re.compile(r"[a-z]+")


class Accents:
    """How the words of a base are most often written. `written`: how often each is, accents and all;
    `folded`: how each is without them, remembered from a build to the next."""

    def __init__(self, written: Mapping[str, int], folded: dict[str, str] | None = None) -> None:
        folded = {} if folded is None else folded
        self._written: dict[str, str] = {}
        for word in sorted(written, key=lambda word: (-written[word], word)):
            plain = folded.get(word)
            if plain is None:  # past what `fold` remembers: so many words would take the place of texts there
                plain = folded[word] = fold.__wrapped__(word)
            self._written.setdefault(plain, word)

    def restored(self, question: str, plain: str) -> str:
        """A folded text with the accents that the question was typed with, or else those of the base."""
        typed = {fold(word): word for word in _WORD.findall(question.lower()) if fold(word) != word}

        def accented(found: re.Match[str]) -> str:
            word = found[0]
            return typed.get(word) or self._written.get(word, word)

        return _FOLDED.sub(accented, plain)


def written_words(text: str) -> list[str]:
    """The words of a text in lower case, their accents kept."""
    return _WORD.findall(text.lower())
