"""The small tools in the conversation: a button goes on where the last one stood."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.guides.records import all_tools
from tests.actions.conversation import Conversation


def test_five_presses_tell_to_which_side_a_project_leans_and_why(base: sessionmaker[Session]) -> None:
    talk = Conversation()
    talk.type("Coop ou OBNL, en cinq questions", "ask_question")
    for number, question in enumerate(all_tools().choice.questions, start=1):
        assert f"Question {number} de 5" in talk.text
        assert question.ask in talk.text
        talk.press(question.options[0].label)
    assert "penchent vers la coopérative" in talk.text
    assert "commun aux membres" in talk.text
    assert "/outils/coop-ou-obnl?need=a&money=a" in talk.text
    assert "Une coopérative" in talk.titles
    assert "Un OBNL" not in talk.titles


@pytest.mark.parametrize(("form", "told"), [("Une coopérative", "Cinq personnes"), ("Un OBNL", "RE-303")])
def test_what_it_takes_to_found_a_form_is_told_with_its_page(
    base: sessionmaker[Session], form: str, told: str
) -> None:
    talk = Conversation()
    talk.type("Combien de fondateurs, quels papiers", "ask_question")
    talk.press(form)
    assert told in talk.text
    assert "/outils/fonder?forme=" in talk.text


def test_the_path_begins_where_the_project_is_known_to_be_and_asks_otherwise(
    base: sessionmaker[Session],
) -> None:
    asked = Conversation()
    asked.type("Le chemin en sept étapes", "ask_question")
    assert len(asked.titles) == 7
    asked.press(asked.titles[1])
    assert "2. **Réunir un groupe** (vous êtes ici)" in asked.text
    known = Conversation(profile={"stage": "startup"})
    known.type("Le chemin en sept étapes", "ask_question")
    assert "5. **Choisir la forme et constituer** (vous êtes ici)" in known.text


def test_the_plan_opens_with_what_is_known_of_the_project(base: sessionmaker[Session]) -> None:
    talk = Conversation(profile={"amount": 25_000, "mrc": "roussillon"})
    assert "/outils/mon-montage?cout=25000&mrc=roussillon" in talk.type("Mon montage", "ask_question")


def test_an_old_or_broken_button_offers_the_tools_again(base: sessionmaker[Session]) -> None:
    talk = Conversation()
    assert "Lequel" in talk.send('/choose_answer{"answer_id":"tool:autre:chose"}')
    assert len(talk.titles) == 4
    talk.send('/choose_answer{"answer_id":"tool:choice:zzzzzzz"}')
    assert "Les deux formes restent possibles" in talk.text
