"""What a message denies is not searched for, and the answer that it denies is not given again."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation

pytestmark = pytest.mark.usefixtures("filled")


def after(answer: str) -> Conversation:
    """A conversation in which an answer was just given."""
    talk = Conversation()
    talk.send(f'/choose_answer{{"answer_id": "{answer}"}}')
    return talk


def told(talk: Conversation) -> list[str]:
    """The answers given or offered in the last turn."""
    return [*talk.answered, *(talk.slots.get("choices") or ())]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("permis-dalcool-evenement", "j'ai pas parlé d'alcool, notre OBNL peut-il vendre des services?"),
        ("exclure-un-membre", "je parle d'un employé, pas d'un membre: comment le congédier?"),
        ("ouvrir-un-cpe", "c'est pas un CPE, c'est un camp de jour, ça nous prend-tu un permis?"),
    ],
)
def test_the_answer_denied_is_not_given_again(answer: str, said: str) -> None:
    talk = after(f"answer:{answer}")
    talk.type(said, "ask_question")
    assert f"answer:{answer}" not in told(talk)


def test_what_is_meant_instead_is_answered(filled: None) -> None:
    talk = after("answer:permis-dalcool-evenement")
    talk.type("j'ai pas parlé d'alcool, notre OBNL peut-il vendre des services?", "ask_question")
    assert talk.answered == ["answer:obnl-vendre-des-services"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [("non. la ristourne", "ristourne"), ("non, le registre des bénéficiaires ultimes", "beneficiaires")],
)
def test_a_correction_that_names_its_subject_is_answered(said: str, answer: str) -> None:
    talk = after("answer:exclure-un-membre")
    talk.type(said, "ask_question")
    assert any(answer in one for one in told(talk)), told(talk)
    assert "corriger" not in talk.text


def test_what_is_missing_is_still_the_matter(filled: None) -> None:
    talk = after("answer:labstention")
    talk.type("on a pas le quorum à notre assemblée, qu'est-ce qu'on fait?", "ask_question")
    assert any("quorum" in one for one in told(talk)), told(talk)
