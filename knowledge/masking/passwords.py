"""Passwords, and the secret answers of a transfer of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.masking.text import Found
from knowledge.masking.vocabulary import either, listed
from knowledge.search.lexicon import frequencies

HIDDEN = "[secret]"

# Of a transfer of money: «question: chien, réponse: Praline».
_ANSWER = re.compile(r"\bquestion\b[^.!]{0,40}?\breponse\s*(?:[:=]|c'?est|est)\s*(?P<value>[^\s,;.!?]+)")


@lru_cache(maxsize=1)
def _announced() -> re.Pattern[str]:
    """«le mot de passe du courriel de la coop est …», «mdp: …»."""
    return re.compile(
        rf"\b(?:{either('passwords')})\b(?:\s+[\w']+){{0,6}}?\s*(?P<sign>[:=]|\bc'est\b|\bcest\b|\best\b)\s*"
        r"[«\"']?(?P<value>[^\s,;«»\"?]+)"
    )


@lru_cache(maxsize=1)
def _beside() -> re.Pattern[str]:
    """«mot de passe girafe2024»."""
    return re.compile(rf"\b(?:{either('passwords')})\s+[«\"']?(?P<value>[^\s,;«»\"?]+)")


def passwords(text: str, plain: str) -> Iterator[Found]:
    """Input: the text, and the same folded."""
    for found in _ANSWER.finditer(plain):
        yield Found(*found.span("value"), HIDDEN)
    for pattern in (_announced(), _beside()):
        for found in pattern.finditer(plain):
            start = found.start("value")
            value = text[start : found.end("value")].rstrip(".!?")
            word = plain[start : start + len(value)]
            marked = any(char.isdigit() or char in "!@#$%&*_" for char in value)
            announced = "sign" in found.groupdict() and (found["sign"] in ":=" or word not in frequencies())
            announced = announced and word not in listed("never_names")  # «mot de passe: je l'ai perdu»
            if marked or announced:
                yield Found(start, start + len(value), HIDDEN)
