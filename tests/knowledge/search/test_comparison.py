"""Whoever hesitates between two resources is shown both, and not told which one is best."""

from __future__ import annotations

import pytest

from knowledge.search.service import AnswerSearch


def offered(search: AnswerSearch, question: str, home: str | None = None) -> list[str]:
    """What a question that sets resources side by side is offered."""
    found = search.search(question, home=home)
    assert found.compared, found
    assert found.decision == "clarify"
    return [hit.answer.identifier for hit in found.hits]


@pytest.mark.parametrize(
    ("question", "both"),
    [
        (
            "le SISMIC ou Futurpreneur, c'est lequel le mieux?",
            ["answer:organization-sismic-vhsl", "answer:organization-futurpreneur"],
        ),
        (
            "INNOGEC vs l'aide technique du RISQ",
            ["answer:fund-innogec", "answer:fund-risq-aide-technique"],
        ),
    ],
)
def test_both_are_offered_in_the_order_they_were_named(
    search: AnswerSearch, question: str, both: list[str]
) -> None:
    assert offered(search, question)[:2] == both


def test_what_is_written_on_both_answers(search: AnswerSearch) -> None:
    found = search.search("c'est quoi la différence entre le RISQ pis la Fiducie?")
    assert found.decision == "answer"
    assert found.hits[0].answer.identifier == "answer:risq-fiducie-caisse"


def test_the_fund_of_the_project_s_own_mrc_stands_for_its_name(search: AnswerSearch) -> None:
    question = "entre la bourse BIEC et le FLI, laquelle prendre?"
    assert "answer:fund-fli-roussillon" in offered(search, question, home="roussillon")
    assert not search.search(question).compared, "without a place, nothing tells which FLI"


@pytest.mark.parametrize(
    "question", ["c'est quoi le RISQ?", "le RISQ, c'est combien ou c'est quand?", "coop ou OBNL?"]
)
def test_one_resource_is_not_compared_with_itself(search: AnswerSearch, question: str) -> None:
    assert not search.search(question).compared


def test_a_comparison_about_elsewhere_is_not_offered_as_if_it_held_there(search: AnswerSearch) -> None:
    assert not search.search("le RISQ ou Futurpreneur en Ontario, lequel est le mieux?").compared


def test_somebody_who_lives_elsewhere_does_not_make_a_question_of_here_one_of_elsewhere(
    search: AnswerSearch,
) -> None:
    question = "Mon cousin de Toronto dit le fédéral mais on est à Valleyfield, OBNL provincial ou fédéral?"
    assert search.search(question).decision != "none"
    assert search.search(question.replace("Valleyfield", "Ottawa")).decision == "none"


def test_where_is_no_or(search: AnswerSearch) -> None:
    question = "À part la subvention salariale de Services Québec, où je peux la diriger?"
    assert not search.search(question).compared
