"""When the Pôle is open is asked of it, not of a shop nor of another organization."""

from __future__ import annotations

import pytest

from knowledge.search.service import AnswerSearch

ANSWER = "answer:joindre-le-pole"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@pytest.mark.parametrize("asked", ["êtes-vous ouverts le {}?", "êtes-vous ouvert le {}", "ouvrez-vous le {}"])
def test_whether_the_pole_is_open_is_answered_on_each_day_of_the_week(
    search: AnswerSearch, asked: str
) -> None:
    for day in DAYS:
        found = search.search(asked.format(day))
        assert (found.decision, found.hits[0].answer.identifier) == ("answer", ANSWER), day


@pytest.mark.parametrize(
    "asked",
    [
        *("es-tu ouvert demain", "es-tu ouvert ce soir", "vous fermez à quelle heure"),
        *("vous ouvrez à quelle heure", "est-ce que le bureau du Pôle est ouvert dimanche"),
    ],
)
def test_the_hours_of_the_pole_are_found_as_people_ask_for_them(search: AnswerSearch, asked: str) -> None:
    found = search.search(asked)
    assert (found.decision, found.hits[0].answer.identifier) == ("answer", ANSWER)


@pytest.mark.parametrize(
    "asked",
    [
        *("la caisse est-elle ouverte le dimanche", "la bibliothèque est-elle ouverte demain"),
        *("la CDC est-elle ouverte vendredi", "la pharmacie ferme à quelle heure"),
    ],
)
def test_the_hours_of_somebody_else_are_not_those_of_the_pole(search: AnswerSearch, asked: str) -> None:
    found = search.search(asked)
    assert found.decision != "answer" or found.hits[0].answer.identifier != ANSWER
