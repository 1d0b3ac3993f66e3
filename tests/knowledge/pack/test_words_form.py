"""What a pack's own words must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.pack.files import Pack
from knowledge.pack.validation import CHECKS
from knowledge.pack.words_form import check_words, words_faults
from tests import prepared

GOOD = {
    "places": {"not_places": ["fleuve vert"]},
    "spellings": {"prvsl": "popote"},
    "synonyms": [["gym", "gymnase"]],
}


def test_sound_words_have_no_fault_and_a_pack_needs_none() -> None:
    assert words_faults(GOOD, ["la popote", "c'est quoi une popote"]) == []
    assert words_faults({}) == words_faults({"places": None}) == check_words(Pack()) == []
    assert check_words in CHECKS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"spelings": {}}, "champ inconnu"),
        ({"spellings": ["prvsl"]}, "des champs sont attendus"),
        ({"synonyms": [["seul"]]}, "au moins deux mots"),
        ({"places": {"not_place": []}}, "pas une liste de mots connue"),
        ({"sectors": {"foods": ["miche"]}}, "n'est pas un secteur"),
        ({"sectors": {"food": ["de la"]}}, "mot de tous les jours"),
        ({"spellings": {"de la": "popote"}}, "mot de tous les jours"),
        ({"spellings": {"popotes": "popote"}}, "déjà lu ainsi"),
        ({"spellings": {"a1": "b1", "b1": "c1"}}, "se lit lui-même autrement"),
        ({"spellings": {"un deux trois quatre cinq six sept": "b"}}, "6 mots au plus"),
        ({"spellings": {"prvsl": "popote"}, "synonyms": [["soupe", "PRVSL"]]}, "deux fois"),
        ({"synonyms": [["gastonnerie", "popote"]]}, "c'est «gastonnerie» qui devrait se lire «popote»"),
    ],
)
def test_words_that_would_be_read_wrongly_are_named_in_french(words: dict[str, object], said: str) -> None:
    faults = words_faults(words, ["la popote", "popote roulante"])
    assert faults and said in str(faults[0]), faults


def test_the_command_that_checks_a_pack_names_them(tmp_path: Path) -> None:
    folder = prepared.small_pack(tmp_path / "pack")
    (folder / "words.yaml").write_text("spellings: {le: coop}\n", encoding="utf-8")
    assert "mot de tous les jours" in str(check_words(Pack(folder=folder)))
