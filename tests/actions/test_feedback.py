"""«Utile», «Pas utile»: noted against the answer that the button stands under, and once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select

from actions.library import database
from knowledge.database import content_number
from knowledge.models import DailyCount, OpenQuestion
from tests.actions.conversation import Conversation

FIRST, SECOND = "c'est quoi une coopérative de travail?", "c'est quoi un OBNL?"


@pytest.fixture(autouse=True)
def nothing_noted(filled: None) -> Iterator[None]:
    yield
    with database()() as session, session.begin():
        session.execute(delete(DailyCount))
        session.execute(delete(OpenQuestion))


def counts(kind: str) -> dict[str, int]:
    with database()() as session:
        rows = session.scalars(select(DailyCount).where(DailyCount.kind == kind))
        return {row.key: row.count for row in rows}


def questions() -> dict[str, int]:
    with database()() as session:
        return {row.text: row.count for row in session.scalars(select(OpenQuestion))}


def payload(talk: Conversation, title: str) -> str:
    return next(
        button["payload"] for part in talk.last for button in part["buttons"] if button["title"] == title
    )


def test_an_earlier_button_is_noted_against_its_own_answer_and_question(talk: Conversation) -> None:
    talk.type(FIRST, "ask_question")
    (answer,) = talk.answered
    button = payload(talk, "Pas utile")
    assert answer in button
    talk.type(SECOND, "ask_question")
    assert talk.answered != [answer]
    assert "la question est notée" in talk.send(button)
    assert counts("not_useful") == {answer: 1}
    assert questions() == {FIRST: 1}


def test_pressing_again_counts_once_and_says_so(talk: Conversation) -> None:
    talk.type(FIRST, "ask_question")
    (answer,) = talk.answered
    button = payload(talk, "Pas utile")
    talk.send(button)
    assert "déjà noté" in talk.send(button)
    assert counts("not_useful") == {answer: 1}
    assert questions() == {FIRST: 1}
    talk.send(button.replace("not_useful", "useful"))
    assert counts("useful") == {}


def test_useful_twice_counts_once(talk: Conversation) -> None:
    talk.type(FIRST, "ask_question")
    (answer,) = talk.answered
    button = payload(talk, "Utile")
    talk.send(button)
    talk.send(button)
    assert counts("useful") == {answer: 1}


def test_a_button_of_a_conversation_that_is_over_notes_nothing_and_does_not_say_that_it_did(
    talk: Conversation,
) -> None:
    talk.type(FIRST, "ask_question")
    button = payload(talk, "Pas utile")
    other = Conversation()
    assert "notée" not in other.send(button)
    assert "notée" not in other.type("pas utile", "feedback_not_useful")
    assert counts("not_useful") == {} and questions() == {}


def test_words_are_about_the_last_answer(talk: Conversation) -> None:
    talk.type(FIRST, "ask_question")
    talk.type(SECOND, "ask_question")
    (answer,) = talk.answered
    assert "la question est notée" in talk.type("ça ne m'aide pas", "feedback_not_useful")
    assert counts("not_useful") == {answer: 1}
    assert questions() == {SECOND: 1}


def test_a_question_that_got_nothing_is_noted_with_what_it_was_held_against(talk: Conversation) -> None:
    talk.type("combien coûte un billet pour la lune en fusée", "ask_question")
    with database()() as session:
        rows = session.scalars(select(OpenQuestion)).all()
        assert [row.held_against for row in rows] == [content_number(session)], talk.text
