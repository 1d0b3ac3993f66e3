"""A postal code says where a project is as far as it tells it."""

from __future__ import annotations

import pytest

from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)


@pytest.mark.parametrize("written", ["J6T 1A1", "j6t1a1", "J6T", "mon code postal est J6T-1A1"])
def test_a_code_of_one_town_is_that_town_however_it_is_written(written: str) -> None:
    found = GAZETTEER.resolve(written)
    assert found is not None
    assert found.code == "70052"


def test_a_rural_code_is_the_town_that_has_it() -> None:
    found = GAZETTEER.resolve("J0S 1K0")
    assert found is not None
    assert found.place is not None
    assert found.place.name == "Ormstown"


def test_towns_of_one_mrc_that_share_a_code_tell_the_mrc_and_leave_the_choice() -> None:
    found = GAZETTEER.resolve("J7V 8P2")
    assert found is not None
    assert found.place is None
    assert found.mrc == "vaudreuil-soulanges"
    assert "71083" in {place.code for place in found.candidates}


def test_an_area_of_two_mrcs_tells_neither() -> None:
    found = GAZETTEER.resolve("J0S")
    assert found is not None
    assert found.mrc is None
    assert {place.mrc for place in found.candidates} == {"haut-saint-laurent", "beauharnois-salaberry"}


def test_an_area_that_goes_beyond_the_territory_tells_no_mrc() -> None:
    found = GAZETTEER.resolve("J0J")
    assert found is not None
    assert found.mrc is None
    assert found.candidates[0].mrc == "jardins-de-napierville"


@pytest.mark.parametrize("written", ["H2X 1Y4", "G1R 4S9", "J4M 2B1"])
def test_a_code_of_elsewhere_is_outside(written: str) -> None:
    found = GAZETTEER.resolve(written)
    assert found is not None
    assert found.kind == "outside"


@pytest.mark.parametrize("written", ["on a la grippe H1N1", "le local B2B", "local J12", "un budget de 3J"])
def test_what_only_looks_like_a_code_is_no_place(written: str) -> None:
    assert not GAZETTEER.find(written)
