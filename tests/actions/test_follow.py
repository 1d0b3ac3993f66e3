"""An answer told more simply: its first sentences, or what its first list says; what comes next of it."""

from __future__ import annotations

from actions.acts.brief import first_sentences
from tests.actions.conversation import Conversation


def test_a_heading_is_told_with_what_stands_under_it() -> None:
    told = "**À qui est le besoin?**\n\n- **Coop:** aux membres. Bien.\n- **OBNL:** à la communauté\n\nFin."
    assert first_sentences(told) == (
        "**À qui est le besoin?**\n\n- **Coop:** aux membres.\n- **OBNL:** à la communauté."
    )


def test_an_answer_without_a_heading_is_told_by_its_first_sentences() -> None:
    assert first_sentences("Un. Deux. Trois.\n\nAprès.") == "Un. Deux."


def test_what_is_only_a_heading_is_told() -> None:
    assert first_sentences("**Oui**") == "**Oui**."


def test_the_items_of_a_list_that_is_one_sentence_go_on_as_one() -> None:
    told = "Deux effets:\n\n- il perçoit les taxes;\n- il les remet;\n- il en récupère. Voilà;\n- il écrit."
    assert first_sentences(told) == (
        "Deux effets:\n\n- il perçoit les taxes;\n- il les remet;\n- il en récupère."
    )
    assert first_sentences("- un;\n- deux;\n- trois;\n- quatre.") == "- un;\n- deux;\n- trois."


def test_of_an_answer_given_again_the_part_that_is_asked_for_is_told(talk: Conversation) -> None:
    talk.type("on pense à un CPE en coop à Mercier", "ask_question")
    said = talk.type("qui doit être au conseil?", "ask_question")
    assert "deux tiers" in said
    assert "La revoici" not in said


def test_once_the_steps_were_told_those_that_come_after_are(talk: Conversation) -> None:
    talk.type("on veut partir une coop à Rigaud, on est à l'idée", "ask_question")
    first = talk.type("ok pis après", "ask_question")
    later = talk.type("ok pis après", "ask_question")
    assert "Une fois ces étapes faites" in later
    assert first.partition("1.")[2] not in later


def test_steps_that_are_told_of_an_unknown_stage_have_it_asked_next(talk: Conversation) -> None:
    talk.type("on veut partir une coop à Rigaud", "ask_question")
    talk.type("ok pis après", "ask_question")
    assert "Où en est votre projet" in talk.type("ok pis après", "ask_question")


def test_what_is_asked_of_what_comes_next_is_answered_when_it_is_found(talk: Conversation) -> None:
    talk.type("l'AGA peut-elle se faire sur Zoom?", "ask_question")
    talk.type("pis les votes secrets on fait ça comment sur zoom", "ask_question")
    assert talk.answered == ["answer:vote-secret-en-ligne"]
