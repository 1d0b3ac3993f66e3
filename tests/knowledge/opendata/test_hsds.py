"""The HSDS export: stable identifiers, nothing invented, nothing unknown written as known."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from knowledge.opendata.hsds import Export, export, listed_organization, listed_service
from knowledge.pack.files import Pack
from knowledge.territory.area import area_in
from tests import prepared

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return prepared.pack()


@pytest.fixture(scope="module")
def found(pack: Pack) -> Export:
    names = area_in(pack.territory)
    return export(pack.resources, names, TODAY)


def test_every_resource_is_a_service_and_every_organization_is_there(pack: Pack, found: Export) -> None:
    assert len(found.services) == len(pack.resources)
    names = {one["name"] for one in found.organizations.values()}
    assert {r.name for name, r in pack.resources.items() if name.startswith("organization:")} <= names


def test_identifiers_are_the_same_at_each_export(pack: Pack, found: Export) -> None:
    names = area_in(pack.territory)
    assert list(export(dict(reversed(pack.resources.items())), names, TODAY).services) == list(found.services)


def test_what_is_unknown_is_absent_rather_than_null_or_empty(found: Export) -> None:
    for entries in (found.organizations, found.services):
        text = json.dumps(list(entries.values()), ensure_ascii=False)
        assert "null" not in text.replace("annul", "")
        assert '""' not in text


def test_a_service_says_where_to_whom_and_since_when(pack: Pack, found: Export) -> None:
    by_name = {one["name"]: one for one in found.services.values()}
    biec = by_name[pack.resources["fund:biec"].name]
    assert [area["name"] for area in biec["service_areas"]] == ["Montérégie"]
    assert biec["assured_date"] == pack.resources["fund:biec"].as_of
    assert "coopératives" in biec["eligibility_description"]
    assert "alert" in biec  # it is to be confirmed
    assert {one["value"] for one in biec["attributes"]} >= {"funding", "startup"}


def test_an_address_that_is_not_whole_is_not_made_whole(pack: Pack, found: Export) -> None:
    whole = 0
    for organization in found.organizations.values():
        for place in organization.get("locations", []):
            for address in place.get("addresses", []):
                whole += 1
                assert address["postal_code"] in place["description"]
    assert whole >= 4
    pole = next(one for one in found.organizations.values() if one["name"].startswith("Pôle d'économie"))
    assert "addresses" not in pole["locations"][0]


def test_lists_hold_no_nested_entry_but_the_organization(found: Export) -> None:
    for one in found.organizations.values():
        assert not [value for value in listed_organization(one).values() if isinstance(value, list | dict)]
    for one in found.services.values():
        nested = {name for name, value in listed_service(one).items() if isinstance(value, list | dict)}
        assert nested <= {"organization"}
