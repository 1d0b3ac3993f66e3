"""The forms that somebody set side by side, in the order in which they named them."""

from __future__ import annotations

import pytest

from actions.compared_forms import compared_in, last_compared
from tests.actions.conversation import Conversation


@pytest.mark.parametrize(
    ("asked", "forms"),
    [
        ("un OBNL ou une coop, on sait pas", ["nonprofit", "cooperative"]),
        ("coop vs osbl, ça change quoi", ["cooperative", "nonprofit"]),
        (
            "c'est quoi la différence entre une coop de travail pis une coop de solidarité?",
            ["cooperative"] * 2,
        ),
        ("Coop de travail ou travailleurs actionnaire, quelle différence?", ["cooperative"] * 2),
        ("mutuelle ou coopérative", ["mutual", "cooperative"]),
    ],
)
def test_forms_set_side_by_side_are_taken_in_their_order(asked: str, forms: list[str]) -> None:
    assert [option.form for option in compared_in(asked)] == forms


@pytest.mark.parametrize(
    "told",
    [
        "notre coop a trois ans",
        "on est une coop à Rigaud et on cherche un local avec un OBNL du village",
        "la coop ou la coop",
        "qui aide un OBNL?",
        "",
    ],
)
def test_one_form_or_two_that_are_not_compared_offer_no_choice(told: str) -> None:
    assert compared_in(told) == ()


def test_the_kind_of_coop_keeps_its_name() -> None:
    named = [option.named for option in compared_in("coop de travail ou coop de producteurs?")]
    assert named == ["coop de travail", "coop de producteurs"]


def test_the_last_text_that_compares_is_the_one_meant() -> None:
    asked = [None, "combien ça coûte", "coop ou OBNL?", "mutuelle ou coop?"]
    assert [option.form for option in last_compared(asked)] == ["cooperative", "nonprofit"]
    assert last_compared([None, "c'est quoi une coop"]) == ()


def test_forms_asked_about_one_after_the_other_are_taken_in_that_order() -> None:
    latest_first = ["et d'un OBNL?", "c'est quoi l'avantage d'une coop"]
    assert [option.form for option in last_compared(latest_first)] == ["cooperative", "nonprofit"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("coop de solidarité ou coop de consommateurs", ["coop-de-solidarite", "coop-de-consommateurs"]),
        ("coop de travail vs coop de producteurs, différence?", ["coop-de-travail", "coop-de-producteurs"]),
        ("coop ou obnl?", ["coop-ou-obnl"]),
    ],
)
def test_two_forms_set_side_by_side_are_both_told_of(
    talk: Conversation, asked: str, given: list[str]
) -> None:
    talk.type(asked, "ask_question")
    assert talk.answered == [f"answer:{name}" for name in given]


@pytest.mark.parametrize("asked", ["faut-il un audit?", "je suis trésorière, faut-il un audit?"])
def test_a_rule_told_form_by_form_is_told_of_both_when_no_form_is_known(
    talk: Conversation, asked: str
) -> None:
    talk.type(asked, "ask_question")
    assert set(talk.answered) == {"answer:auditeur-de-coop", "answer:audit-dun-obnl"}


def test_a_rule_told_form_by_form_is_told_of_the_form_that_is_named(talk: Conversation) -> None:
    talk.type("notre coop doit-elle avoir un audit?", "ask_question")
    assert talk.answered == ["answer:auditeur-de-coop"]
