"""A yes or a no is said to the question that it answers, and a dismissal for what somebody is to none."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation

NOTICE = "answer:preavis-de-fin-demploi"


@pytest.mark.parametrize(
    "asked",
    [
        "on veut congédier une employée enceinte, combien de semaines d'avis?",
        "peut-on congédier une employée qui a porté plainte pour harcèlement?",
        "est-ce qu'on peut licencier un employé parce qu'il est trop vieux?",
        "on veut mettre fin à l'emploi de notre adjointe, elle est en congé de maladie",
    ],
)
def test_a_dismissal_for_what_somebody_is_or_said_gets_no_weeks_of_notice(
    talk: Conversation, asked: str
) -> None:
    said = talk.type(asked, "ask_question")
    assert NOTICE not in talk.answered
    assert "CNESST" in said and "semaines**" not in said


def test_the_notice_of_an_end_of_employment_says_that_it_does_not_settle_the_reason(
    talk: Conversation,
) -> None:
    said = talk.type("combien de semaines de préavis pour mettre à pied notre cuisinière?", "ask_question")
    assert talk.answered == [NOTICE]
    assert "Grossesse" in said


def test_a_no_stands_under_its_own_question_when_something_else_is_asked(talk: Conversation) -> None:
    said = talk.type("combien coûte le droit annuel la première année?", "ask_question")
    assert said.startswith("**Paie-t-on un droit annuel au registre la première année?**")


def test_a_yes_to_the_very_question_is_said_at_once(talk: Conversation) -> None:
    assert talk.type("la coop peut-elle fusionner?", "ask_question").startswith("**Oui")


@pytest.mark.parametrize(
    "near", ["je veux démissionner, ça me protège-tu?", "si je pars est-ce que je perds mes parts"]
)
def test_a_yes_to_a_question_only_near_is_said_under_that_question(talk: Conversation, near: str) -> None:
    said = talk.type(near, "ask_question")
    assert not said.startswith(("**Oui", "**Non"))
