"""A Pôle founded by one command: its folder validates, whatever the region."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.pack.advice import to_fill, warnings
from knowledge.pack.files import read_pack
from knowledge.pack.founding import FoundingError, found_pole
from knowledge.pack.layers import mapping
from knowledge.pack.validation import validate
from knowledge.territory import Gazetteer
from knowledge.territory.area import area_in
from knowledge.territory.regions import regions


@pytest.mark.parametrize("region", list(regions()))
def test_every_region_gets_a_folder_that_validates(tmp_path: Path, region: str) -> None:
    folder = tmp_path / "un-pole"
    assert found_pole(folder, region, "Pôle d'essai") > 0
    assert [str(fault) for fault in validate(read_pack(folder))] == []


def test_whoever_changes_one_door_of_a_new_folder_changes_no_other(tmp_path: Path) -> None:
    found_pole(tmp_path / "un-pole", "Laval", "Pôle d'essai")
    for path in (tmp_path / "un-pole").rglob("*.yaml"):
        tokens = list(yaml.scan(path.read_text(encoding="utf-8")))
        assert tokens and not any(isinstance(one, yaml.AliasToken) for one in tokens), path.name


def test_a_folder_that_exists_is_never_written_over(tmp_path: Path) -> None:
    found_pole(tmp_path / "un-pole", "Laval", "Pôle d'essai")
    with pytest.raises(FoundingError, match="existe déjà"):
        found_pole(tmp_path / "un-pole", "Laval", "Pôle d'essai")


@pytest.mark.parametrize(
    ("name", "region", "said"),
    [("Pôle", "Laval", "minuscules"), ("un-pole", "Atlantide", "Région inconnue: «Atlantide»")],
)
def test_what_cannot_be_founded_is_said_in_french(tmp_path: Path, name: str, region: str, said: str) -> None:
    with pytest.raises(FoundingError, match=said):
        found_pole(tmp_path / name, region, "Pôle d'essai")


@pytest.fixture(scope="module")
def mauricie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("poles") / "mauricie"
    found_pole(folder, "Mauricie", "Pôle d'économie sociale de la Mauricie")
    territory = yaml.safe_load((folder / "territory.yaml").read_text(encoding="utf-8"))
    for mrc in territory["mrc"]:
        for town in mrc["municipalities"]:
            if town["name"] == "Shawinigan":
                town["aliases"] = ["Shawi", {"name": "Grand-Mère", "as": "common"}]
            if town["name"] == "La Tuque":
                town["aliases"] = [{"name": "Parent", "as": "common"}]
    text = yaml.safe_dump(territory, allow_unicode=True, sort_keys=False)
    (folder / "territory.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def gazetteer(mauricie: Path) -> Gazetteer:
    return Gazetteer.from_content(mauricie)


def test_towns_with_the_powers_of_an_mrc_are_said_as_people_say_them(mauricie: Path) -> None:
    area = area_in(read_pack(mauricie).territory)
    said = set(area.inside_each.values())
    assert {"à Shawinigan", "à Trois-Rivières", "dans l'agglomération de La Tuque"} <= said
    assert "dans la MRC des Chenaux" in said
    assert area.in_region == "en Mauricie"


@pytest.mark.parametrize("text", ["on est en Mauricie", "partout en Mauricie"])
def test_the_home_region_is_inside(gazetteer: Gazetteer, text: str) -> None:
    (found,) = gazetteer.find(text)
    assert found.kind == "region"


def test_the_first_pole_s_region_is_elsewhere(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.find("on est en Montérégie")
    assert found.kind == "outside"


@pytest.mark.parametrize(
    "text",
    [
        "coop de parents pour une garderie",
        "ma grand-mère veut partir une coop",
        "je suis parent de deux enfants",
    ],
)
def test_an_alias_that_is_a_word_stays_a_word(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("on est à Saint-Étienne", "Saint-Étienne-des-Grès"),
        ("on est à St-Édouard", "Saint-Édouard-de-Maskinongé"),
        ("notre coop est à saint-luc", "Saint-Luc-de-Vincennes"),
        ("un projet à la Pérade", "Sainte-Anne-de-la-Pérade"),
        ("je reste à Grand-Mère", "Shawinigan"),
    ],
)
def test_a_short_name_is_that_of_our_own_town(gazetteer: Gazetteer, text: str, name: str) -> None:
    (found,) = gazetteer.find(text)
    assert found.place is not None and found.place.name == name


def test_a_town_elsewhere_that_is_also_an_mrc_asks_nothing(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.find("on est à Bécancour")
    assert found.place is not None and found.place.kind == "outside"


def test_what_is_still_to_fill_is_listed(mauricie: Path) -> None:
    pack = read_pack(mauricie)
    listed = " ".join(to_fill(pack))
    assert "sans téléphone" in listed and "à vérifier" in listed and "contacts.yaml" in listed
    assert all(warning.file for warning in warnings(pack))


def test_a_desk_is_not_named_as_its_place(mauricie: Path) -> None:
    """«Est-ce que Shawinigan est sur votre territoire?» is about the place: a desk of that name took it."""
    names = {one.name for one in read_pack(mauricie).resources.values()}
    places = {mrc["name"] for mrc in read_pack(mauricie).territory["mrc"]}
    assert len(places) > 4
    assert not names & places


def test_nothing_that_is_not_known_stands_for_itself_in_a_new_pack(mauricie: Path) -> None:
    site = mapping(mauricie, "site.yaml")
    assert not [value for value in site.values() if "compléter" in str(value)]
    assert site["address"] is None
    assert "l'adresse du Pôle" in " ".join(to_fill(read_pack(mauricie)))


def test_what_a_pole_says_in_place_of_the_machine_is_told_to_be_shown_to_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "un-pole"
    found_pole(folder, "Laval", "Pôle d'essai")
    assert not any(one.entry == "privacy" for one in warnings(read_pack(folder)))
    site = yaml.safe_load((folder / "site.yaml").read_text(encoding="utf-8"))
    site["privacy"] = ["Rien n'est gardé."]
    (folder / "site.yaml").write_text(yaml.safe_dump(site, allow_unicode=True), encoding="utf-8")
    pack = read_pack(folder)
    assert validate(pack) == [] and any(one.entry == "privacy" for one in warnings(pack))
    wrong = {**site, "privacy_own": ["Gardé dix ans."], "slots": {"A B": "x"}}
    (folder / "site.yaml").write_text(yaml.safe_dump(wrong, allow_unicode=True), encoding="utf-8")
    assert {one.entry for one in validate(read_pack(folder))} == {"privacy_own", "slots"}
