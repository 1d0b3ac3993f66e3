"""What is written after a danger was told is read as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.safety.after import EASED, FILE, NOD, OTHER, STILL, TOLD, question_in, read_after


def test_what_was_learned_is_a_small_file_of_numbers() -> None:
    assert FILE.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    ("message", "reading"),
    [
        ("on appelle qui", STILL),
        ("on appelle la police?", STILL),
        ("y rit peut-être", STILL),
        ("est-ce que j'en parle au CA", STILL),
        ("il est encore dans la maison", STILL),
        ("je vais me tuer", TOLD),
        ("où est-ce que je peux aller à soir", STILL),
        ("j'ose le dire à personne", STILL),
        ("non pas suicidaire, juste fatiguée", EASED),
        ("c'était juste une façon de parler", EASED),
        ("elle est juste fatiguée je pense", STILL),
        ("je pense qu'il niaise", STILL),
        ("ok merci", NOD),
        ("combien de fondateurs ça prend pour un OBNL?", OTHER),
        ("bon, on revient à mon plan d'affaires", OTHER),
        ("est-ce légal de le faire travailler aussi tard?", OTHER),
        ("on remplit quoi pour la CNESST?", OTHER),
    ],
)
def test_a_short_message_leans_on_the_danger_ends_it_or_leaves_it(message: str, reading: str) -> None:
    assert read_after(message).reading == reading


def test_a_question_beside_a_danger_is_told_apart_from_it() -> None:
    asked = "combien de membres ça prend pour une coop de travail?"
    assert question_in(f"j'ai pas mangé depuis hier. {asked}") == asked
    assert question_in("j'ai pas mangé depuis hier") is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert read_after(text).reading in {STILL, EASED, NOD, OTHER, TOLD}
