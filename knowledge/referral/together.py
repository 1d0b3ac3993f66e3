"""One text asked of all the doors at once: what is called so, what has its words, what fits what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.records import ResourceType
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.description import unused_words
from knowledge.referral.extraction import extract
from knowledge.referral.loosening import Looser, looser
from knowledge.referral.profile import EMPTY, PLACE_FIELDS, Profile
from knowledge.referral.words import MENTIONED, asked_words
from knowledge.territory import Gazetteer

By = Literal["words", "project", "nothing"]


@dataclass(frozen=True)
class Together:
    """What a text finds among the doors, best first.

    `by`: whether they have all its words, or fit the project that it tells of; then those with the words left
    over (`left`) come first, and `aside` are the words that no fitting door has. `profile`: the project the
    doors are judged for.
    """

    names: tuple[str, ...]
    by: By
    profile: Profile = EMPTY
    left: str | None = None
    aside: str | None = None
    loosened: tuple[Looser, ...] = ()

    def of_type(self, types: Sequence[ResourceType]) -> list[str]:
        """Those of some types, in their order."""
        return [name for name in self.names if name.partition(":")[0] in types]


def find_together(catalogue: Catalogue, gazetteer: Gazetteer, text: str) -> Together:
    """The doors for a text. A text without a word finds nothing.

    What is called so wins over what a sentence may mean: «La Ruche» is a door before it is anything else.
    What only mentions the words does not: «financement» is a need before it is a word of some sheets.
    """
    if not asked_words(text):
        return Together((), "nothing")
    profile = extract(text, gazetteer).profile
    by_words = catalogue.find(EMPTY, text=text)
    called = by_words.among(catalogue.named(text) < MENTIONED)
    if by_words and (called or profile == EMPTY):
        kept = by_words.among(catalogue.fitting(_place_of(profile))) or by_words
        return Together(tuple(kept.names), "words", _place_of(profile), text)
    if profile == EMPTY:
        return Together((), "nothing", loosened=_loosened(catalogue, EMPTY, text))
    found = catalogue.find(profile)
    if not found:
        return Together((), "nothing", profile, loosened=_loosened(catalogue, profile, None))
    left = " ".join(unused_words(text, profile, gazetteer)) or None
    first = catalogue.find(profile, text=left) if left else None
    if not first:
        return Together(tuple(found.names), "project", profile, aside=left)
    return Together(tuple(first.then(found).names), "project", profile, left)


def _loosened(catalogue: Catalogue, profile: Profile, text: str | None) -> tuple[Looser, ...]:
    """What to give up; not all of it, which would find everything."""
    found = looser(catalogue, profile, (), text)
    return tuple(one for one in found if one.profile != EMPTY or one.text)


def _place_of(profile: Profile) -> Profile:
    """A project of which only the place is known."""
    return replace(EMPTY, **{name: getattr(profile, name) for name in PLACE_FIELDS})
