"""A question typed in a hurry is read as it was meant, by the words of the base and those around it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.context import Speller
from knowledge.search.memory import Memory

BASE = (
    "qu'est-ce qu'une part sociale d'une cooperative",
    "combien coute une part sociale, et par qui est-elle payee",
    "une subvention du risq ou de la sadc pour l'economie sociale",
    "le financement de femmessor, c'est quoi",
    "vos bureaux sont ou, et son adresse",
    "ca coute combien, ca prend quoi",
)


def learnt(texts: Sequence[str], names: Sequence[str]) -> Speller:
    memory = Memory()
    return Speller(memory.spelled.total(texts), memory.pairs.total(texts), names)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return learnt(BASE * 3, ["RISQ", "SADC", "Femmessor"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("leconomie sociale", "l'economie sociale"),
        ("une subvantion", "une subvention"),
        ("la sacd", "la sadc"),
        ("le risc", "le risq"),
        ("femesor", "femmessor"),
        ("le finance ment", "le financement"),
        ("cacoute combien?", "ca coute combien?"),
        ("une cooprative", "une cooperative"),
    ],
)
def test_a_word_nobody_writes_becomes_the_known_one_it_looks_or_sounds_like(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.corrected(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c'est quoi une par sociale", "c'est quoi une part sociale"),
        ("payee par qui", "payee par qui"),
        ("vos bureaux son ou", "vos bureaux sont ou"),
        ("sa coute combien", "ca coute combien"),
    ],
)
def test_a_word_written_for_another_is_told_by_the_words_around_it(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.corrected(typed) == meant


@pytest.mark.parametrize("typed", ["c'est quoi le ciec", "la sadn"])
def test_an_acronym_that_nobody_knows_is_not_a_known_one_with_a_mistake(typed: str) -> None:
    speller = learnt(BASE * 3, ["RISQ", "SADC", "Programme d'immobilisation (PIEC)", "BIEC"])
    assert speller.corrected(typed) == typed


@pytest.mark.parametrize("text", ["un zeppelin", "la mairesse a un verger", "on demenage a mercier", ""])
def test_correct_french_and_what_resembles_nothing_stay_as_typed(speller: Speller, text: str) -> None:
    assert speller.corrected(text) == text


@given(st.text(alphabet="abcdeilnorstu '?.,12-", max_size=80))
def test_figures_and_punctuation_are_never_lost(text: str) -> None:
    corrected = learnt(BASE, ["RISQ"]).corrected(text)
    assert [sign for sign in corrected if sign in "?.,12-"] == [sign for sign in text if sign in "?.,12-"]
