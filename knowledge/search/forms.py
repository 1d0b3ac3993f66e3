"""The legal forms that a text names."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.search.language import respelled, terms_of
from knowledge.search.text import words

# How each legal form is said, in respelled text.
LEGAL_FORMS = {
    "cooperative": re.compile(r"\b(?:coops?|cooperatives?)\b"),
    "nonprofit": re.compile(r"\b(?:obnl|osbl|organismes? sans but lucratif)\b"),
    "mutual": re.compile(r"\bmutuelles?\b"),
}
DEFINED = "quoi"


@lru_cache(maxsize=4096)
def forms_in(said: str | None) -> frozenset[str]:
    """The legal forms that a text names."""
    plain = respelled(said or "")
    return frozenset(name for name, pattern in LEGAL_FORMS.items() if pattern.search(plain))


def names_only_a_form(question: str) -> bool:
    """Whether a short question says nothing but another legal form: «pis pour un OBNL?» asks the former
    question of it, and nothing by itself. What a form is («c'est quoi un OBNL?») is a question of its own."""
    rest = said = respelled(question)
    if DEFINED in words(question):
        return False
    for form in LEGAL_FORMS.values():
        rest = form.sub(" ", rest)
    return rest != said and not terms_of(rest)
