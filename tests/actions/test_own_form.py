"""Who says which form they have, after an answer, gets it for that form, or is told that nothing differs."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation

pytestmark = pytest.mark.usefixtures("filled")
OF_COOP = "answer:quand-tenir-lassemblee-annuelle-coop"
OF_NONPROFIT = "answer:date-de-lassemblee-obnl"


def after(answer: str) -> Conversation:
    """A conversation in which an answer was just given."""
    talk = Conversation()
    talk.send(f'/choose_answer{{"answer_id": "{answer}"}}')
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "nous on est un OBNL, est-ce que ça change la date",
        "mais on est un organisme sans but lucratif, pas une coop",
        "je l'ai dit, nous sommes un OBNL",
    ],
)
def test_the_last_question_is_asked_again_for_the_form_told(said: str) -> None:
    talk = after(OF_COOP)
    talk.type(said, "ask_question")
    assert talk.answered == [OF_NONPROFIT]
    assert not talk.shown
    assert talk.slots["profile"]["legal_form"] == "nonprofit"


def test_an_answer_for_two_forms_says_what_it_says_of_theirs() -> None:
    talk = after("answer:aga-coop-ou-obnl")
    talk.type("nous on est une coop, c'est-tu la même règle", "ask_question")
    assert talk.answered == ["answer:aga-coop-ou-obnl"]
    assert "six mois" in talk.text
    assert "quatrième mercredi" not in talk.text


def test_an_answer_that_makes_no_difference_between_forms_says_so() -> None:
    talk = after("answer:labstention")
    talk.type("on est un OBNL nous, ça change-tu quelque chose", "ask_question")
    assert "les OBNL" in talk.text
    assert not talk.shown


def test_what_else_somebody_asks_of_their_form_is_answered_by_itself() -> None:
    talk = after(OF_COOP)
    talk.type("on est un OBNL, combien d'administrateurs ça prend au minimum?", "ask_question")
    assert OF_NONPROFIT not in talk.answered
