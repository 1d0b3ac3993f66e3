"""What somebody who is named gives, and on what terms: neither a verdict nor what the organization is."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation

PROJECT = {
    "place_kind": "municipality",
    "place_name": "Beauharnois",
    "municipality": "70022",
    "mrc": "beauharnois-salaberry",
    "legal_form": "nonprofit",
    "stage": "growth",
}


@pytest.fixture
def known(filled: None) -> Conversation:
    """Somebody whose project is known."""
    return Conversation(profile=dict(PROJECT))


def test_the_funds_of_the_organization_tell_their_amounts_and_conditions(known: Conversation) -> None:
    known.type("la Fiducie, c'est quoi leurs conditions de prêt", "ask_question")
    assert "31,5 %" in known.text
    assert "Garantie de rang inférieur" in known.text
    assert "ne nous est pas connu" in known.text


def test_an_answer_that_was_written_on_it_is_given(known: Conversation) -> None:
    known.type("le RISQ, c'est quoi ses conditions de prêt", "ask_question")
    assert known.answered == ["answer:produits-du-risq"]


def test_an_amount_that_no_source_gives_is_said_to_be_unknown_and_whom_to_ask(known: Conversation) -> None:
    known.type("Futurpreneur, ils avancent combien?", "ask_question")
    assert "non précisé dans nos sources" in known.text
    assert "futurpreneur.ca" in known.text


def test_who_asks_whether_they_are_admitted_still_gets_the_verdict(known: Conversation) -> None:
    known.type("le RISQ, on y est-tu admissibles?", "ask_question")
    assert "Votre projet" in known.text or "votre projet" in known.text
    assert "Montant:" not in known.text


def test_what_may_be_asked_of_the_law_rather_than_of_the_list_is_a_press_away(known: Conversation) -> None:
    known.type("on cherche du financement pour agrandir notre friperie", "seek_referral")
    assert known.shown
    known.type("on est pas encore incorporés, ça marche pareil?", "ask_question")
    assert "admissible" in known.text
    known.press("Peut-on avoir du financement avant d'être incorporé?")
    assert known.answered
    assert "avant la constitution" in known.text


def test_what_is_asked_of_the_list_alone_gets_no_other_question(known: Conversation) -> None:
    known.type("on cherche du financement pour agrandir notre friperie", "seek_referral")
    known.type("y aident-tu les groupes de loisirs", "ask_question")
    assert "admissible" in known.text
    assert not [title for title in known.titles if title.endswith("?")]
