"""How many resources each value of a filter would leave, the other filters kept as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.records import ResourceType, resource_type
from knowledge.referral import criteria
from knowledge.referral.catalogue import Catalogue, Rules
from knowledge.referral.profile import Profile
from knowledge.referral.words import asked_words
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, STAGES

NO = "no"


@dataclass(frozen=True)
class Facet:
    """A filter: its values as profiles, and the places in `CRITERIA` of the criteria that they change."""

    name: str
    profiles: dict[str, Profile]
    changed: tuple[int, ...]


def facets(
    catalogue: Catalogue, profile: Profile, types: Sequence[ResourceType], text: str | None
) -> dict[str, dict[str, int]]:
    """The counts, by filter (`mrc`, `stage`, `need`, `legal_form`, `type`) and by value.

    A count is of the resources that no known criterion excludes.
    """
    names = catalogue.named(text) if text and asked_words(text) else catalogue.group_of
    by_rules: Counter[tuple[Rules, ResourceType]] = Counter(
        (catalogue.group_of[name], resource_type(catalogue.resources[name]))
        for name in names
        if name in catalogue.group_of
    )
    asked = _facets(catalogue, profile)
    counts: dict[str, dict[str, int]] = {facet.name: dict.fromkeys(facet.profiles, 0) for facet in asked}
    kinds: Counter[str] = Counter()
    trial = _Trial(catalogue)
    for (rules, kind), times in by_rules.items():
        excluding = [place for place in range(len(rules)) if trial.excludes(profile, place, rules)]
        if not excluding:
            kinds[kind] += times
        if types and kind not in types:
            continue
        for facet in asked:
            if any(place not in facet.changed for place in excluding):
                continue
            count = counts[facet.name]
            for value, tried in facet.profiles.items():
                if not any(trial.excludes(tried, place, rules) for place in facet.changed):
                    count[value] += times
    return {**counts, "type": dict(kinds)}


class _Trial:
    """Whether a criterion excludes the resources under some rules, worked out once for each rule."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[tuple[int, int], bool] = {}

    def excludes(self, profile: Profile, place: int, rules: Rules) -> bool:
        # The profiles live as long as the trial, so the number of one is its own.
        key = (id(profile), rules[place])
        known = self._known.get(key)
        if known is None:
            record = self._catalogue.example(rules)
            reason = criteria.CRITERIA[place](profile, record, self._catalogue.around)
            known = self._known[key] = reason is not None and reason.verdict == NO
        return known


def _places(*wanted: criteria.CriterionTest) -> tuple[int, ...]:
    return tuple(criteria.CRITERIA.index(criterion) for criterion in wanted)


def _facets(catalogue: Catalogue, profile: Profile) -> list[Facet]:
    nowhere = replace(profile, municipality=None, region=None, refer_to=None, near_mrc=None, place_kind="mrc")
    mrcs = sorted(catalogue.doors.mrc_names.items())
    return [
        Facet(
            "mrc",
            {mrc: replace(nowhere, mrc=mrc, place_name=name) for mrc, name in mrcs},
            _places(criteria.territory, criteria.need),
        ),
        Facet("stage", {value: replace(profile, stage=value) for value in STAGES}, _places(criteria.stage)),
        Facet("need", {value: replace(profile, need=(value,)) for value in NEEDS}, _places(criteria.need)),
        Facet(
            "legal_form",
            {value: replace(profile, legal_form=value) for value in LEGAL_FORMS},
            _places(criteria.legal_form),
        ),
    ]
