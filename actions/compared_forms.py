"""The forms that were just set side by side, in the order that the person named them: «coop ou OBNL?», then
«on y va avec la première»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.library import answer_search
from knowledge.answers.published import PublishedAnswer
from knowledge.search.comparison import MANY
from knowledge.search.contrasts import names_a_form
from knowledge.search.forms import forms_in
from knowledge.search.language import respelled
from knowledge.search.service import SearchResult
from knowledge.search.text import words
from knowledge.vocabulary import LegalForm

# A form as it is named, respelled; of a cooperative, with its kind.
_KIND = r"travail|solidarite|consommat\w*|producteurs?|(?:travailleurs?[ -])?actionnaires?|habitation"
_NAMED = re.compile(
    rf"\b(?:(?P<cooperative>(?:coops?|cooperatives?)(?: (?:de |d )?(?:{_KIND}))?|travailleurs? actionnaires?)"
    r"|(?P<nonprofit>obnl|osbl|organismes? (?:a|sans) but non? ?lucratif)|(?P<mutual>mutuelles?))\b"
)
_BETWEEN = re.compile(r"\b(?:ou|pis|puis|et|vs|versus|contre|or|and)\b|[/,]")
NEAR_BY = 8  # answers looked through for the one that says the same of another form
MOST_BETWEEN = 3  # words that may stand between two forms that are compared


@dataclass(frozen=True)
class Option:
    """One of the forms compared: how it was named, and which it is."""

    named: str
    form: LegalForm


def compared_in(text: str) -> tuple[Option, ...]:
    """The forms that a text sets side by side; none when it names fewer than two that differ in name."""
    plain = respelled(text)
    found = [(one, one.end()) for one in _NAMED.finditer(plain)]
    options: list[Option] = []
    last_end = 0
    for one, end in found:
        between = plain[last_end : one.start()]
        joined = _BETWEEN.search(between) and len(between.split()) <= MOST_BETWEEN
        if options and not joined:
            break
        form: LegalForm = "mutual" if one["mutual"] else "nonprofit" if one["nonprofit"] else "cooperative"
        options.append(Option(one[0], form))
        last_end = end
    return tuple(options) if len({option.named for option in options}) > 1 else ()


def last_compared(texts: Sequence[str | None]) -> tuple[Option, ...]:
    """The forms that the first of these texts to compare any compares; else those that they name one after
    the other, the last text first: «l'avantage d'une coop?», then «et d'un OBNL?»."""
    told = [text for text in texts if text]
    compared = next((options for text in told if (options := compared_in(text))), ())
    return compared or compared_in(
        " ou ".join(one[0] for text in reversed(told) if (one := _first_named(text)))
    )


def each_form(message: str, found: SearchResult) -> tuple[PublishedAnswer, ...]:
    """What each of the forms that a message sets side by side is, when it asks no more than that and nothing
    that was `found` is written on them together: «coop de solidarité ou coop de consommateurs?». Else
    none."""
    options = compared_in(message)
    between = sum(len(words(option.named)) for option in options) + MOST_BETWEEN
    together = any(all(_tells_of(hit.answer, option) for option in options) for hit in found.hits)
    if len(options) < MANY or together or len(words(message)) > between:
        return ()
    alone = [answer_search().search(option.named) for option in options]
    sure = all(one.decision == "answer" for one in alone)
    answers = tuple(one.hits[0].answer for one in alone) if sure else ()
    own = all(_tells_of(answer, option) for answer, option in zip(answers, options, strict=False))
    return answers if own else ()


def other_form_too(message: str, found: SearchResult) -> tuple[PublishedAnswer, ...]:
    """The answer that was `found` and the one near it that says the same of another form, when the rule is
    told form by form and the message names none: «faut-il un audit?». Else none: what holds for a
    cooperative, told to who may have an OBNL, is a wrong answer."""
    if found.decision != "answer" or names_a_form(message):
        return ()
    best = found.hits[0].answer
    own = forms_in(best.question)
    if len(own) != 1:
        return ()
    near = (hit.answer for hit in answer_search().search(message, NEAR_BY).hits)
    beside = (one for one in near if one.identifier.removeprefix("answer:") in best.related)
    other = next((one for one in beside if len(of := forms_in(one.question)) == 1 and of != own), None)
    return (best, other) if other else ()


def _tells_of(answer: PublishedAnswer, option: Option) -> bool:
    """Whether the question of an answer names a form."""
    return set(words(respelled(option.named))) <= set(words(respelled(answer.question)))


def _first_named(text: str) -> re.Match[str] | None:
    return _NAMED.search(respelled(text))
