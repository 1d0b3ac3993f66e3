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


def test_an_address_that_changes_in_a_town_is_declared_and_looks_for_no_place(talk: Conversation) -> None:
    talk.type("notre centre a déménagé à Mercier, on avise qui du nouveau siège", "ask_question")
    assert talk.answered == ["answer:changement-au-registre"]
    assert not talk.shown


@pytest.mark.parametrize(
    ("told", "door"),
    [
        ("je cherche une place en garderie pour mes jumeaux à Delson", "211"),
    ],
)
def test_a_trouble_of_ones_own_told_in_a_town_is_sent_to_those_who_know(
    talk: Conversation, told: str, door: str
) -> None:
    talk.type(told, "inform")
    assert door in talk.text
    assert not talk.shown
    assert "C'est noté" not in talk.text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("comment on bâtit un plan d'affaires", "answer:sections-du-plan-daffaires"),
        ("on peut-tu cumuler deux subventions pour le même projet", "answer:cumul-des-aides"),
    ],
)
def test_a_general_question_without_its_mark_is_answered_and_opens_no_project(
    talk: Conversation, asked: str, answer: str
) -> None:
    talk.type(asked, "ask_question")
    assert talk.answered == [answer]
    assert "C'est noté" not in talk.text


@pytest.mark.parametrize("asked", ["c'est ouvert ajd chez vous?", "je peux-tu passer mardi matin?"])
def test_whether_the_pole_is_there_is_answered_with_its_address(talk: Conversation, asked: str) -> None:
    talk.type(asked, "ask_question")
    assert talk.answered == ["answer:joindre-le-pole"]


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("il manque 1 200 $ dans notre caisse", "answer:vol-dans-la-caisse"),
        ("on a reçu un avis pour des retenues à la source impayées", "answer:retenues-et-taxes-impayees"),
    ],
)
def test_a_trouble_of_an_organization_is_answered_and_is_no_project(
    talk: Conversation, told: str, answer: str
) -> None:
    talk.type(told, "inform")
    assert talk.answered == [answer]
    assert "C'est noté" not in talk.text


def test_a_first_message_leans_on_nothing_and_asks_for_nothing_to_be_sent(talk: Conversation) -> None:
    talk.type("est-ce que le conseil peut décider ça par courriel", "ask_question")
    assert talk.answered == ["answer:resolution-sans-reunion"]


def test_a_first_question_that_names_a_town_changes_no_project(talk: Conversation) -> None:
    talk.type("y a tu un autobus qui passe à Saint-Zotique", "ask_question")
    assert "C'est noté" not in talk.text
    assert not talk.shown
