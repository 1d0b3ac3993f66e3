"""A short question after a card or an answer: on it when it leans on it, by itself when it is general."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("combien de fondateurs ça prend?", "answer:combien-de-fondateurs"),
        ("qui nomme les administrateurs?", "answer:sieges-cooptes"),
    ],
)
def test_a_general_question_after_a_card_is_not_about_the_card(
    talk: Conversation, asked: str, answer: str
) -> None:
    talk.type("c'est quoi INNOGEC?", "ask_question")
    assert talk.answered == ["answer:fund-innogec"]
    talk.type(asked, "ask_question")
    assert "answer:fund-innogec" not in talk.answered
    assert answer in [*talk.answered, *(talk.slots["choices"] or ())]


def test_a_general_question_after_a_card_gets_what_is_written_of_its_resource(talk: Conversation) -> None:
    for message in ("c'est quoi l'aide technique du RISQ", "combien?", "faut tu être incorporé?"):
        talk.type(message, "ask_question")
    assert talk.answered == ["answer:financement-avant-incorporation"]


@pytest.mark.parametrize("asked", ["jusqu'à quand?", "ça couvre combien?", "c'est pour qui?"])
def test_what_is_asked_of_any_fund_is_asked_of_the_card_just_given(talk: Conversation, asked: str) -> None:
    talk.type("c'est quoi INNOGEC?", "ask_question")
    talk.type(asked, "ask_question")
    assert "INNOGEC" in talk.text


@pytest.mark.parametrize(
    "before", ["c'est quoi une part sociale?", "on est une coop à Rigaud, on cherche un prêt"]
)
def test_letters_that_make_no_word_are_not_understood_whatever_came_before(
    talk: Conversation, before: str
) -> None:
    talk.type(before, "ask_question")
    assert "pas compris" in talk.type("qsdfg wxcvb", "ask_question")


def test_a_notion_that_is_not_understood_is_told_and_not_the_last_answer_again(talk: Conversation) -> None:
    talk.type("coop ou OBNL, comment choisir?", "ask_question")
    first = list(talk.answered)
    talk.type("je comprends pas c'est quoi la ristourne", "ask_question")
    assert talk.answered
    assert talk.answered != first
    assert "ristourne" in talk.text


def test_the_difference_that_it_makes_is_no_second_question(talk: Conversation) -> None:
    talk.type("OBNL ou coop, ça change quoi?", "ask_question")
    assert len(talk.answered) == 1


def test_who_gives_most_is_told_of_funds_when_only_organizations_were_shown(talk: Conversation) -> None:
    talk.type("on est une coop à Rigaud, on cherche de l'accompagnement", "ask_question")
    assert not any(name.startswith("fund:") for name in talk.shown)
    told = talk.type("c'est qui qui donne le plus d'argent?", "ask_question")
    assert talk.shown
    assert all(name.startswith("fund:") for name in talk.shown)
    assert "le plus gros montant" in told


def test_whether_it_is_paid_back_turns_no_loan_down(talk: Conversation) -> None:
    talk.type("on est un OBNL à Châteauguay, on cherche du financement", "ask_question")
    talk.type("faut-tu redonner l'argent un jour?", "ask_question")
    assert talk.slots["profile"].get("money") != "grant"


def test_the_phone_of_the_one_to_begin_with_is_asked_after_another_answer(talk: Conversation) -> None:
    talk.type("on est une coop à Rigaud, on cherche de l'accompagnement", "ask_question")
    talk.type("ça prend combien de temps, partir une coop?", "ask_question")
    talk.type("lequel est le mieux pour nous?", "ask_question")
    (best,) = talk.shown
    talk.type("c'est quoi leur numéro?", "ask_question")
    assert talk.shown == [best]


def test_money_in_the_bank_is_no_age(talk: Conversation) -> None:
    talk.type("on veut ouvrir un atelier de vélo en coop à Hudson", "ask_question")
    talk.slots["asking"] = "age"
    talk.type("on est quatre amis pis il nous reste 30 piasses chaque", "ask_question")
    assert talk.slots["profile"].get("age") is None


def test_a_trouble_that_is_told_gets_its_answer(talk: Conversation) -> None:
    talk.type("le trésorier refuse de montrer les comptes au conseil", "ask_question")
    assert talk.answered
    assert talk.slots.get("asking") is None
