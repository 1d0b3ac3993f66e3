"""Which place a shared name means, and what is known of it."""

from __future__ import annotations

import pytest

from knowledge.territory import Gazetteer, retold


def test_beauharnois_may_be_the_town_or_the_mrc_but_its_mrc_is_known(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("Beauharnois")
    assert match is not None and match.place is None and match.code is None
    assert match.mrc == "beauharnois-salaberry"
    assert {place.kind for place in match.candidates} == {"municipality", "mrc"}


def test_the_sentence_tells_the_town_from_the_mrc(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("je reste à Beauharnois")[0].code == "70022"
    assert gazetteer.find("la ville de Beauharnois")[0].code == "70022"
    assert gazetteer.find("dans la MRC de Beauharnois")[0].code == "700"


@pytest.mark.parametrize(
    ("text", "codes", "mrc"),
    [
        ("Hemmingford", {"68010", "68015"}, "jardins-de-napierville"),
        ("Île-Perrot", {"71060", "71065"}, "vaudreuil-soulanges"),
        ("Coteau", {"71033", "71040"}, "vaudreuil-soulanges"),
    ],
)
def test_an_ambiguous_name_gives_the_choice_and_the_shared_mrc(
    gazetteer: Gazetteer, text: str, codes: set[str], mrc: str
) -> None:
    match = gazetteer.resolve(text)
    assert match is not None and match.place is None and match.mrc == mrc
    assert {place.code for place in match.candidates} == codes


def test_a_short_name_with_a_default_means_the_default(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("reste à Vaudreuil")[0]
    assert (found.code, found.mrc) == ("71083", "vaudreuil-soulanges")
    assert gazetteer.find("à Vaudreuil-sur-le-Lac")[0].code == "71090"


def test_a_place_between_commas_needs_no_preposition(gazetteer: Gazetteer) -> None:
    assert [m.code for m in gazetteer.find("hudson, 28 ans, une idée")] == ["71100"]


def test_a_shared_name_is_ours_unless_another_region_is_named(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("à Saint-Isidore")[0].code == "67040"
    far = gazetteer.find("à Saint-Isidore en Beauce")[0]
    assert far.kind == "outside" and far.code == "26063" and far.mrc is None


@pytest.mark.parametrize(
    ("text", "code"), [("Kahnawake", "67802"), ("à Akwesasne", "69802"), ("kanawake", "67802")]
)
def test_a_mohawk_community_is_named_as_such_and_is_in_no_mrc(
    gazetteer: Gazetteer, text: str, code: str
) -> None:
    match = gazetteer.find(text)[0]
    assert (match.code, match.kind, match.mrc) == (code, "reserve", None)


@pytest.mark.parametrize(
    ("text", "refer_to"),
    [
        ("Longueuil", "organization:pole-longueuil"),
        ("à brossard", "organization:pole-longueuil"),
        ("St-Bruno", "organization:pole-longueuil"),
        ("Saint-Lambert", "organization:pole-longueuil"),
        ("Granby", "organization:pecem"),
        ("st-jean sur richelieu", "organization:pecem"),
        ("Saint-Jean", "organization:pecem"),
        ("Lacolle", "organization:pecem"),
        ("Montréal", None),
        ("Rimouski", None),
    ],
)
def test_a_place_elsewhere_comes_with_its_pole_where_the_facts_know_it(
    gazetteer: Gazetteer, text: str, refer_to: str | None
) -> None:
    match = gazetteer.resolve(text)
    assert match is not None and match.kind == "outside" and match.mrc is None
    assert match.place is not None and match.place.refer_to == refer_to


@pytest.mark.parametrize("text", ["je suis en Estrie", "en Gaspésie", "MRC de Rouville", "mtl", "à Cornwall"])
def test_a_region_or_a_known_name_elsewhere_is_outside(gazetteer: Gazetteer, text: str) -> None:
    match = gazetteer.resolve(text)
    assert match is not None and match.kind == "outside"


def test_lacolle_is_outside_but_saint_bernard_de_lacolle_is_ours(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("à Lacolle")[0].kind == "outside"
    assert gazetteer.find("à St-Bernard-de-Lacolle")[0].code == "68005"


def test_every_mrc_has_its_doors(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.mrcs()) == 5
    for mrc in gazetteer.mrcs():
        assert mrc.mrc is not None
        doors = gazetteer.doors(mrc.mrc)
        assert doors is not None and doors.economic and doors.community
        assert "organization:pole-vhsl" in doors.complements
    assert gazetteer.doors("nowhere") is None


def test_a_code_gives_its_place_wherever_it_is(gazetteer: Gazetteer) -> None:
    town, mrc, far = (gazetteer.by_code(code) for code in ("70052", "700", "66023"))
    assert town is not None and town.mrc == "beauharnois-salaberry" and town.region == "Montérégie"
    assert mrc is not None and mrc.kind == "mrc"
    assert far is not None and far.kind == "outside"
    assert gazetteer.by_code("99999999") is None


def test_a_text_is_told_with_other_words_for_its_places(gazetteer: Gazetteer) -> None:
    text = "de Rigaud à Mercier, en passant par Rigaud"
    assert retold(text, gazetteer.find(text), lambda _: "…") == "de … à …, en passant par …"
    assert retold(text, gazetteer.find(text), lambda place: place.text) == text
