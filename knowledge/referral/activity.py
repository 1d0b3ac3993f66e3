"""What a project does, by all that names it: the words learned to name it, those of the vocabulary, and the
building of the heritage that it gives another life."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.referral.line import line_of
from knowledge.referral.sectors import listed_in, names_something, sectors_of, without_places
from knowledge.referral.signs import phrases, table
from knowledge.territory import Gazetteer

LEAST_LISTED = 0  # weight from which a listed word names what nothing else does


def activity(text: str, gazetteer: Gazetteer, learned_name: str | None, listed: str | None) -> str | None:
    """What the project does.

    Input: the text as typed; the words that are learned to name the project; those that the vocabulary and
    what stands around them tell.
    Output: the learned ones, unless they are of no sector and listed words tell one («logements abordables»
    names logements); with the heritage, where a church or the like is to be turned into something.
    """
    named = _named(learned_name, listed)
    if not sectors_of(named or ""):
        named = _listed(without_places(text, gazetteer)) or named
    heritage: str = table("sector").rest["heritage"]["says"]
    if not _heritage().search(line_of(text)) or heritage in (named or ""):
        return named
    return f"{named}, {heritage}" if named else heritage


def _named(learned_name: str | None, listed: str | None) -> str | None:
    if learned_name is None or not names_something(learned_name):
        return listed
    return listed if listed and not sectors_of(learned_name) else learned_name


def _listed(text: str) -> str | None:
    """The heaviest listed word of a text, where nothing around it tells that it names something else."""
    best = max(listed_in(text), key=lambda one: (one.weight, -one.start), default=None)
    return best.text if best is not None and best.weight >= LEAST_LISTED else None


@lru_cache(maxsize=1)
def _heritage() -> re.Pattern[str]:
    return phrases(table("sector").rest["heritage"]["phrases"])
