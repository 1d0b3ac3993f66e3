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
    """A filter: its values as profiles, and the criteria that they change."""

    name: str
    profiles: dict[str, Profile]
    changed: tuple[criteria.CriterionTest, ...]


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
    for (key, kind), times in by_rules.items():
        record = catalogue.example(key)
        excluding = {
            criterion
            for criterion in criteria.CRITERIA
            if (reason := criterion(profile, record, catalogue.around)) and reason.verdict == NO
        }
        if not excluding:
            kinds[kind] += times
        if types and kind not in types:
            continue
        for facet in asked:
            if excluding - set(facet.changed):
                continue
            for value, tried in facet.profiles.items():
                reasons = [criterion(tried, record, catalogue.around) for criterion in facet.changed]
                if not any(reason and reason.verdict == NO for reason in reasons):
                    counts[facet.name][value] += times
    return {**counts, "type": dict(kinds)}


def _facets(catalogue: Catalogue, profile: Profile) -> list[Facet]:
    nowhere = replace(profile, municipality=None, region=None, refer_to=None, near_mrc=None, place_kind="mrc")
    return [
        Facet(
            "mrc",
            {
                mrc: replace(nowhere, mrc=mrc, place_name=name)
                for mrc, name in sorted(catalogue.doors.mrc_names.items())
            },
            (criteria.territory, criteria.need),
        ),
        Facet("stage", {value: replace(profile, stage=value) for value in STAGES}, (criteria.stage,)),
        Facet("need", {value: replace(profile, need=(value,)) for value in NEEDS}, (criteria.need,)),
        Facet(
            "legal_form",
            {value: replace(profile, legal_form=value) for value in LEGAL_FORMS},
            (criteria.legal_form,),
        ),
    ]
