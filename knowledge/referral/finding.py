"""Finding resources: the matcher, narrowed by type and by words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from knowledge.records import AnyResource, ResourceType
from knowledge.referral.catalogue import Found, catalogue_of
from knowledge.referral.doors import Doors
from knowledge.referral.profile import Profile


def find_resources(
    resources: Mapping[str, AnyResource],
    doors: Doors,
    today: dt.date,
    profile: Profile,
    *,
    types: Sequence[ResourceType] = (),
    text: str | None = None,
    include_ineligible: bool = False,
) -> Found:
    """The resources for a profile, best first; with a text, only those that have all its words.

    The mapping is indexed at its first use, and must not change afterwards.
    """
    catalogue = catalogue_of(resources, doors, today)
    return catalogue.find(profile, types=types, text=text, include_ineligible=include_ineligible)
