"""A door written in a few lines stands with those described at length; a slip in it is named in French."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from benchmarks.ideals import doors_of
from knowledge.opendata.hsds import export
from knowledge.pack.faults import french_message
from knowledge.pack.files import Pack, read_pack
from knowledge.pack.founding import found_pole
from knowledge.records import FundRecord, OrganizationRecord
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.extraction import extract
from knowledge.referral.profile import Profile
from knowledge.territory import Gazetteer
from knowledge.territory.area import area_in

GRANT: dict[str, Any] = {
    "id": "bourse-du-pole",
    "name": "Bourse du Pôle",
    "nature": "subvention",
    "organization": "pole-mauricie",
    "amount_max": 20000,
    "status": "active",
    "confidence": "high",
    "review_by": "2027-06",
    "sources": [{"title": "Pôle, la bourse", "as_of": "2026-05"}],
    "eligibility": {
        "level": "region",
        "needs": ["funding"],
        "legal_forms": {"yes": ["cooperative", "nonprofit"]},
    },
}


TODAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("poles") / "mauricie"
    found_pole(folder, "Mauricie", "Pôle d'essai")
    (folder / "funds.yaml").write_text(yaml.safe_dump({"funds": [GRANT]}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pack(folder: Path) -> Pack:
    return read_pack(folder)


@pytest.fixture(scope="module")
def doors(pack: Pack) -> Catalogue:
    return Catalogue(pack.resources, doors_of(pack), TODAY)


@pytest.fixture(scope="module")
def gazetteer(folder: Path) -> Gazetteer:
    return Gazetteer.from_content(folder)


def first(doors: Catalogue, how_many: int, **profile: Any) -> list[str]:
    found = doors.find(Profile(mrc="shawinigan", place_kind="municipality", **profile))
    return [match.identifier for match in found[:how_many]]


def test_the_pole_s_own_grant_is_among_the_first_doors_for_money(doors: Catalogue) -> None:
    assert "fund:bourse-du-pole" in first(doors, 2, need=("funding",), legal_form="cooperative", age=24)


def test_the_desk_of_the_city_and_the_pole_are_among_the_first_doors_for_advice(doors: Catalogue) -> None:
    assert {"organization:shawinigan", "organization:pole-mauricie"} <= set(
        first(doors, 3, need=("support",))
    )


@pytest.mark.parametrize(
    ("nature", "role"), [("bourse", "grant"), ("Subvention", "grant"), ("prêt", "money")]
)
def test_what_is_not_paid_back_is_a_grant(nature: str, role: str) -> None:
    assert FundRecord.model_validate({**GRANT, "nature": nature}).role == role


def test_what_is_written_stays_as_it_is() -> None:
    given = {**GRANT, "role": "tool", "ladder": {"idea": 3}, "judged": ["summary"]}
    record = FundRecord.model_validate(given)
    assert (record.role, record.ladder) == ("tool", {"idea": 3})
    assert record.judged == ["summary", "unknown_is_typical"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("eligibility", {"level": "region", "legal_forms": ["cooperative"]}, "des champs sont attendus ici"),
        ("eligibility", "partout", "des champs sont attendus ici"),
        ("amount_max", "beaucoup", "un nombre entier est attendu"),
        ("amount_max", -5, "un nombre d'au moins 0 est attendu"),
        ("refer", "peut-être", "oui ou non"),
        ("ladder", {"idea": 9}, "un nombre d'au plus 3 est attendu"),
        ("sources", [], "il en faut au moins 1"),
        ("status", "ouvert", "n'est pas une valeur permise"),
    ],
)
def test_a_slip_is_named_in_french(field: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FundRecord.model_validate({**GRANT, field: value})
    assert any(said in french_message(detail) for detail in refused.value.errors())


def test_a_door_described_at_length_is_left_alone() -> None:
    record = OrganizationRecord.model_validate(
        {
            "id": "porte",
            "name": "Porte",
            "kind": "organisme",
            "status": "active",
            "confidence": "high",
            "review_by": "2027-06",
            "sources": [{"title": "Page"}],
            "eligibility": {"territory": {"level": "province"}, "needs": ["support"]},
        }
    )
    assert (record.role, record.ladder, record.judged) == (None, {}, [])


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        ("on est en Mauricie", True),
        ("une coop à La Tuque", True),
        ("à Saint-Étienne", True),
        ("on est à Longueuil", False),
        ("à Candiac", False),
    ],
)
def test_a_fund_of_the_region_is_for_the_region_of_the_pole(
    doors: Catalogue, gazetteer: Gazetteer, told: str, fits: bool
) -> None:
    profile = extract(told, gazetteer).profile
    assert profile.place_kind or profile.region
    (match,) = doors.of(profile, ["fund:bourse-du-pole"])
    assert (match.verdict != "no") is fits, match.reasons
    assert any("ffert en Mauricie." in reason.text for reason in match.reasons)


def test_the_open_data_of_a_pole_say_its_own_region(pack: Pack) -> None:
    services = export(pack.resources, area_in(pack.territory), TODAY).services.values()
    (grant,) = (one for one in services if one["name"] == GRANT["name"])
    assert [area["name"] for area in grant["service_areas"]] == ["Mauricie"]
    assert "Montérégie" not in str(list(services))
