"""Masking what could name or reach a person, before a question is stored.

E-mails, telephone numbers, postal codes and long numbers by pattern; names of persons by spaCy, save
those of the base's own organizations and places, which the question is about.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

MASKS = (
    (re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+"), "[courriel]"),
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[adresse web]"),
    (re.compile(r"(?<!\w)(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)"), "[téléphone]"),
    (re.compile(r"\b[abceghj-nprstvxy]\d[a-z][\s-]?\d[a-z]\d\b", re.IGNORECASE), "[code postal]"),
    (re.compile(r"\b\d[\d\s-]{6,}\d\b"), "[numéro]"),
)
# «je m'appelle …», «mon nom est …»: what follows is a name, whatever its case.
SELF_NAMED = re.compile(
    r"\b((?:je\s+m['’ ]?\s*app?el+e|mon\s+nom\s*(?:c['’ ]est|est)|moi\s+c['’ ]est)\s+)"
    r"([^\W\d_][\w'’-]+(?:\s+(?!et\b|pis\b|de\b|du\b|je\b|j['’]|à\b|a\b|on\b)[^\W\d_][\w'’-]+)?)",
    re.IGNORECASE,
)
PERSON = "[nom]"


@lru_cache(maxsize=1)
def _spacy() -> Any:
    import spacy

    return spacy.load("fr_core_news_md", disable=["lemmatizer", "morphologizer", "parser"])


def mask(text: str, known_names: frozenset[str] = frozenset()) -> str:
    """The text without names of persons, e-mails, telephone numbers, postal codes, links or long numbers.

    Input: free text; `known_names` (lower case) are names of the base that stay, e.g. of organizations.
    """
    for pattern, mark in MASKS:
        text = pattern.sub(mark, text)
    text = SELF_NAMED.sub(lambda found: found[1] + PERSON, text)
    for span in reversed(_spacy()(text).ents):
        is_name = span.label_ == "PER" and any(char.isalpha() for char in span.text)
        if is_name and span.text.lower() not in known_names and "[" not in span.text:
            text = text[: span.start_char] + PERSON + text[span.end_char :]
    return text
