"""«Recommencer», «efface ma demande»: what goes, what stays and is named."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import ContactRequest, SharedPage
from knowledge.resources.store import save
from tests.actions.conversation import Conversation
from tests.knowledge.test_roadmap import fund

PROFILE = {"place_kind": "mrc", "mrc": "roussillon", "place_name": "Roussillon", "stage": "takeover"}


@pytest.fixture
def talk(base: sessionmaker[Session]) -> Conversation:
    """Somebody who sent a request to the team and has a roadmap."""
    with base() as session, session.begin():
        save(session, fund("a", stage="takeover"), author="essai", action="create")
    talk = Conversation(profile=PROFILE)
    talk.type("fais-moi ma feuille de route", "roadmap")
    talk.type("je veux parler à quelqu'un", "talk_to_person")
    talk.press("J'accepte")
    talk.type("450 555-0123", "inform")
    talk.press("Rien à ajouter")
    talk.press("Envoyer")
    return talk


def rows(base: sessionmaker[Session]) -> tuple[int, int]:
    with base() as session:
        requests = session.scalars(select(ContactRequest)).all()
        return len(requests), len(session.scalars(select(SharedPage)).all())


def test_starting_over_erases_the_conversation_and_says_what_stays(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    said = talk.type("recommencer", "start_over")
    assert talk.last[0]["erase"] is True
    assert talk.slots == {}
    assert re.search(r"VHSL-\w{6}", said)
    assert "feuille de route" in said
    assert rows(base) == (1, 1)


def test_what_stayed_goes_at_the_press_of_the_button(talk: Conversation, base: sessionmaker[Session]) -> None:
    talk.type("recommencer", "start_over")
    talk.press("Effacer cela aussi")  # in a new conversation, which remembers nothing
    assert "sont effacé" in talk.text or "est effacé" in talk.text
    assert "feuille de route" in talk.text
    assert rows(base) == (0, 0)


def test_starting_over_with_nothing_left_behind_says_only_that_it_is_erased(
    base: sessionmaker[Session],
) -> None:
    talk = Conversation(profile=PROFILE)
    said = talk.type("recommencer", "start_over")
    assert talk.last[0]["erase"] is True
    assert "est effacée" in said
    assert "Effacer cela aussi" not in talk.titles


def test_erasing_ones_data_takes_the_request_the_roadmap_and_the_conversation(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    said = talk.type("supprimez mes données personnelles s'il vous plaît, loi 25", "withdraw_request")
    assert talk.last[0]["erase"] is True
    assert "cette conversation aussi" in said
    assert "feuille de route" in said
    assert rows(base) == (0, 0)


def test_erasing_ones_data_with_no_request_still_erases_the_conversation(
    base: sessionmaker[Session],
) -> None:
    talk = Conversation(profile=PROFILE, last_question="je m'appelle Zibeline")
    said = talk.type("supprimez mes données", "withdraw_request")
    assert talk.last[0]["erase"] is True
    assert said.startswith("C'est fait: cette conversation est effacée")
    assert talk.slots == {}


def test_a_name_out_of_a_program_erases_nothing(talk: Conversation, base: sessionmaker[Session]) -> None:
    for typed in ("session_start", "withdraw_request", "start_over"):
        talk.type(typed, "ask_question")
        assert not any(message.get("erase") for message in talk.last)
    assert talk.slots["profile"].items() >= PROFILE.items()
    assert rows(base) == (1, 1)
