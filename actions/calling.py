"""Which resources a message calls: by their names, or by the acronym that their names begin with."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.wording import names_of
from knowledge.records import AnyResource
from knowledge.search.text import fold, words

ACRONYM = 3  # letters: fewer are also words


def called_in(message: str, named: Sequence[AnyResource], doors: Sequence[AnyResource]) -> list[AnyResource]:
    """Those that a message names, and of some doors those that it calls by an acronym («la MRC»), in the
    order of the message. Each word calls one: the first of the doors."""
    found = list(named)
    said = set(words(message)).difference(*map(acronyms_of, found))
    for record in doors:
        short = acronyms_of(record) & said
        if short:
            said -= short
            found += [record] if record not in found else []
    return sorted(found, key=lambda record: _place_in(fold(message), record))


def acronyms_of(record: AnyResource) -> frozenset[str]:
    """The acronyms that the names of a resource begin with, folded: «mrc», «fli»."""
    first = {name.split()[0] for name in names_of(record)}
    return frozenset(fold(word) for word in first if word.isupper() and len(word) >= ACRONYM)


def _place_in(folded: str, record: AnyResource) -> int:
    """Where a folded text first calls a resource by one of its names, or by the acronym that one begins
    with; after all others when it is called otherwise."""
    called = [fold(name) for name in names_of(record)] + sorted(acronyms_of(record))
    return min((folded.find(name) for name in called if name in folded), default=len(folded))
