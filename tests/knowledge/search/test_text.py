"""What a story asks is told from what it tells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.text import asked_part, fold, sentences


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        (
            "On est trois. On veut partir une coop. Ça coûte combien par personne?",
            "Ça coûte combien par personne?",
        ),
        (
            "Est-ce qu'on peut embaucher un membre? On est un OBNL de Mercier.",
            "Est-ce qu'on peut embaucher un membre?",
        ),
        (
            "On est un OBNL. On voudrait savoir comment devenir une coop",
            "On voudrait savoir comment devenir une coop",
        ),
        ("On est un OBNL de Mercier. C'est possible?", None),
        ("c'est quoi une coop de travail?", None),
        ("", None),
    ],
)
def test_the_question_of_a_story_is_found(story: str, asked: str | None) -> None:
    assert asked_part(story) == asked


def test_a_story_is_read_sentence_by_sentence_without_its_bare_words() -> None:
    story = "On ferme le club en juin. Oui. Qui garde l'argent?"
    assert sentences(story) == ["On ferme le club en juin.", "Qui garde l'argent?"]
    assert sentences("Qui garde l'argent du club?") == []


def test_what_is_asked_comes_after_who_asks() -> None:
    assert asked_part("on est une coop de solidarité, notre AGA faut la faire avant quand?") == (
        "notre AGA faut la faire avant quand?"
    )
    assert asked_part("on est deux, c'est correct?") is None, "too short to stand alone"


@given(st.text(st.characters(exclude_characters="’ʼ`´œŒæ")))
def test_a_folded_text_loses_what_combines_with_a_letter_and_nothing_else(text: str) -> None:
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in apart if not unicodedata.combining(char))
    assert fold(text) == " ".join(kept.lower().split())
