"""How a message is worded, as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.message_form import (
    asks_eligibility,
    asks_whom,
    asks_why,
    changes_need,
    changes_one_thing,
    corrects,
    for_that,
    leans_on_last_turn,
    looks_english,
    looks_like_question,
    of_ones_own,
    questions_in,
    seeks,
    speaks_of_another,
    states_project,
    takes_leave,
    wants,
)


@pytest.mark.parametrize(
    "typed",
    [
        "C'est quoi le RISQ?",
        "ca prend tu combien de monde",
        "ces koi la diference avec un obnl",
        "les dettes me retombent-tu dessus",
        "je me demande si on a droit a ça",
        "vous ouvrez à quelle heure",
    ],
)
def test_a_question_is_heard_with_or_without_its_mark(typed: str) -> None:
    assert looks_like_question(typed)


@pytest.mark.parametrize(
    "typed", ["on veut partir une coop à Rigaud", "je sais pas quoi faire", "démarrage", ""]
)
def test_a_statement_is_no_question(typed: str) -> None:
    assert not looks_like_question(typed)


def test_on_is_anybody_in_a_question_and_oneself_in_a_statement() -> None:
    assert of_ones_own("on veut ouvrir un café")
    assert of_ones_own("j'ai-tu droit à quelque chose?")
    assert not of_ones_own("est-ce qu'on peut payer un bénévole?")


@pytest.mark.parametrize(
    "typed", ["c'est combien max?", "pis pour un OBNL?", "et s'il avait 14 ans?", "ou ça?"]
)
def test_a_short_question_leans_on_what_came_before(typed: str) -> None:
    assert leans_on_last_turn(typed)


def test_a_long_question_stands_alone() -> None:
    assert not leans_on_last_turn(
        "et combien de personnes faut-il au total pour constituer une coopérative de travail"
    )


def test_a_change_is_told_from_a_correction() -> None:
    assert changes_one_thing("pis à Lacolle?")
    assert changes_need("pis pour la formation?")
    assert corrects("finalement, on hésite")
    assert not corrects("on hésite")


@pytest.mark.parametrize("typed", ["j'ai-tu droit au FDEÉS?", "est-il admissible?", "c'est-tu pour moi?"])
def test_who_is_admitted_is_asked(typed: str) -> None:
    assert asks_eligibility(typed)
    assert not asks_eligibility("c'est quoi une part sociale?")


def test_why_is_asked_in_many_ways() -> None:
    assert all(map(asks_why, ("pourquoi?", "pk lui", "explique ton choix", "sur quoi tu te bases")))
    assert not asks_why("c'est quoi la meilleure forme?")


@pytest.mark.parametrize("typed", ["and for a co-op?", "where is the CDC?", "how many people do we need?"])
def test_english_is_recognised(typed: str) -> None:
    assert looks_english(typed)


@pytest.mark.parametrize(
    "typed", ["on a un meeting à Hudson", "c'est-tu le fun?", "le business plan, on le fait où?", ""]
)
def test_french_with_an_english_word_is_french(typed: str) -> None:
    assert not looks_english(typed)


def test_each_of_several_questions_is_found() -> None:
    typed = "C'est quoi une coop de solidarité, faut être combien, pis les dettes me retombent-tu dessus?"
    assert len(questions_in(typed)) == 3


@pytest.mark.parametrize(
    "typed", ["c'est quoi la différence entre une coop pis un OBNL?", "on est quatre, ça se fait-tu?"]
)
def test_one_question_is_not_cut(typed: str) -> None:
    assert questions_in(typed) == []


@given(st.text(max_size=80))
def test_any_text_can_be_read(typed: str) -> None:
    for read in (looks_like_question, of_ones_own, leans_on_last_turn, looks_english, questions_in):
        read(typed)
    for heard in (asks_whom, takes_leave, asks_why, corrects, asks_eligibility, wants, speaks_of_another):
        heard(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "c'est qui qui peut m'aider?",
        "je m'adresse à qui dans ce cas?",
        "qui peut nous aider là là, gratuit si possible",
    ],
)
def test_whom_to_see_is_asked(typed: str) -> None:
    assert asks_whom(typed)


@pytest.mark.parametrize("typed", ["qui peut voter?", "à qui appartient une coop?", "c'est qui les membres?"])
def test_other_persons_are_asked_about(typed: str) -> None:
    assert not asks_whom(typed)


@pytest.mark.parametrize(
    "typed",
    ["bon le petit se réveille faut j'y aille, merci ben gros", "merci de m'avoir répondu en tout cas"],
)
def test_leave_is_taken_in_passing(typed: str) -> None:
    assert takes_leave(typed)
    assert not takes_leave("merci! pis pour un OBNL, c'est combien?")


@pytest.mark.parametrize(
    "typed", ["euh non scuse pas à Mercier, à Beauharnois", "ah ben finalement c'est à Valleyfield"]
)
def test_a_correction_may_begin_with_hesitation(typed: str) -> None:
    assert corrects(typed)


@pytest.mark.parametrize(
    "typed", ["je vais partir une coop", "faut partir une coop de travail", "je dois partir un OBNL"]
)
def test_founding_is_no_leave(typed: str) -> None:
    assert not takes_leave(typed)


@pytest.mark.parametrize("typed", ["merci, c'est ce que je voulais savoir", "merci de m'avoir expliqué"])
def test_thanks_are_no_question(typed: str) -> None:
    assert takes_leave(typed)


def test_an_organization_that_takes_care_of_others_asks_nobody() -> None:
    assert not asks_whom("on est un OBNL qui s'occupe des aînés à Rigaud")


def test_a_group_that_wants_to_found_something_tells_a_project() -> None:
    assert states_project("on voudrait organiser du transport pour les aînés du village")
    assert not states_project("on voudrait savoir c'est quoi une coop")


def test_another_client_is_heard() -> None:
    assert speaks_of_another("ok. autre client: une coop à Sainte-Martine")
    assert not speaks_of_another("ma cliente a 35 ans")


@pytest.mark.parametrize(
    "typed",
    [
        "La coordonnatrice demande si les bénévoles peuvent recevoir un petit montant.",
        "elle demande combien ça prend d'administrateurs",
        "je veux dire le taux d'intérêt",
        "y nous reste un surplus, on paie tu de l'impôt là-dessus",
        "on est 5, cest quelle sorte de coop pour nous autres",
    ],
)
def test_a_question_told_is_a_question(typed: str) -> None:
    assert looks_like_question(typed)


def test_help_for_something_is_sought_in_many_ways() -> None:
    assert seeks("y'a tu du fric pour acheter des projecteurs?")
    assert seeks("existe-t-il une bourse pour ça?")
    assert not seeks("c'est quoi une subvention?")


def test_what_is_sought_for_the_project_may_follow_another_sentence() -> None:
    assert for_that("le camion réfrigéré qu'on voudrait c'est 85 000. ça existe-tu un prêt pour ça?")


def test_what_is_wanted_is_heard() -> None:
    assert wants("lui, y veut une subvention")
    assert not wants("c'est quoi une subvention?")
