"""Whoever is refused is left with a door or a person: each way of refusing, and each declined topic."""

from __future__ import annotations

from itertools import product

import pytest

from actions.acts import answer
from actions.library import answer_search
from actions.reading import Reading
from actions.reply import Reply
from actions.state import State
from actions.texts import text
from actions.turn import Turn
from knowledge.areas.areas import areas
from knowledge.search.service import SearchResult

QUESTION, STATEMENT = "comment fait-on pour le 7 et le 8?", "mon voisin aime le bleu"


def refused(message: str, result: SearchResult, **labels: float) -> Reply:
    """What somebody who types this is told, when that is all that was found."""
    return answer.found(Turn(message, None, Reading(labels), State.of({}.get), list), result=result)


def offers_person(reply: Reply) -> bool:
    return any(one["title"] == text("talk_to_person") for part in reply.parts for one in part.buttons)


def said(reply: Reply) -> str:
    return " ".join(part.text for part in reply.parts)


@pytest.mark.parametrize(
    ("message", "understood", "labels"),
    [(QUESTION, True, {"question": 1.0}), (STATEMENT, True, {"own": 1.0}), ("poiu lkjh", False, {})],
)
def test_what_is_not_known_is_refused_with_a_person_in_words_and_in_a_button(
    filled: None, message: str, understood: bool, labels: dict[str, float]
) -> None:
    reply = refused(message, SearchResult("none", (), understood=understood), **labels)
    assert offers_person(reply)
    assert "Pôle" in said(reply) or "parlez à quelqu'un" in said(reply)


def test_every_declined_topic_leaves_a_door_or_a_person(filled: None) -> None:
    for topic, sure in product(answer_search().snapshot().topics.values(), (True, False)):
        result = SearchResult("none", (), topic=topic, topic_sure=sure)
        assert offers_person(refused(topic.phrasings[0], result, question=1.0)), topic.id


def test_a_topic_that_is_named_says_where_to_turn(filled: None) -> None:
    for topic in answer_search().snapshot().topics.values():
        if not topic.reply and areas()[topic.area].named:
            found = SearchResult("none", (), topic, topic_sure=True)
            reply = said(refused(topic.phrasings[0], found, question=1.0))
            assert "voyez plutôt" in reply or "Pôle" in reply, f"{topic.id}: {reply}"


def test_what_cannot_be_answered_in_english_leaves_a_person() -> None:
    assert offers_person(answer.no_english())


def test_a_question_about_another_province_leaves_the_door_of_there(filled: None) -> None:
    asked = "combien d'administrateurs la loi de l'Ontario exige-t-elle dans une coop?"
    found = answer_search().search(asked)
    assert found.decision == "none"
    assert found.elsewhere
    assert "ServiceOntario" in said(refused(asked, found, question=1.0))
