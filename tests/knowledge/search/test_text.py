"""What a story asks is told from what it tells."""

from __future__ import annotations

import pytest

from knowledge.search.text import asked_part


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
