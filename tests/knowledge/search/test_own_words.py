"""A Pôle's own spellings and synonyms, read in any text."""

from __future__ import annotations

import pytest

from knowledge.search.own_words import OwnWords, own_words

WORDS = {
    "spellings": {"PRVSL": "popote roulante", "l'orme": "Ormstown"},
    "synonyms": [["popote roulante", "cantine de Gaston", "Gaston"], ["gym", "salle d'entraînement"]],
}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("c'est quoi la PRVSL?", "c'est quoi la popote roulante?"),
        ("Prvsl, svp", "popote roulante, svp"),
        ("la cantine-de-Gaston pis les gyms", "la popote roulante pis les gyms"),
        ("des salles d’entrainement", "des gym"),
        ("une place à l’Orme", "une place à Ormstown"),
        ("gastonnerie, cantine. De Gaston", "gastonnerie, cantine. De popote roulante"),
        ("rien de cela", "rien de cela"),
        ("", ""),
    ],
)
def test_what_is_written_here_is_read_as_the_answers_say_it(typed: str, read: str) -> None:
    assert own_words(WORDS).read(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("une popote", "une popote roulante"),
        ("une popote roulante", "une popote roulante"),
        ("la roulante", "la popote roulante"),
        ("popote, popote roulante", "popote roulante, popote roulante"),
    ],
)
def test_what_is_read_may_hold_what_is_written_and_is_read_once(typed: str, read: str) -> None:
    own = own_words({"spellings": {"popote": "popote roulante", "roulante": "popote roulante"}})
    assert own.read(typed) == read
    assert own.read(own.read(typed)) == read


def test_a_pole_without_words_of_its_own_reads_everything_as_it_stands() -> None:
    assert OwnWords().read("La PRVSL, ça  mange quoi?") == "La PRVSL, ça  mange quoi?"
    assert own_words({"places": {}}).meant == {}
