"""The one matcher: every door, with its verdict, its reasons and its place among the others.

The chat, the pages for advisers and the API all order doors by the same catalogue, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from knowledge.records import AnyResource
from knowledge.referral.catalogue import catalogue_of
from knowledge.referral.doors import Doors
from knowledge.referral.found import ORDER, Match
from knowledge.referral.profile import Profile

__all__ = ["ORDER", "Match", "match"]


def match(
    profile: Profile, resources: Mapping[str, AnyResource], doors: Doors, today: dt.date
) -> list[Match]:
    """All the resources, best first, those that do not fit last (verdict `no`).

    Resources that nobody should be sent to (`refer` false) are left out. The mapping is prepared at its
    first use, and must not change afterwards.
    """
    return list(catalogue_of(resources, doors, today).find(profile, include_ineligible=True))
