"""The two values this package gives: a place, and a mention of one in a text; and telling them otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["municipality", "mrc", "reserve", "outside", "region"]


@dataclass(frozen=True)
class Place:
    """One place. `code` is the official geographic code, None for what has none in the data (a region).

    `region` as a kind is the Pôle's own: in the territory, the MRC not said.
    `mrc` is the id of an MRC of the territory, None for a reserve and for everything outside.
    `refer_to` is the identifier of the organization that serves an outside place, None when unknown.
    """

    code: str | None
    name: str
    kind: Kind
    mrc: str | None = None
    region: str | None = None
    designation: str | None = None
    refer_to: str | None = None
    near_mrc: str | None = None  # of a reserve: the MRC around it, whose services may or may not apply


@dataclass(frozen=True)
class PlaceMatch:
    """A mention: `text[start:end]` names `place`, or one of `candidates` when `place` is None.

    `score` goes from 0 to 1; below 1 the spelling or the context left some doubt. `negated` is true
    right after «pas», «non pas» or «plutôt que»: the person is saying it is not this place.
    """

    start: int
    end: int
    text: str
    place: Place | None
    candidates: tuple[Place, ...]
    score: float
    negated: bool = False

    @property
    def code(self) -> str | None:
        """The official code, None while several places are possible."""
        return self.place.code if self.place else None

    @property
    def mrc(self) -> str | None:
        """The MRC id, also when several places are possible but all lie in that MRC."""
        found = {place.mrc for place in self.candidates}
        return found.pop() if len(found) == 1 else None

    @property
    def kind(self) -> Kind | None:
        """The kind, None while places of different kinds are possible."""
        found = {place.kind for place in self.candidates}
        return found.pop() if len(found) == 1 else None


def retold(text: str, found: Sequence[PlaceMatch], say: Callable[[PlaceMatch], str]) -> str:
    """A text with each of its places, as `find` gave them, told as `say` tells it."""
    for place in reversed(found):
        text = text[: place.start] + say(place) + text[place.end :]
    return text
