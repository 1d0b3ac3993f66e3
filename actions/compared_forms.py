"""The forms that were just set side by side, in the order that the person named them: «coop ou OBNL?», then
«on y va avec la première»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.search.language import respelled
from knowledge.vocabulary import LegalForm

# A form as it is named, respelled; of a cooperative, with its kind.
_KIND = r"travail|solidarite|consommat\w*|producteurs?|(?:travailleurs?[ -])?actionnaires?|habitation"
_NAMED = re.compile(
    rf"\b(?:(?P<cooperative>(?:coops?|cooperatives?)(?: (?:de |d )?(?:{_KIND}))?|travailleurs? actionnaires?)"
    r"|(?P<nonprofit>obnl|osbl|organismes? (?:a|sans) but non? ?lucratif)|(?P<mutual>mutuelles?))\b"
)
_BETWEEN = re.compile(r"\b(?:ou|pis|puis|et|vs|versus|contre|or|and)\b|[/,]")
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


def _first_named(text: str) -> re.Match[str] | None:
    return _NAMED.search(respelled(text))
