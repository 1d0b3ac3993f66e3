"""An activity that is coming is a door like others, and one that is past is none."""

from __future__ import annotations

import datetime as dt

from knowledge.records import AnyResource, identifier
from knowledge.referral.catalogue import catalogue_of
from knowledge.referral.doors import Doors
from knowledge.referral.presentation import present
from knowledge.referral.profile import Profile
from knowledge.territory.area import Area
from tests.knowledge.test_activities import activity

TODAY = dt.date(2026, 11, 29)


def test_an_activity_is_found_by_who_wants_to_meet_others_and_can_be_shown() -> None:
    record = activity("cinq-a-sept", "2027-01-21 17:00-19:00")
    resources: dict[str, AnyResource] = {identifier(record): record}
    area = Area({"roussillon": "MRC de Roussillon"})
    doors = Doors("", "", {"roussillon": {}}, area)
    (found,) = catalogue_of(resources, doors, TODAY).find(Profile(need=("networking",), need_given=True))
    shown = present(found, resources, area)
    assert (shown["type"], shown["id"]) == ("activity", "activity:cinq-a-sept")
