"""All the resources prepared for searching: their words indexed, and their rules numbered.

Whether a resource fits, and its score, depend on its rules alone, so each rule is judged once for all the
resources that share it and the rest is arithmetic on columns.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args, overload

import numpy as np
import numpy.typing as npt

from knowledge.answers.published import resource_to_confirm
from knowledge.records import (
    AnyResource,
    ResourceType,
    resource_type,
)
from knowledge.referral.columns import SILENT, Rows, RulesJudged
from knowledge.referral.criteria import (
    in_its_words,
)
from knowledge.referral.doors import Doors, surroundings
from knowledge.referral.found import ORDER, UNKNOWN, Match
from knowledge.referral.levels import ranking
from knowledge.referral.numbering import numbered
from knowledge.referral.picking import CONSIDERED, candidate, pick
from knowledge.referral.profile import EMPTY, Profile
from knowledge.referral.summary import Group, group_of
from knowledge.referral.words import ABSENT, Tiers, WordIndex, asked_words
from knowledge.settings import served_pole

# Of each Pôle: what it publishes, and what a turn under way or a trial of the team still sees. Each weighs
# several megabytes, and holds the resources of its publication.
KEPT_CATALOGUES = 2
KEPT_JUDGED = 32  # of the latest profiles: typing words changes no profile
GROUPS: tuple[Group, ...] = get_args(Group)
TYPES: tuple[ResourceType, ...] = get_args(ResourceType)
NO = ORDER.index("no")
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """All the resources for one profile: the rules by criterion, the overall verdicts and scores. `rows`:
    best first, by score alone."""

    columns: tuple[RulesJudged, ...]
    verdicts: Rows
    scores: npt.NDArray[np.float64]
    rows: Rows


class Found(Sequence[Match]):
    """Resources found, best first; each match is written only when it is looked at."""

    def __init__(self, catalogue: Catalogue, judged: Judged, rows: Rows) -> None:
        self._catalogue = catalogue
        self._judged = judged
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> list[Match]: ...
    def __getitem__(self, place: int | slice) -> Match | list[Match]:
        if isinstance(place, slice):
            return [self._catalogue.match(self._judged, row) for row in self._rows[place].tolist()]
        return self._catalogue.match(self._judged, int(self._rows[place]))

    def __iter__(self) -> Iterator[Match]:
        return iter(self[:])

    @property
    def names(self) -> list[str]:
        """Their identifiers alone, without a word on why."""
        return self._catalogue.names_of(self._rows)

    def among(self, kept: Truths) -> Found:
        """Those of the rows that are kept, in their order."""
        return Found(self._catalogue, self._judged, self._rows[kept[self._rows]])

    def then(self, others: Found) -> Found:
        """These, and after them those of the others that are not among them."""
        rows = others._rows[~np.isin(others._rows, self._rows)]
        return Found(self._catalogue, self._judged, np.concatenate([self._rows, rows]))

    def of_group(self, group: Group) -> Found:
        """Those that give one kind of help."""
        return Found(self._catalogue, self._judged, self._rows[self._catalogue.of_group(self._rows, group)])


class Catalogue:
    """The resources of one state of the base, on one day."""

    def __init__(self, resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> None:
        self.resources = resources
        self.doors = doors
        self.today = today
        self.around = surroundings(resources, doors, today)
        self.row_of = {name: row for row, name in enumerate(n for n, r in resources.items() if r.refer)}
        self._names = np.array(list(self.row_of), dtype=np.object_)
        self._words = WordIndex(resources.values())
        self._numbers = np.array([n for n, one in enumerate(resources.values()) if one.refer], dtype=np.intp)
        records = [resources[name] for name in self.row_of]
        self._to_confirm = [resource_to_confirm(record, today) for record in records]
        self._kinds = np.array([TYPES.index(resource_type(record)) for record in records], dtype=np.intp)
        self._groups = np.array([GROUPS.index(group_of(record)) for record in records], dtype=np.intp)
        alphabetical = {name: place for place, name in enumerate(sorted({r.name for r in records}))}
        self._alphabetical = np.array([alphabetical[record.name] for record in records], dtype=np.intp)
        self.candidates = [candidate(record) for record in records]
        local = [name for names in self.around.local_doors.values() for name in names]
        known = zip(self.row_of, records, self._to_confirm, strict=True)
        self.columns = numbered(list(known), {doors.first, doors.elsewhere, *local})
        self._judged: OrderedDict[Profile, Judged] = OrderedDict()
        self._lock = threading.Lock()

    def find(
        self,
        profile: Profile,
        *,
        types: Sequence[ResourceType] = (),
        text: str | None = None,
        include_ineligible: bool = False,
    ) -> Found:
        """The resources for a profile, best first; with a text, only those that have all its words, and
        first those that are called so."""
        judged = self._judge(profile)
        rows = judged.rows
        tiers = self.named(text) if text and asked_words(text) else None
        if tiers is not None:
            rows = rows[tiers[rows] != ABSENT]
        if not include_ineligible:
            rows = rows[judged.verdicts[rows] != NO]
        if types:
            rows = rows[self.of_types(rows, types)]
        rows = self._picked(judged, rows, profile)
        if tiers is not None:
            # Of what is called alike, the organization before its programmes, when no project is told.
            later = self._kinds[rows] if profile == EMPTY else np.zeros(len(rows), dtype=np.intp)
            rows = rows[np.lexsort((later, tiers[rows], judged.verdicts[rows] == NO))]
        return Found(self, judged, rows)

    def of(self, profile: Profile, names: Sequence[str]) -> list[Match]:
        """These resources for a profile, in the order given; those that nobody is sent to are left out."""
        judged = self._judge(profile)
        return [self.match(judged, self.row_of[name]) for name in names if name in self.row_of]

    def named(self, text: str) -> Tiers:
        """How well each row has all the words of a text (0 is best)."""
        return self._words.find(text)[self._numbers]

    def fitting(self, profile: Profile) -> Truths:
        """Whether each row is not excluded by what is known of a project."""
        fits: Truths = self._judge(profile).verdicts != NO
        return fits

    def excluded(self, profile: Profile, place: int) -> Truths:
        """Whether the criterion at a place of `CRITERIA` excludes each resource."""
        column = self.columns[place]
        judged = column.judge(profile, self.around, self.doors)
        excluded: Truths = (judged.verdicts == NO)[column.rules]
        return excluded

    def of_types(self, rows: Rows, types: Sequence[ResourceType]) -> Truths:
        """Whether each row is a resource of one of these types."""
        return np.isin(self._kinds[rows], [TYPES.index(kind) for kind in types])

    def of_group(self, rows: Rows, group: Group) -> Truths:
        """Whether each row is a resource that gives one kind of help."""
        of_group: Truths = self._groups[rows] == GROUPS.index(group)
        return of_group

    def names_of(self, rows: Rows) -> list[str]:
        """The identifiers of rows."""
        names: list[str] = self._names[rows].tolist()
        return names

    def match(self, judged: Judged, row: int) -> Match:
        """One resource with its verdict and why."""
        given = (
            rules.reasons[column.rules[row]]
            for rules, column in zip(judged.columns, self.columns, strict=True)
        )
        name: str = self._names[row]
        record = self.resources[name]
        return Match(
            name,
            record,
            ORDER[judged.verdicts[row]],
            tuple(in_its_words(reason, record) for reason in given if reason is not None),
            float(judged.scores[row]),
            self._to_confirm[row],
        )

    def _judge(self, profile: Profile) -> Judged:
        with self._lock:
            if profile in self._judged:
                self._judged.move_to_end(profile)
                return self._judged[profile]
        judged = self._judge_anew(profile)
        with self._lock:
            self._judged[profile] = judged
            while len(self._judged) > KEPT_JUDGED:
                self._judged.popitem(last=False)
        return judged

    def _judge_anew(self, profile: Profile) -> Judged:
        columns = tuple(column.judge(profile, self.around, self.doors) for column in self.columns)
        worst = np.full(len(self._names), SILENT, dtype=np.intp)
        scores = np.ones(len(self._names))
        for judged, column in zip(columns, self.columns, strict=True):
            worst = np.maximum(worst, judged.verdicts[column.rules])
            scores *= judged.points[column.rules]
        verdicts = np.where(worst == SILENT, UNKNOWN, worst)
        rows = np.lexsort((self._alphabetical, -scores, verdicts == NO))
        return Judged(columns, verdicts, scores, rows)

    def _picked(self, judged: Judged, rows: Rows, profile: Profile) -> Rows:
        """The rows with those to show first in front, chosen with variety."""
        open_rows = rows[judged.verdicts[rows] != NO][:CONSIDERED].tolist()
        chosen = pick(
            open_rows,
            {row: float(judged.scores[row]) for row in open_rows},
            {row: self.candidates[row] for row in open_rows},
            profile,
            self.doors,
            ranking()["pick"],
        )
        front = np.array(chosen, dtype=np.intp)
        return np.concatenate([front, rows[~np.isin(rows, front)]])


_catalogues: dict[str, OrderedDict[tuple[int, int, dt.date], Catalogue]] = {}  # by Pôle
_lock = threading.Lock()


def catalogue_of(resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> Catalogue:
    """The catalogue of these resources, prepared once. The mapping must not change afterwards."""
    key = (id(resources), id(doors), today)
    with _lock:
        kept = _catalogues.setdefault(served_pole(), OrderedDict())
        known = kept.get(key)
        # A kept catalogue holds its resources, so another mapping cannot have come by the same number.
        if known is None:
            known = kept[key] = Catalogue(resources, doors, today)
        kept.move_to_end(key)
        while len(kept) > KEPT_CATALOGUES:
            kept.popitem(last=False)
        return known
