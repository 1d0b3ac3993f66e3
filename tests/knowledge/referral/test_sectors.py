"""What a project does is read in the person's own words."""

from __future__ import annotations

import pytest

from knowledge.referral.extraction import SURE, extract
from knowledge.referral.sectors import common_sectors, named_sector, sectors_of
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer
from knowledge.vocabulary import SECTOR_NAMES

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)


@pytest.mark.parametrize(
    "told",
    [
        "le proprio ferme dans 3 mois",
        "qu'arrive-t-il si notre organisme ferme?",
        "on est au bout, la coop ferme",
        "mon boss ferme dans deux mois, on veut reprendre la business",
    ],
)
def test_closing_is_no_farm(told: str) -> None:
    assert named_sector(told) is None
    assert "ferme" not in (extract(told, GAZETTEER, guess=SURE).profile.sector or "")


@pytest.mark.parametrize(
    "told",
    [
        "l'argent du voyage a disparu de la caisse",
        "le trésorier est parti en voyage avec la caisse",
        "on est quatre locataires qui se font mettre dehors",
        "le commerce du coin ferme ses portes",
    ],
)
def test_a_word_said_by_the_way_is_the_sector_of_nothing(told: str) -> None:
    assert extract(told, GAZETTEER, guess=SURE).profile.sector is None


@pytest.mark.parametrize(
    "told",
    [
        "un café",
        "on change pour un café",
        "on veut partir un café",
        "coop de voyage à Sorel-Tracy",
        "la ressourcerie du quartier cherche des bras pour trier",
        "transport bénévole pour aînés, il nous manque des chauffeurs",
    ],
)
def test_a_word_that_stands_where_a_project_is_named_is_its_sector(told: str) -> None:
    assert extract(told, GAZETTEER, guess=SURE).profile.sector


@pytest.mark.parametrize(
    "told", ["on a une ferme à Havelock", "reprendre la ferme", "notre ferme", "2 fermes"]
)
def test_a_farm_is_one(told: str) -> None:
    assert (named_sector(told) or "").startswith("ferme")


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("OBNL de Huntingdon, 30 logements pour aînés à bâtir, on cherche du financement", "housing"),
        ("On veut bâtir 20 logements étudiants à Valleyfield en coop", "housing"),
        ("Un organisme de Mercier qui donne des cours de natation aux personnes handicapées", "leisure"),
    ],
)
def test_what_is_done_names_the_project_not_the_people_it_is_done_for(text: str, sector: str) -> None:
    named = extract(text, GAZETTEER, guess=SURE).profile.sector
    assert named is not None and sector in sectors_of(named)


def test_each_sector_has_a_name_that_people_read() -> None:
    assert set(SECTOR_NAMES) == set(common_sectors())


@pytest.mark.parametrize("told", ["ferme florale, 3 amies", "Amos. ferme collective en coop"])
def test_a_farm_that_begins_a_clause_and_tells_its_kind_is_a_farm(told: str) -> None:
    assert (named_sector(told) or "").startswith("ferme")
