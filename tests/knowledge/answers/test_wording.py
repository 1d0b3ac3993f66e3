"""An answer on what something is can be found by the name of the thing alone."""

from __future__ import annotations

import pytest

from knowledge.answers.wording import definition_phrasings


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("C'est quoi une part sociale, et combien ça coûte?", "part sociale"),
        ("Qu'est-ce qu'une coop de solidarité?", "coop de solidarité"),
        ("C'est quoi le RIC (régime d'investissement coopératif)?", "RIC"),
        ("C'est quoi l'économie sociale?", "économie sociale"),
    ],
)
def test_the_thing_itself_is_a_way_of_asking(title: str, bare: str) -> None:
    ways = definition_phrasings(title)
    assert bare in ways
    assert f"définition {bare}" in ways


@pytest.mark.parametrize(
    "title", ["Peut-on payer un bénévole?", "Combien ça coûte?", "C'est combien, une part?"]
)
def test_another_question_has_no_such_way(title: str) -> None:
    assert definition_phrasings(title) == []
