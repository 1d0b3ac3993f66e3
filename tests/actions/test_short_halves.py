"""Short messages are of the subject on the table: the forms just told, the price of it, the doors shown."""

from __future__ import annotations

import pytest

from actions.library import answer_search
from actions.texts import text
from knowledge.answers.published import card_of
from knowledge.referral.given import is_lent
from tests.actions.conversation import Conversation


@pytest.fixture
def referred(talk: Conversation) -> Conversation:
    """Somebody who was shown the doors of a project in Beauharnois."""
    talk.type("on est un OBNL à Beauharnois, on cherche du financement", "seek_funding")
    assert talk.shown
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "et pour un prêt?",
        "pis un prêt, ça se peut-tu?",
        "ok, et du côté des prêts?",
        "un prêt c'est possible?",
    ],
)
def test_who_asks_for_a_loan_after_doors_is_not_given_what_is_not_paid_back(
    referred: Conversation, said: str
) -> None:
    assert "ne se rembourse pas" not in referred.type(said, "ask_question")


def test_who_asks_for_a_loan_after_doors_is_shown_what_lends(referred: Conversation) -> None:
    referred.type("et du côté des prêts?", "ask_question")
    assert "se prête" in referred.text
    assert referred.shown
    natures = [answer_search().snapshot().resources[name] for name in referred.shown]
    assert all(is_lent(one) for one in natures)


def test_who_turns_loans_down_after_doors_is_still_heard(referred: Conversation) -> None:
    assert "ne se rembourse pas" in referred.type("pas de prêt, une subvention", "ask_question")


@pytest.mark.parametrize(
    "said",
    ["notre demande de 20 000 a été refusée", "on a demandé 30 000 l'an passé, on l'a pas eu"],
)
def test_money_that_was_refused_is_not_counted_in(referred: Conversation, said: str) -> None:
    assert "compte dans votre montage" not in referred.type(said, "ask_question")


@pytest.mark.parametrize("said", ["combien ça coûte", "c'est-tu payant?"])
def test_what_help_costs_is_not_what_funds_give(referred: Conversation, said: str) -> None:
    doors = referred.shown
    referred.type(said, "ask_question")
    assert not set(referred.shown) & set(doors)


def test_the_two_just_told_are_the_forms_and_not_two_of_a_longer_list(talk: Conversation) -> None:
    talk.type(
        "le seul dépanneur de Saint-Anicet ferme, le monde veut l'acheter ensemble. Ça se fait-tu?",
        "ask_question",
    )
    assert "OBNL" in talk.text
    assert len(talk.shown) > 2
    talk.type("c'est quoi la différence entre les deux", "ask_question")
    assert talk.answered == ["answer:coop-ou-obnl"]


def test_a_long_way_of_asking_for_simpler_words_is_heard(talk: Conversation) -> None:
    talk.type("c'est quoi une ristourne?", "ask_question")
    said = talk.type("trop compliqué, dis-moi ça comme à un enfant de 10 ans", "ask_question")
    assert "D'accord. Pour votre projet" not in said
    assert talk.answered == ["answer:ristourne"]


def test_thanks_with_a_request_for_an_address_get_the_address(talk: Conversation) -> None:
    talk.type("c'est quoi le RISQ?", "ask_question")
    talk.type("super, le contact svp", "ask_question")
    assert talk.text != text("thank")
    assert talk.answered == [card_of("organization:risq")]


def test_whether_a_person_answers_is_no_doubt_on_the_answer(talk: Conversation) -> None:
    talk.type("une caisse est-elle une coopérative comme les autres?", "ask_question")
    assert "programme" in talk.type("Êtes-vous une vraie personne?", "ask_question")


def test_what_it_costs_to_write_here_is_told(talk: Conversation) -> None:
    talk.type("une caisse est-elle une coopérative comme les autres?", "ask_question")
    assert "gratuit" in talk.type("ça coûte combien jaser avec vous?", "ask_question")


def test_a_long_message_is_no_stage_for_a_word_in_it(talk: Conversation) -> None:
    talk.type("on est un OBNL à Saint-Anicet, on cherche du financement", "seek_funding")
    talk.slots["asking"] = "stage"
    talk.type(
        "la soumission est de 85 000$. mon mari dit que c'est du vol mais y a rien de moins cher",
        "ask_question",
    )
    assert talk.slots["profile"].get("stage") is None
