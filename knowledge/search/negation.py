"""How words deny: which verb, and what after it.

One reading for all that asks what a text denies: the words that are not searched for (`denied.py`), the cues
of a project that do not count, the forms that somebody says are not theirs. A verb tells what a negation
means: who does not want denies («on embauche pas»), who does not manage is in need («on trouve pas de
local»).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

_FILE = Path(__file__).with_name("negation.yaml")
BREAKS = frozenset(".,;:!?…()|")
# What is denied: what the one who speaks would do; what they do not manage to do; something beside what is
# meant, beside all else; something, it is not told how.
Manner = Literal["refused", "not managed", "instead", "except", "plain"]
ASIDE: tuple[Manner, ...] = ("instead", "except")


@dataclass(frozen=True)
class Negation:
    """A negation among words. `first`, `after`: the places of its first word and of what follows its last;
    `verb`: that of the verb before it, where it denies that verb; `contrasts`: whether it may
    set one thing beside another («un OBNL, pas une coop»)."""

    first: int
    after: int
    manner: Manner
    verb: int | None = None
    contrasts: bool = False


@dataclass(frozen=True)
class Words:
    """Words and beginnings of words, of one or several («plutot que», «reprend*»)."""

    whole: frozenset[tuple[str, ...]]
    begun: tuple[tuple[str, ...], ...]
    longest: int

    @classmethod
    def of(cls, written: Sequence[str]) -> Words:
        """From a list of the table."""
        split = [tuple(one.split()) for one in written]
        whole = frozenset(one for one in split if not one[-1].endswith("*"))
        begun = tuple((*one[:-1], one[-1].removesuffix("*")) for one in split if one[-1].endswith("*"))
        return cls(whole, begun, max(map(len, split), default=0))

    def at(self, words: Sequence[str], place: int) -> int:
        """How many words of it stand at a place, the most that do; 0 for none."""
        for many in range(min(self.longest, len(words) - place), 0, -1):
            said = tuple(words[place : place + many])
            if said in self.whole or any(
                len(one) == many and one[:-1] == said[:-1] and said[-1].startswith(one[-1])
                for one in self.begun
            ):
                return many
        return 0

    def ends(self, words: Sequence[str], place: int) -> bool:
        """Whether it stands right before a place."""
        return any(
            self.at(words[:place], place - many) == many for many in range(1, min(self.longest, place) + 1)
        )


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Any]:
    """The table as it is written."""
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=32)
def _known(name: str) -> Words:
    return Words.of(vocabulary()[name])


def negations(words: Sequence[str]) -> Iterator[Negation]:
    """The negations of a text cut in folded words, its stops among them, in order."""
    place = 0
    while place < len(words):
        found = _negation(words, place)
        if found is not None:
            yield found
        place = found.after if found is not None else place + 1


def end_of_denied(words: Sequence[str], place: int, reach: int, more_stops: Sequence[str] = ()) -> int:
    """Where what is denied from a place on ends: at a clause, at another subject, or after so many words that
    are no determiner. The same place where nothing is."""
    known, end, named = vocabulary(), place, 0
    while end < len(words) and named < reach:
        light = words[end] in known["determiners"]
        stops = words[end] in more_stops or (words[end] in known["until"] and not _is_object(words, end))
        if words[end] in BREAKS or (stops and not (light and not named)):
            break
        named += not light
        end += 1
    return end if named else place


def plain_stops() -> Sequence[str]:
    """What else ends what is denied, where no verb is."""
    stops: list[str] = vocabulary()["until_plain"]
    return stops


def _is_object(words: Sequence[str], place: int) -> bool:
    """Whether a pronoun there is that of a preposition, and begins no clause."""
    known = vocabulary()
    return (
        place > 0
        and words[place] in known["after_prepositions"]
        and words[place - 1] in known["prepositions"]
    )


def _negation(words: Sequence[str], place: int) -> Negation | None:
    for manner in ASIDE:
        if many := _known(manner).at(words, place):
            return Negation(place, place + many, manner)
    verb = _verb(words, place)
    by_itself = _known("denies").at(words, place)
    of_verb = not by_itself and verb is not None and _known("of_verbs").at(words, place)
    no_more = not by_itself and verb is not None and _known("more").at(words, place) and _has_ne(words, place)
    after = place + (by_itself or of_verb or no_more or _known("without").at(words, place))
    if after == place or _known("not_before").at(words, after) or _known("not_after").ends(words, place):
        return None
    if (of_verb or no_more) and _known("not_before_of_verbs").at(words, after):
        return None
    if not (by_itself or of_verb or no_more):
        return Negation(place, after, "plain")
    if verb is not None:
        return Negation(place, after, "refused", verb, bool(by_itself))
    unmanaged = by_itself and _not_managed(words, place, after)
    return Negation(place, after, "not managed" if unmanaged else "plain", contrasts=bool(by_itself))


def _verb(words: Sequence[str], place: int) -> int | None:
    """Where the verb is that somebody denies as their own, right before a place; None for none."""
    at = _before(words, place)
    if at < 0 or not _known("refused").at(words[: at + 1], at):
        return None
    begun = at
    while begun and words[begun - 1] in vocabulary()["clitics"]:
        begun -= 1
    owner = words[begun - 1] if begun else "|"
    says_ne = {"n", "ne"} & set(words[begun:at])
    theirs = owner in vocabulary()["ours"] or bool({"nous", "j"} & set(words[begun:at]))
    alone = owner in BREAKS and (begun == at or says_ne)
    return at if theirs or alone or words[at].endswith("ons") else None


def _has_ne(words: Sequence[str], place: int) -> bool:
    at = _before(words, place)
    while at > 0 and words[at - 1] in vocabulary()["clitics"]:
        at -= 1
        if words[at] in ("n", "ne"):
            return True
    return False


def _before(words: Sequence[str], place: int) -> int:
    """The place of the last word before another that is no adverb."""
    at = place - 1
    while at >= 0 and words[at] in vocabulary()["adverbs"]:
        at -= 1
    return at


def _not_managed(words: Sequence[str], place: int, after: int) -> bool:
    """Whether what is denied is to manage something: before («on arrive pas à») or after it («pas réussi à»,
    «pas les moyens de»)."""
    managed, at = _known("managed"), _before(words, place)
    if at >= 0 and managed.at(words[: at + 1], at):
        return True
    light = {*vocabulary()["adverbs"], *vocabulary()["determiners"], "ete"}
    while after < len(words) and words[after] in light:
        after += 1
    return bool(managed.at(words, after))
