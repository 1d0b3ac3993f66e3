"""Masking what could name or reach a person, before a question is stored.

Each kind in a file: `reach` (e-mails, links, networks), `numbers` (telephones, cards, accounts), `passwords`,
`places` (addresses, postal codes), `births` (dates of birth, ages), `persons` (names: `announced` by what
goes before, `alone` by where they stand, `beside` another). These are rules; what they leave and strangers'
messages taught is in `learned`.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.masking.births import births
from knowledge.masking.doings import doings
from knowledge.masking.learned import learned
from knowledge.masking.numbers import numbers
from knowledge.masking.passwords import passwords
from knowledge.masking.persons import persons
from knowledge.masking.places import places
from knowledge.masking.reach import reaches
from knowledge.masking.text import Found, folded, without_invisible

__all__ = ["make_ready", "mask"]


def make_ready() -> None:
    """Load the lists and the model, which takes seconds the first time."""
    by_rule("Ici Oksana Hrytsenko", "ici oksana hrytsenko")


def mask(text: str, known_names: frozenset[str] = frozenset()) -> str:
    """The text without what names, places or reaches a person.

    Input: free text; `known_names` (lower case) are names of the base that stay, e.g. of organizations.
    """
    text = without_invisible(text)
    plain = folded(text)
    found = by_rule(text, plain, known_names)
    masked = text
    for one in reversed(apart([*found, *learned(text, plain, found, known_names)])):
        masked = masked[: one.start] + one.mark + masked[one.end :]
    return masked


def by_rule(text: str, plain: str, known_names: frozenset[str] = frozenset()) -> list[Found]:
    """What the rules find, in order and apart. Input: the text, the same folded, and names that stay."""
    found = [*reaches(plain), *places(text, plain), *passwords(text, plain), *numbers(plain)]
    named = [*persons(text, plain, known_names), *_unless_known(text, doings(text, plain), known_names)]
    return apart([*found, *births(plain, named), *named])


def _unless_known(text: str, found: Iterable[Found], known_names: frozenset[str]) -> list[Found]:
    return [one for one in found if text[one.start : one.end].lower() not in known_names]


def apart(found: Iterable[Found]) -> list[Found]:
    """What to mask, in order and without overlap: those that touch become one, named after the first kind."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = Found(last.start, max(last.end, one.end), last.mark)
        elif one.end > one.start:
            kept.append(one)
    return kept
