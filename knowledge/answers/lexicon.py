"""«Ça veut dire quoi…»: the answers of the lexicon, one for each fact that defines a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from knowledge.answers.published import (
    PublishedAnswer,
    distinct_sources,
    fact_to_confirm,
    regimes_of,
    reservation_for,
    with_reservation,
)
from knowledge.records import FactRecord
from knowledge.slugs import slug

THEME = "lexique"
ARTICLES = frozenset(("le", "la", "les", "l", "un", "une", "des"))
# How people ask what a word means. The word alone counts too: on a phone, it is a question.
PHRASINGS = (
    "{term}",
    "c'est quoi {term}",
    "{term} c'est quoi",
    "ça veut dire quoi {term}",
    "que veut dire {term}",
    "{term} définition",
    "que signifie {term}",
    "qu'est-ce que {term}",
    "qu'est-ce qu'{term}",
    "le mot {term} je comprends pas",
    "expliquez-moi {term}",
)


def lexicon_answers(facts: Iterable[FactRecord], taken: frozenset[str]) -> list[PublishedAnswer]:
    """The answers on the words that facts define.

    Input: the facts; `taken`, the phrasings (folded by `plain`, and by `bare`) that written answers
    already have: a word that one of them explains is left to it.
    """
    answers = []
    for fact in facts:
        free = [term for term in fact.terms if not taken.intersection(map(plain, _ways(term)))]
        if free:
            answers.append(_answer(fact, free))
    return answers


def id_of(term: str) -> str:
    """The identifier of the answer that says what a term means."""
    return f"{THEME}-{slug(term)}"


def question_of(term: str) -> str:
    """The question of that answer."""
    return f"«{term}»: qu'est-ce que ça veut dire?"


def _ways(term: str) -> list[str]:
    return [way.format(term=term) for way in PHRASINGS]


def _answer(fact: FactRecord, terms: list[str]) -> PublishedAnswer:
    reservation = reservation_for([fact])
    return PublishedAnswer(
        id=id_of(terms[0]),
        kind="written",
        theme=THEME,
        question=question_of(terms[0]),
        phrasings=tuple(dict.fromkeys(way for term in terms for way in _ways(term))),
        text=with_reservation(fact.statement, reservation),
        reservation=reservation,
        facts=(fact.id,),
        sources=distinct_sources(fact.sources),
        to_confirm=fact_to_confirm(fact),
        regimes=regimes_of([fact]),
    )


@lru_cache(maxsize=1 << 16)  # a new index asks it again of every phrasing published
def plain(text: str) -> str:
    """A phrasing without accents, capitals or signs, to tell whether two are the same."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return " ".join(re.findall(r"[a-z0-9]+", bare.encode("ascii", "ignore").decode()))


@lru_cache(maxsize=1 << 16)
def bare(text: str) -> str:
    """A phrasing as `plain` gives it, without its articles: «c'est quoi une part privilégiée» asks what
    «c'est quoi part privilégiée» does."""
    words = plain(text).split()
    return " ".join(word for word in words if word not in ARTICLES) or " ".join(words)
