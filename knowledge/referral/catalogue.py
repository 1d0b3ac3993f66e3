"""All the resources prepared for searching: their words indexed, and those under the same rules together.

Whether a resource fits depends on its rules alone, so each criterion is worked out once for all that share
a rule. The results are those of `knowledge.referral.matching.match`, by the same functions; only faster.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource, FundRecord, OrganizationRecord, Record, ResourceType
from knowledge.referral.criteria import CRITERIA, Reason
from knowledge.referral.matching import (
    Assessment,
    Doors,
    Match,
    concluded,
    in_order,
    seated,
    surroundings,
)
from knowledge.referral.profile import Profile
from knowledge.referral.words import WordIndex, asked_words

KEPT_CATALOGUES = 4  # what is published, and a few trials of the team
KEPT_LISTS = 32  # of the latest profiles: typing words changes no profile

Rules = tuple[int, ...]  # the number of a rule for each criterion: with equal rules, the same projects fit


class Catalogue:
    """The resources of one state of the base, on one day."""

    def __init__(self, resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> None:
        self.resources = resources
        self.doors = doors
        self.today = today
        self.around = surroundings(resources, doors, today)
        self._words = WordIndex(resources)
        special = {
            doors.first,
            doors.elsewhere,
            *(name for of in self.around.local_doors.values() for name in of),
        }
        self._groups: dict[Rules, list[str]] = {}
        self.group_of: dict[str, Rules] = {}
        self._to_confirm: dict[str, bool] = {}
        numbers: dict[tuple[int, object], int] = {}
        for name, record in resources.items():
            if record.refer:
                self._to_confirm[name] = resource_to_confirm(record, today)
                key = tuple(
                    numbers.setdefault((place, rule), len(numbers))
                    for place, rule in enumerate(self._deciding(name, record, special))
                )
                self.group_of[name] = key
                self._groups.setdefault(key, []).append(name)
        self._lists: OrderedDict[tuple[Profile, bool], list[Match]] = OrderedDict()
        self._lock = threading.Lock()

    def _deciding(self, name: str, record: AnyResource, special: set[str]) -> tuple[object, ...]:
        """All that decides whether a resource fits, by criterion, in the order of `CRITERIA`."""
        asked = record.eligibility
        own = name if name in special or asked.territory.level == "outside" else None
        uncertain = self._to_confirm[name]
        whom = name if isinstance(record, OrganizationRecord) else record.organization
        return (
            (_written(asked.territory), own),
            (*asked.needs, own),
            _written(asked.stages),
            _written(asked.legal_forms),
            _written(asked.sectors),
            _written(asked.age),
            (record.amount_min, record.amount_max) if isinstance(record, FundRecord) else type(record),
            (_written(asked.calls), uncertain, whom if uncertain else None),
        )

    def example(self, key: Rules) -> AnyResource:
        """A resource under these rules."""
        return self.resources[self._groups[key][0]]

    def matches(self, profile: Profile, *, fitting: bool = False) -> list[Match]:
        """All the resources for a profile, as `match` gives them, or only those that nothing excludes.

        The lists of the latest profiles are kept.
        """
        key = (profile, fitting)
        with self._lock:
            if key in self._lists:
                self._lists.move_to_end(key)
                return self._lists[key]
        found = self._match(profile, self.group_of, fitting=fitting)
        with self._lock:
            self._lists[key] = found
            while len(self._lists) > KEPT_LISTS:
                self._lists.popitem(last=False)
        return found

    def find(
        self,
        profile: Profile,
        *,
        types: Sequence[ResourceType] = (),
        text: str | None = None,
        include_ineligible: bool = False,
    ) -> list[Match]:
        """The resources for a profile, best first; with a text, only those that have all its words, and
        first those that are called so."""
        fitting = not include_ineligible
        if text and asked_words(text):
            tiers = self.named(text)
            names = [name for name in tiers if name in self.group_of]
            found = self._match(profile, names, fitting=fitting)
            found.sort(key=lambda m: (m.verdict == "no", tiers[m.identifier]))
        else:
            found = self.matches(profile, fitting=fitting)
        return [m for m in found if not types or m.type in types]

    def named(self, text: str) -> dict[str, int]:
        """The resources that have all the words of a text, with how well (0 is best)."""
        return self._words.find(text)

    def _match(self, profile: Profile, names: Iterable[str], *, fitting: bool) -> list[Match]:
        reasons: dict[int, Reason | None] = {}
        assessed: dict[Rules, Assessment | None] = {}
        found = []
        for name in names:
            record, rules = self.resources[name], self.group_of[name]
            if rules not in assessed:
                given = []
                for place, rule in enumerate(rules):
                    if rule not in reasons:
                        reasons[rule] = CRITERIA[place](profile, record, self.around)
                    if (reason := reasons[rule]) is not None:
                        given.append(reason)
                excluded = fitting and any(reason.verdict == "no" for reason in given)
                assessed[rules] = (
                    None if excluded else concluded(profile, record, tuple(given), self.doors, self.today)
                )
            outcome = assessed[rules]
            if outcome is not None:
                found.append(Match(name, record, *outcome, self._to_confirm[name]))
        return seated(in_order(found), profile, self.doors)


def _written(rule: Record | None) -> str | None:
    return None if rule is None else rule.model_dump_json()


_catalogues: OrderedDict[tuple[int, int, dt.date], Catalogue] = OrderedDict()
_lock = threading.Lock()


def catalogue_of(resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> Catalogue:
    """The catalogue of these resources, prepared once. The mapping must not change afterwards."""
    key = (id(resources), id(doors), today)
    with _lock:
        known = _catalogues.get(key)
        # A kept catalogue holds its resources, so another mapping cannot have come by the same number.
        if known is None:
            known = _catalogues[key] = Catalogue(resources, doors, today)
        _catalogues.move_to_end(key)
        while len(_catalogues) > KEPT_CATALOGUES:
            _catalogues.popitem(last=False)
        return known
