"""What a message puts right takes the place of what was known; what it is about has no place in it."""

from __future__ import annotations

import pytest

from actions.message import wherever
from tests.actions.conversation import Conversation


def test_of_two_places_the_one_known_already_is_not_the_one_put_right(talk: Conversation) -> None:
    talk.type("on cherche du financement pour un OBNL à Rigaud", "ask_question")
    talk.type("excuse, le siège est à Delson finalement, Rigaud c'est chez moi", "ask_question")
    assert talk.slots["profile"]["place_name"] == "Delson"


@pytest.mark.parametrize(
    "said", ["oups 15 000 pas 150, j'ai mis un zéro de trop", "non, je voulais dire 15 000 $, pas 150 000 $"]
)
def test_of_two_amounts_the_one_known_already_is_not_the_one_put_right(talk: Conversation, said: str) -> None:
    talk.type("on cherche 150 000$ pour agrandir notre friperie à Châteauguay", "ask_question")
    talk.type(said, "ask_question")
    assert talk.slots["profile"]["amount"] == 15_000


def test_what_a_message_is_about_has_no_place_in_it() -> None:
    assert "Delson" not in wherever("je veux créer un obnl à Delson")
    assert "obnl" in wherever("je veux créer un obnl à Delson")


def test_a_place_alone_is_what_the_message_is_about() -> None:
    assert wherever("Delson") == "Delson"
