"""A person writes the name of a place and is understood."""

from __future__ import annotations

import pytest

from knowledge.territory import Gazetteer, PlaceMatch
from tests.knowledge.territory.spellings import Town, one_typo, spelled, towns

SPELLED = list(spelled())
TYPED = [(one_typo(town.name, seed), town) for town in towns() for seed in (1, 2)]


def means(match: PlaceMatch | None, town: Town) -> bool:
    """The town itself, or a choice that holds it among places of its MRC."""
    if match is None or match.mrc != town.mrc:
        return False
    return town.code in {place.code for place in match.candidates}


@pytest.mark.parametrize(("text", "town"), SPELLED, ids=[text for text, _ in SPELLED])
def test_a_municipality_is_understood_without_accents_hyphens_or_long_saints(
    gazetteer: Gazetteer, text: str, town: Town
) -> None:
    assert means(gazetteer.resolve(text), town)
    found = gazetteer.find(text)
    assert len(found) == 1 and means(found[0], town)


@pytest.mark.parametrize(("text", "town"), SPELLED, ids=[text for text, _ in SPELLED])
@pytest.mark.parametrize("frame", ["j'habite à {}, pis j'ai une idée", "notre projet est dans le coin de {}"])
def test_a_municipality_is_found_inside_a_sentence(
    gazetteer: Gazetteer, frame: str, text: str, town: Town
) -> None:
    found = gazetteer.find(frame.format(text))
    assert len(found) == 1 and means(found[0], town)


@pytest.mark.parametrize("town", towns(), ids=lambda town: town.code)
def test_every_alias_of_the_content_folder_leads_to_its_mrc(gazetteer: Gazetteer, town: Town) -> None:
    for alias in town.aliases:
        if "(" not in alias:
            match = gazetteer.resolve(alias)
            assert match is not None and match.mrc == town.mrc, alias


def test_one_typo_in_a_name_is_forgiven_nearly_always(gazetteer: Gazetteer) -> None:
    missed = [text for text, town in TYPED if not means(gazetteer.resolve(text), town)]
    assert len(missed) <= 0.03 * len(TYPED), missed


def test_one_typo_never_gives_another_town_of_the_territory(gazetteer: Gazetteer) -> None:
    for text, town in TYPED:
        match = gazetteer.resolve(text)
        assert match is None or match.mrc in (town.mrc, None), text


@pytest.mark.parametrize("town", towns(), ids=lambda town: town.code)
def test_the_official_code_is_a_name_too(gazetteer: Gazetteer, town: Town) -> None:
    match = gazetteer.resolve(town.code)
    assert match is not None and match.code == town.code and match.mrc == town.mrc


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Valleyfield", "70052"),
        ("valley field", "70052"),
        ("st-zo", "71025"),
        ("stzotique", "71025"),
        ("laprairie", "67015"),
        ("ndip", "71065"),
        ("N.-D.-de-l'Île-Perrot", "71065"),
        ("N-D de l'ile perrot", "71065"),
        ("St. Rémi", "68055"),
        ("Ste. Barbe", "69065"),
        ("Kahnawà:ke", "67802"),
        ("Akwesasne", "69802"),
        ("chatogay", "67050"),
        ("vaudreil-dorrion", "71083"),
        ("pointe des cascade", "71055"),
        ("sainte constant", "67035"),
        ("les cedre", "71050"),
        ("canton de Hemmingford", "68015"),
        ("Hemmingford village", "68010"),
        ("L'Île-Perrot", "71060"),
        ("on est des Campivallensiens", "70052"),
    ],
)
def test_nicknames_and_everyday_spellings_are_understood(gazetteer: Gazetteer, text: str, code: str) -> None:
    match = gazetteer.resolve(text)
    assert match is not None and match.code == code


@pytest.mark.parametrize(
    ("text", "mrc"),
    [
        ("MRC de Vaudreuil-Soulanges", "vaudreuil-soulanges"),
        ("mrc vs", "vaudreuil-soulanges"),
        ("dans Soulanges", "vaudreuil-soulanges"),
        ("mrc de vaudreuil", "vaudreuil-soulanges"),
        ("BHS", "beauharnois-salaberry"),
        ("la MRC de Beauharnois", "beauharnois-salaberry"),
        ("haut st laurent", "haut-saint-laurent"),
        ("le Haut-Saint-Laurent", "haut-saint-laurent"),
        ("les jardins de napierville", "jardins-de-napierville"),
        ("MRC de Napierville", "jardins-de-napierville"),
        ("jardins-de-napierville", "jardins-de-napierville"),
        ("rousillon", "roussillon"),
        ("690", "haut-saint-laurent"),
    ],
)
def test_an_mrc_is_understood_by_its_name_its_id_or_its_initials(
    gazetteer: Gazetteer, text: str, mrc: str
) -> None:
    match = gazetteer.resolve(text)
    assert match is not None and match.kind == "mrc" and match.mrc == mrc


@pytest.mark.parametrize("text", ["je sais pas", "merci", "aucune idée", "", "   ", "saint", "ville", "123"])
def test_a_reply_that_names_no_place_gives_none(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.resolve(text) is None
