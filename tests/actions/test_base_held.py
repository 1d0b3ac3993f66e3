"""While the base cannot be written, what is known is still said, and nothing is promised that is not kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from actions.library import database
from knowledge.models import ContactRequest
from tests.actions.conversation import Conversation
from tests.actions.test_person import PROFILE, requests
from tests.holding import disk_full, held

KeptOut = Callable[[sessionmaker[Session]], AbstractContextManager[None]]
GATEWAY_SECONDS = 4.5
SECONDS = 2.0  # for a turn with a few counts, on a busy machine


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("c'est quoi la différence entre une coop et un obnl?", "ask_question"),
        ("quelle est la couleur préférée du roi de la lune?", "ask_question"),
        ("je cherche du financement pour une coop à Rigaud", "seek_funding"),
    ],
)
@pytest.mark.parametrize("kept_out", [held, disk_full])
def test_a_question_or_a_project_is_answered_as_ever(
    talk: Conversation, kept_out: KeptOut, typed: str, intent: str
) -> None:
    usual = Conversation().type(typed, intent)
    with kept_out(database()):
        start = time.monotonic()
        assert talk.type(typed, intent) == usual
        assert time.monotonic() - start < SECONDS


def test_an_opinion_and_a_choice_are_taken_as_ever(talk: Conversation) -> None:
    talk.type("c'est quoi la différence entre une coop et un obnl?", "ask_question")
    with held(database()):
        assert talk.press("Pas utile")
        assert talk.send('/choose_answer{"answer_id":"' + talk.slots["last_answer"] + '"}')
    assert talk.answered


def test_a_request_that_could_not_be_kept_is_said_so_and_sent_again_by_its_button(
    base: sessionmaker[Session],
) -> None:
    is_said_not_kept_then_kept(base, held)


def test_so_is_one_that_came_while_the_disk_was_full(talk: Conversation) -> None:
    assert talk.type("bonjour", "greet")
    is_said_not_kept_then_kept(database(), disk_full)


def is_said_not_kept_then_kept(base: sessionmaker[Session], kept_out: KeptOut) -> None:
    talk = Conversation(profile=PROFILE)
    talk.type("je veux parler à quelqu'un", "talk_to_person")
    talk.press("J'accepte")
    talk.type("450 555-0123", "inform")
    talk.press("Rien à ajouter")
    before = len(requests(base))
    with kept_out(base):
        start = time.monotonic()
        said = talk.press("Envoyer")
        assert time.monotonic() - start < GATEWAY_SECONDS - 1
    assert "Réessayez" in said
    assert len(requests(base)) == before
    assert "Merci" in talk.press("Envoyer")
    assert len(requests(base)) == before + 1


def test_a_roadmap_that_could_not_be_kept_is_asked_again_by_its_button(base: sessionmaker[Session]) -> None:
    talk = Conversation(profile=PROFILE)
    with held(base):
        said = talk.type("fais-moi ma feuille de route", "roadmap")
    assert "Réessayez" in said
    assert "/feuille-de-route/" in talk.press("Ma feuille de route")


def test_a_withdrawal_that_could_not_be_done_is_never_said_done(base: sessionmaker[Session]) -> None:
    talk = Conversation(profile=PROFILE)
    talk.type("je veux parler à quelqu'un", "talk_to_person")
    for title in ("J'accepte",):
        talk.press(title)
    talk.type("450 555-0123", "inform")
    talk.press("Rien à ajouter")
    talk.press("Envoyer")
    with held(base):
        said = talk.type("efface ma demande", "withdraw_request")
    assert "effacé " not in said
    assert "Redites-le" in said
    with base() as session:
        assert len(session.scalars(select(ContactRequest)).all()) == 1
    assert "effacé" in talk.type("efface ma demande", "withdraw_request")
