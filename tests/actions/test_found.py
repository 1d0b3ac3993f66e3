"""A message is read in the light of what came before, also when it is a sentence of its own or published as
it stands."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation


def told(talk: Conversation, *messages: str) -> str:
    """What the last of these messages gets."""
    for message in messages:
        talk.type(message, "ask_question")
    return talk.text


def test_how_long_it_takes_is_not_the_delay_of_a_start_after_a_theft(talk: Conversation) -> None:
    told(talk, "notre trésorière a volé 3000$ dans la caisse", "ça prend combien de temps")
    assert talk.answered != ["answer:combien-de-temps"]


@pytest.mark.parametrize("asked", ["ça prend combien de temps", "combien de temps"])
def test_how_long_it_takes_after_an_exclusion_is_not_surely_the_delay_of_a_start(
    talk: Conversation, asked: str
) -> None:
    said = told(talk, "on veut exclure un membre de notre coop", asked)
    assert talk.answered != ["answer:combien-de-temps"] or "Si ce n'est pas ce que vous demandiez" in said


def test_whether_one_is_sure_is_still_asked_of_the_assistant(talk: Conversation) -> None:
    told(talk, "est-ce qu'une coop paye de l'impôt", "t'es sûr de ça?")
    assert talk.answered == ["answer:fiabilite-des-reponses"]


def test_the_place_of_a_project_does_not_answer_the_halves_that_follow(talk: Conversation) -> None:
    told(talk, "je veux créer un obnl à Sainte-Catherine", "je veux juste savoir comment on fait")
    assert "answer:creer-un-obnl" in [*talk.answered, *(talk.slots["choices"] or ())][:1]


def test_what_is_told_after_an_answer_is_more_of_the_same(talk: Conversation) -> None:
    said = told(talk, "ma coop dhabitation veut mexclure", "jai jamais reçu davis écrit")
    assert "pas certain de ce que vous attendez" not in said


def test_the_site_of_the_second_is_that_of_a_door_though_answers_were_offered_since(
    talk: Conversation,
) -> None:
    told(talk, "on est une coop à Rigaud, on cherche de l'accompagnement")
    second = talk.shown[1]
    talk.slots["choices"] = ["answer:cumul-des-aides", "answer:mise-de-fonds"]
    told(talk, "donne moi le site web du deuxième")
    assert talk.shown == [second]


def test_what_another_condition_changes_reaches_nobody(talk: Conversation) -> None:
    said = told(
        talk, "c'est quoi l'assurance collective des organismes?", "et si c'est juste 12 heures semaine?"
    )
    assert "Pas dans notre base: téléphone" not in said


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (
            "combien ça coûte de créer une coop, tout compris?",
            "non je demande combien coûte leur accompagnement",
        ),
        (
            "comment financer le rachat d'une entreprise en collectif?",
            "ok, pis l'accompagnement, c'est payant?",
        ),
    ],
)
def test_what_help_costs_is_told_though_something_else_was_answered(
    talk: Conversation, before: str, asked: str
) -> None:
    talk.type(before, "ask_question")
    said = talk.type(asked, "ask_question")
    assert "prix de l'accompagnement" in said
    assert "rien de plus précis" not in said


def test_a_whole_question_that_the_answer_before_does_not_tell_does_not_get_it_again(
    talk: Conversation,
) -> None:
    talk.type("est-ce qu'un employé peut siéger au CA d'un OBNL?", "ask_question")
    said = talk.type("faut tu que j'aie un permis d'employeur ou de quoi pour la paye", "ask_question")
    assert "rien de plus précis" not in said
