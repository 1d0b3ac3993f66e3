"""The cues of a field: what phrases say, what voids them, and which are heaviest.

A table in `cues/` names each cue, what it says and the phrases that say it. A phrase does not count behind or
before certain words (`not_after`, `not_before`), nor where a negation, or something already done, covers it:
how far the negation of a table goes is its `denied_for`, in words.
A cue marked `hint` makes one think of what it says and does not tell it: it only serves to guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.referral.line import compiled, compiled_before
from knowledge.search.negation import end_of_denied, negations, plain_stops

CUES = Path(__file__).parent / "cues"
DEFAULT_WEIGHT = 1.0


@dataclass(frozen=True)
class Found:
    """A cue in a line, from `start` to `end`. `hint`: it makes one think so, and tells nothing by itself."""

    name: str
    says: str
    weight: float
    start: int
    end: int
    hint: bool = False


@dataclass(frozen=True)
class Covered:
    """A span of a line that is out of play. `verb`: the span of the verb that is denied with it, whole: then
    nothing of it counts («on veut pas d'argent»); else what is missing may («pas d'argent»)."""

    start: int
    end: int
    verb: tuple[int, int] | None = None

    def voids(self, start: int, end: int) -> bool:
        """Whether a phrase is of what is covered."""
        of_verb = self.verb is not None and start < self.verb[1] <= end <= self.end
        return of_verb or self.start <= start < self.end


@dataclass(frozen=True)
class Cue:
    """One cue, compiled. `kept`: what counts even where a scope covers it («pas d'argent»)."""

    name: str
    says: str
    weight: float
    phrases: re.Pattern[str]
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    kept: re.Pattern[str] | None
    keeps_all: bool
    hint: bool

    def find(self, line: str, covered: Sequence[Covered]) -> list[Found]:
        """Where it stands in a line, `covered` being the spans that scopes take out of play."""
        return [
            Found(self.name, self.says, self.weight, *found.span(), self.hint)
            for found in self.phrases.finditer(line)
            if not self._voided(line, *found.span(), covered)
        ]

    def _voided(self, line: str, start: int, end: int, covered: Sequence[Covered]) -> bool:
        if self.not_after is not None and ends_with(self.not_after, line[:start]):
            return True
        if self.not_before is not None and self.not_before.match(line, end):
            return True
        if self.keeps_all:
            return False
        kept = self.kept is not None and self.kept.match(line, start) is not None
        return any(one.voids(start, end) and (one.verb is not None or not kept) for one in covered)


@dataclass(frozen=True)
class Scope:
    """Words that take those after them out of play: a thing already done."""

    phrases: re.Pattern[str]
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    until: frozenset[str]
    reach: int

    def spans(self, line: str) -> list[Covered]:
        """The spans that it covers in a line."""
        found = []
        for trigger in self.phrases.finditer(line):
            if self.not_after is not None and ends_with(self.not_after, line[: trigger.start()]):
                continue
            if self.not_before is not None and self.not_before.match(line, trigger.end()):
                continue
            end = trigger.end()
            for word in line[end:].split()[: self.reach]:
                if word in self.until or word in "|,":
                    break
                end += len(word) + 1
            found.append(Covered(trigger.end(), end))
        return found


@dataclass(frozen=True)
class Table:
    """The cues of one field. `denied_for`: how many words a negation denies, 0 for none."""

    cues: tuple[Cue, ...]
    scopes: tuple[Scope, ...]
    denied_for: int
    rest: dict[str, Any]

    def find(self, line: str) -> list[Found]:
        """All the cues that count in a line."""
        covered = [span for scope in self.scopes for span in scope.spans(line)]
        covered += denied_in_line(line, self.denied_for)
        return [found for cue in self.cues for found in cue.find(line, covered)]

    def denied(self, line: str) -> list[Found]:
        """The cues that a negation covers in a line."""
        covered = denied_in_line(line, self.denied_for)
        named = [found for cue in self.cues for found in cue.find(line, [])]
        return [found for found in named if any(one.voids(found.start, found.end) for one in covered)]


@lru_cache(maxsize=16)  # of one message, which all tables ask
def denied_in_line(line: str, reach: int) -> tuple[Covered, ...]:
    """What a line denies, so many words after each negation and the verb that it denies."""
    if not reach:
        return ()
    words = line.split()
    starts = [1]  # a line begins with a space, and has one after each word
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    covered = []
    for one in negations(words):
        if one.manner == "not managed":  # what is not managed is what is needed
            continue
        end = end_of_denied(words, one.after, reach, () if one.verb is not None else plain_stops())
        verb = (starts[one.verb], starts[one.verb + 1]) if one.verb is not None else None
        covered.append(Covered(starts[one.after], starts[end], verb))
    return tuple(covered)


def ends_with(pattern: re.Pattern[str], before: str) -> bool:
    """Whether what stands before a place ends with one of the phrases (see `phrases_before`)."""
    return pattern.match(before) is not None


@lru_cache(maxsize=1)
def shared() -> dict[str, Any]:
    """The lists and scopes that all tables share."""
    loaded: dict[str, Any] = _loaded("lists")
    return loaded


@lru_cache(maxsize=16)
def table(name: str) -> Table:
    """The cues of a field, by the name of its file."""
    loaded = _loaded(name)
    cues = tuple(
        Cue(
            name=row["name"],
            says=row["says"],
            weight=float(row.get("weight", DEFAULT_WEIGHT)),
            phrases=phrases(row["phrases"]),
            not_after=_ending(row.get("not_after")),
            not_before=phrases(row["not_before"]) if row.get("not_before") else None,
            kept=phrases(row["keep_negated"]) if row.get("keep_negated") else None,
            keeps_all=bool(row.get("keep_all")),
            hint=bool(row.get("hint")),
        )
        for row in loaded.get("cues", ())
    )
    scopes = tuple(scope(name) for name in loaded.get("scopes", ()))
    return Table(cues, scopes, loaded.get("denied_for", 0), loaded)


@lru_cache(maxsize=8)  # the tables of one message, which several readers look in
def cues_in(name: str, line: str) -> tuple[Found, ...]:
    """The cues of a field that count in a line."""
    return tuple(table(name).find(line))


def told_in(name: str, line: str) -> tuple[Found, ...]:
    """The same, without those that only hint at it."""
    return tuple(found for found in cues_in(name, line) if not found.hint)


@lru_cache(maxsize=8)
def scope(name: str) -> Scope:
    """A scope of the shared list."""
    row = shared()["scopes"][name]
    return Scope(
        phrases(row["phrases"]),
        _ending(row.get("not_after")),
        phrases(row["not_before"]) if row.get("not_before") else None,
        frozenset(row["until"]),
        row["reach"],
    )


def phrases(written: Iterable[str]) -> re.Pattern[str]:
    """Phrases compiled with the shared lists."""
    return _phrases(tuple(str(phrase) for phrase in written))


@lru_cache(maxsize=1_024)  # some are looked for in every message
def _phrases(written: tuple[str, ...]) -> re.Pattern[str]:
    return compiled(written, shared()["lists"])


def phrases_before(written: Iterable[str]) -> re.Pattern[str]:
    """Phrases that a line ends with, compiled with the shared lists."""
    return compiled_before([str(phrase) for phrase in written], shared()["lists"])


def _ending(written: list[str] | None) -> re.Pattern[str] | None:
    """The same, an article allowed after them; None for none."""
    return phrases_before(f"{one} (le|la|les|l|un|une|des|du|de|d)" for one in written) if written else None


def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CUES / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
