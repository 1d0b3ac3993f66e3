"""A choice is for answers that are all possible: the likeliest is given, the others stay at hand."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation


def told(talk: Conversation, *messages: str) -> str:
    """What the last of these messages gets."""
    for message in messages:
        talk.type(message, "ask_question")
    return talk.text


def test_the_answer_that_is_likely_is_given_and_the_others_are_buttons(talk: Conversation) -> None:
    said = told(talk, "j'ai 40 parts pis mon voisin en a une, j'ai tu plus de votes")
    assert talk.answered == ["answer:un-membre-un-vote"]
    assert "Si ce n'est pas ce que vous demandiez" in said
    assert len(talk.titles) == len(set(talk.titles))


@pytest.mark.parametrize(
    ("before", "asked", "answer"),
    [
        (("notre organisme est radié du registre",), "comment on revient?", "answer:annuler-une-radiation"),
        (
            (
                "notre trésorier a pas remis les retenues à la source, je suis sur le CA",
                "pis si je démissionne?",
            ),
            "et la tps?",
            "answer:retenues-et-taxes-impayees",
        ),
        (
            ("ça en prend combien sur le ca d'un osbl",),
            "pis dans une coop?",
            "answer:combien-dadministrateurs",
        ),
    ],
)
def test_after_an_answer_the_one_next_to_it_is_given(
    talk: Conversation, before: tuple[str, ...], asked: str, answer: str
) -> None:
    told(talk, *before, asked)
    assert talk.answered == [answer]


def test_the_best_of_the_subject_just_told_is_not_set_aside_for_one_of_another_form(
    talk: Conversation,
) -> None:
    told(talk, "l'assemblée annuelle d'une coop, faut la faire avant quand?")
    told(talk, "non, je veux savoir si on peut la faire sur zoom", "pis l'avis, combien de jours?")
    assert talk.answered == ["answer:avis-coop-ou-obnl"]


def test_near_answers_that_are_all_hardly_likely_are_offered(talk: Conversation) -> None:
    told(talk, "est-ce que chacun peut mettre 500 piasses dedans?")
    assert not talk.answered


def test_who_names_a_form_after_an_answer_gets_no_definition_of_it(talk: Conversation) -> None:
    said = told(talk, "quelqu'un sur le CA harcèle l'adjointe", "obnl")
    assert talk.answered == ["answer:harcelement-par-un-administrateur"]
    assert said.startswith("Je n'ai rien de plus précis que la réponse d'avant")


def test_a_likely_answer_that_was_just_given_is_said_to_be_the_same(talk: Conversation) -> None:
    said = told(talk, "c'est quoi une coop jeunesse de services", "il est tu payé")
    assert talk.answered == ["answer:coop-jeunesse"]
    assert said.startswith("Je n'ai rien de plus précis que la réponse d'avant")


@pytest.mark.parametrize(
    "asked", ["qui peut siéger sur le ca", "qui convoque l'assemblée", "qui signe les chèques"]
)
def test_what_the_law_says_is_answered_while_a_project_is_under_way(talk: Conversation, asked: str) -> None:
    told(talk, "on veut démarrer un OBNL à Rigaud", asked)
    assert talk.answered or "laquelle de ces questions" in talk.text.casefold()
    assert not talk.shown


def test_who_announces_a_question_is_told_what_may_be_asked(talk: Conversation) -> None:
    told(talk, "allo", "j'aurais une question")
    assert talk.answered == ["answer:que-peut-faire-lassistant"]


def test_who_asks_for_a_person_while_a_need_is_asked_for_is_given_the_form(talk: Conversation) -> None:
    told(talk, "notre obnl à St-Constant est en déficit")
    assert talk.slots["asking"] == "need"
    told(talk, "je veux parler à quelqu'un")
    assert talk.slots["contact"] and not talk.shown


def test_a_few_words_on_what_is_wrong_get_doors_and_no_rule_they_did_not_ask_for(talk: Conversation) -> None:
    told(talk, "notre obnl à St-Constant est en déficit")
    assert talk.shown and not talk.answered
