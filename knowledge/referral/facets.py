"""How many resources each value of a filter would leave, the other filters kept as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.records import ResourceType
from knowledge.referral import criteria
from knowledge.referral.catalogue import TYPES, Catalogue
from knowledge.referral.profile import Profile
from knowledge.referral.serving import territory
from knowledge.referral.words import ABSENT, asked_words
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, STAGES


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
    kept = np.ones(len(catalogue.row_of), dtype=np.bool_)
    if text and asked_words(text):
        kept = catalogue.named(text) != ABSENT
    excluding = [catalogue.excluded(profile, place) for place in range(len(criteria.CRITERIA))]
    every = np.arange(len(kept))
    of_types = {kind: catalogue.of_types(every, [kind]) for kind in TYPES}
    fitting = kept & ~np.logical_or.reduce(excluding)
    kinds: dict[str, int] = {
        kind: count for kind in TYPES if (count := int((fitting & of_types[kind]).sum()))
    }
    if types:
        kept &= catalogue.of_types(every, types)
    counts: dict[str, dict[str, int]] = {}
    for facet in _facets(catalogue, profile):
        others = [excluded for place, excluded in enumerate(excluding) if place not in facet.changed]
        open_to = kept & ~np.logical_or.reduce(others)
        counts[facet.name] = {
            value: int(
                (open_to & ~np.logical_or.reduce([catalogue.excluded(tried, p) for p in facet.changed])).sum()
            )
            for value, tried in facet.profiles.items()
        }
    return {**counts, "type": kinds}


def _places(*wanted: criteria.CriterionTest) -> tuple[int, ...]:
    return tuple(criteria.CRITERIA.index(criterion) for criterion in wanted)


def _facets(catalogue: Catalogue, profile: Profile) -> list[Facet]:
    nowhere = replace(profile, municipality=None, region=None, refer_to=None, near_mrc=None, place_kind="mrc")
    mrcs = sorted(catalogue.doors.mrc_names.items())
    return [
        Facet(
            "mrc",
            {mrc: replace(nowhere, mrc=mrc, place_name=name) for mrc, name in mrcs},
            _places(territory, criteria.need),
        ),
        Facet(
            "stage",
            {value: replace(profile, stage=value) for value in STAGES},
            _places(criteria.stage, criteria.legal_form),
        ),
        Facet(
            "need",
            {value: replace(profile, need=(value,), need_given=True) for value in NEEDS},
            _places(criteria.need, criteria.legal_form),
        ),
        Facet(
            "legal_form",
            {value: replace(profile, legal_form=value) for value in LEGAL_FORMS},
            _places(criteria.legal_form),
        ),
    ]
