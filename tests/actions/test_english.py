"""English: what it asks is looked for in the words of the base; French that looks like it stays French."""

from __future__ import annotations

import pytest

from actions.english import has_english, in_french_words
from tests.actions.conversation import Conversation


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How many founders?", "combien de fondateurs?"),
        ("is a housing co-op taxed", "is une coopérative d'habitation imposée"),
        ("Rigaud", "rigaud"),
    ],
)
def test_the_words_that_are_known_are_said_in_french_the_longest_first(asked: str, said: str) -> None:
    assert in_french_words(asked) == said


@pytest.mark.parametrize(
    ("message", "english"),
    [("on partage les profits comment", False), ("how are profits shared", True), ("qsdfg wxcvb", False)],
)
def test_common_french_words_and_letters_that_make_none_are_no_english(message: str, english: bool) -> None:
    assert has_english(message) is english


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("what's the difference between a cooperative and a nonprofit?", "answer:coop-ou-obnl"),
        ("who owns a cooperative?", "answer:proprietaire-et-pouvoir"),
        ("how do we create a non-profit organization", "answer:creer-un-obnl"),
    ],
)
def test_an_english_question_gets_the_answer_and_no_choice(
    talk: Conversation, asked: str, answer: str
) -> None:
    talk.type(asked, "ask_question")
    assert talk.answered == [answer]


def test_what_the_base_does_not_hold_is_never_announced_as_found(talk: Conversation) -> None:
    talk.type("we want to open a bakery co-op in Rigaud", "inform")
    told = talk.type("is the weather nice over there?", "ask_question")
    assert "here is what I found" not in told
    assert "Parler à quelqu'un" in talk.titles


def test_a_name_out_of_a_program_is_not_taken_for_english(talk: Conversation) -> None:
    assert "I answer in French only" not in talk.type("seek_funding", "ask_question")


def test_that_answers_are_in_french_is_said_in_english_once(talk: Conversation) -> None:
    assert "I answer in French only" in talk.type("how many founders for a co-op?", "ask_question")
    again = talk.type("who owns a cooperative?", "ask_question")
    assert talk.answered
    assert "I answer in French only" not in again


def test_who_was_told_to_write_in_english_is_not_told_the_contrary(talk: Conversation) -> None:
    assert "You can write in English" in talk.type("how do we start a worker co-op", "ask_question")
    told = talk.type("and who owns the dog of the neighbour", "ask_question")
    assert "only help in French" not in told
