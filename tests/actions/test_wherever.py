"""What is asked in a named town is answered as it is anywhere, unless help there is looked for."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("combien de jours d'avis pour l'AGA de notre OBNL à Huntingdon", "answer:avis-coop-ou-obnl"),
        (
            "Notre OBNL déménage à Candiac: quand le déclarer au registre?",
            "answer:changement-au-registre",
        ),
        ("Peut-on payer les administrateurs de notre OBNL de Vaudreuil-Dorion?", "payer-les-administrateurs"),
    ],
)
def test_a_question_of_law_asked_in_a_town_gets_its_answer_and_no_doors(
    talk: Conversation, asked: str, answer: str
) -> None:
    talk.type(asked, "ask_question")
    assert [answer in one for one in talk.answered] == [True]
    assert not talk.shown
    assert talk.slots["profile"]["mrc"]


def test_help_looked_for_in_a_town_gets_the_doors_of_that_town(talk: Conversation) -> None:
    talk.type("qui peut nous aider à rédiger nos règlements à Beauharnois", "ask_question")
    assert "organization:mrc-bhs" in talk.shown


def test_a_statement_that_is_surely_answered_is_answered_beside_the_doors(talk: Conversation) -> None:
    talk.type("je suis trésorière d'un OBNL à Mercier, dois-je émettre des T4A aux conférenciers", "inform")
    assert talk.answered == ["answer:t4a-pour-un-contractuel"]


def test_what_is_asked_of_the_place_itself_is_not_asked_of_anywhere(talk: Conversation) -> None:
    talk.type("Saint-Isidore, c'est dans votre secteur?", "ask_question")
    assert talk.answered == ["answer:mrc-roussillon"]


@pytest.mark.parametrize(
    "told",
    [
        "je veux un logement subventionné à Valleyfield",
        "ma toilette coule et le propriétaire répond pas à Beauharnois",
        "mon auto a été remorquée à La Prairie",
    ],
)
def test_what_one_looks_for_oneself_opens_no_door_of_the_town(talk: Conversation, told: str) -> None:
    talk.type(told, "inform")
    assert not talk.shown
    assert not talk.answered
    assert "Parler à quelqu'un" in talk.titles
    assert "C'est noté" not in talk.text
