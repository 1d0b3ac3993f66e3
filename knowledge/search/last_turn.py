"""What the last turn tells of the answers to a short question: how much ahead each starts.

The weights, and the model of when an answer is given at once, are in `follow_up.yaml`, written by
`python -m knowledge.search.train_follow_up`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.answers.published import PublishedAnswer
from knowledge.search.decision import calibration
from knowledge.search.language import respelled
from knowledge.search.ranked import Ranking
from knowledge.search.sureness import Standing, Sureness

SETTINGS_FILE = Path(__file__).parent / "follow_up.yaml"
BEYOND = 0.3  # how far below the last of those ranked are all others, in the units of the ranking
# How each legal form is said, in respelled text.
LEGAL_FORMS = {
    "cooperative": re.compile(r"\b(?:coops?|cooperatives?)\b"),
    "nonprofit": re.compile(r"\b(?:obnl|osbl|organismes? sans but lucratif)\b"),
    "mutual": re.compile(r"\bmutuelles?\b"),
}
# What is told of an answer, and beside which last answer.
SIGNS = (
    "alone",  # how well it answers the short question by itself
    "theme",  # a written answer on the same theme
    "related",  # one that is offered next to the last
    "again_written",  # the written answer just given
    "again_card",  # the card just given
    "lexicon",  # an entry of the lexicon: a short question seldom asks what its own words mean
    "other_card",  # another card
    "shares_facts",  # an answer that rests on some of the same facts
    "card_of_last",  # the card of a resource that the last answer rests on
    "rests_on_card",  # an answer that rests on the resource of the card just given
    "same_form",  # an answer on the legal form that is spoken of, and on it alone
    "other_form",  # an answer on another one
)

# Of the signs of how the best answer stands, those that decide after another answer: few, as the pairs are.
KEPT_SIGNS = ("lead", "coverage", "firsts")
KEPT_AFTER = ("related", "theme", "again_card", "shares_facts", "card_of_last", "rests_on_card")
MANY_TERMS = 6


@dataclass(frozen=True)
class Settings:
    """The weight of each sign, in the units of the ranking, and when an answer to a question that leans on
    the last turn is given at once."""

    weights: dict[str, float]
    sure: Sureness


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings in force."""
    read = yaml.safe_load(SETTINGS_FILE.read_text(encoding="utf-8"))
    return Settings(read["weights"], Sureness(**read["sure"]))


def is_of_lexicon(answer: PublishedAnswer) -> bool:
    """Whether an answer says what a word of the trade means."""
    return answer.identifier.startswith("answer:lexique-")


def forms_in(said: str | None) -> frozenset[str]:
    """The legal forms that a text names."""
    plain = respelled(said or "")
    return frozenset(name for name, pattern in LEGAL_FORMS.items() if pattern.search(plain))


@lru_cache(maxsize=4096)
def _forms_of(question: str) -> frozenset[str]:
    return forms_in(question)


def signs(
    answer: PublishedAnswer, last: PublishedAnswer, alone: float, form: frozenset[str]
) -> dict[str, float]:
    """The signs of an answer after another. `alone`: how far it is, ranked for the short question by itself,
    above all that was not ranked; `form`: the legal forms spoken of."""
    of = _forms_of(answer.question)
    again, written = answer == last, answer.kind == "written"
    about = set(answer.facts[:1])
    told = {
        "alone": alone,
        "theme": written and answer.theme == last.theme,
        "related": answer.identifier.removeprefix("answer:") in last.related,
        "again_written": again and written,
        "again_card": again and not written,
        "lexicon": is_of_lexicon(answer),
        "other_card": answer.is_card and not again,
        "shares_facts": not again and bool(set(answer.facts) & set(last.facts)),
        "card_of_last": answer.is_card and bool(about & set(last.resources)),
        "rests_on_card": last.is_card and not again and bool(set(last.facts[:1]) & set(answer.resources)),
        "same_form": bool(of) and of == form,
        "other_form": bool(of and form and not of & form),
    }
    return {name: float(value) for name, value in told.items()}


def ranked_alone(alone: Ranking) -> dict[str, float]:
    """How far each answer ranked for a short question by itself is above all those that were not."""
    floor = min((one.total for one in alone.candidates), default=0.0) - BEYOND
    return {one.answer.identifier: one.total - floor for one in alone.candidates}


def head_starts(
    answers: Mapping[str, PublishedAnswer], last: PublishedAnswer, alone: Ranking, form: frozenset[str]
) -> dict[str, float]:
    """How much ahead each answer starts after the last one. `form`: the legal forms spoken of."""
    weights, by_itself = settings().weights, ranked_alone(alone)
    starts = {}
    for name, answer in answers.items():
        told = signs(answer, last, by_itself.get(name, 0.0), form)
        start = sum(weights[sign] * value for sign, value in told.items() if value)
        if start:
            starts[name] = start
    return starts


def starts_by_form(
    answers: Mapping[str, PublishedAnswer], question: str, form: frozenset[str]
) -> dict[str, float]:
    """How much ahead each answer starts when the project has a `form` and the question names none: «combien
    faut être?», asked for a coop, is asked of coops."""
    if not form or forms_in(question):
        return {}
    weights = settings().weights
    spoken = ((name, _forms_of(answer.question)) for name, answer in answers.items())
    return {
        name: weights["same_form"] if forms == form else weights["other_form"]
        for name, forms in spoken
        if forms and (forms == form or not forms & form)
    }


def standing(
    ranking: Ranking, alone: Ranking, last: PublishedAnswer, form: frozenset[str], terms: int
) -> Standing:
    """How the best answer to a short question after another stands: before the others, after the last one,
    and for the question by itself (`alone`), which has so many terms."""
    if not ranking.candidates:
        return {}
    best, *others = ranking.candidates
    right, scope = calibration().right, calibration().scope
    rival = max((right(one.signs) for one in others[:2]), default=0.0)
    after = signs(best.answer, last, 0.0, form)
    first_alone = alone.candidates[0] if alone.candidates else best
    return {
        **{name: ranking.standing[name] for name in KEPT_SIGNS},
        **{f"last_{name}": after[name] for name in KEPT_AFTER},
        "right": right(best.signs),
        "rival": rival,
        "in_scope": scope.probability(best.signs),
        "first_alone": float(first_alone.answer == best.answer),
        "right_alone": right(first_alone.signs),
        "in_scope_alone": scope.probability(first_alone.signs),
        "terms": float(min(terms, MANY_TERMS)),
    }
