"""A person sees what was understood of their text, what is only guessed, and which words told nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.referral.description import TO_CONFIRM, describe, understood, unused_words
from knowledge.referral.extraction import Extraction, extract
from knowledge.referral.profile import Profile
from tests.invented_pack import BOREAL, places

GAZETTEER = places(BOREAL)
TEXT = "On veut ouvrir une coop de vélos à Anse-Verte, il nous faut 20 000 $ et des trampolines orange"


def test_the_words_that_told_something_are_not_among_the_unused() -> None:
    unused = unused_words(TEXT, extract(TEXT, GAZETTEER).profile, GAZETTEER)
    assert {"trampolines", "orange"} <= set(unused)
    assert not {"coop", "vélos", "Anse-Verte", "20", "000"} & set(unused)


def test_an_amount_that_was_not_understood_stays_among_the_unused() -> None:
    assert "20" in unused_words(TEXT, Profile(), GAZETTEER)


def test_what_is_guessed_is_to_be_confirmed_and_the_rest_is_not() -> None:
    said = extract(TEXT, GAZETTEER)
    guessed = Extraction(replace(said.profile, project_kind="market"), guessed=frozenset({"project_kind"}))
    rows = {row["label"]: row["value"] for row in understood(TEXT, guessed, GAZETTEER, {}).rows}
    assert TO_CONFIRM in rows["Nature du projet"]
    assert not any(TO_CONFIRM in value for label, value in rows.items() if label != "Nature du projet")


def test_all_that_is_known_is_shown() -> None:
    said = extract(TEXT, GAZETTEER)
    assert understood(TEXT, said, GAZETTEER, {}).rows == describe(said.profile, {})


@settings(deadline=None)
@given(st.text(max_size=120))
def test_unused_words_are_words_of_the_text(text: str) -> None:
    unused = unused_words(text, extract(text, GAZETTEER).profile, GAZETTEER)
    assert all(word in text for word in unused)
    assert len(set(unused)) <= len(text.split())
