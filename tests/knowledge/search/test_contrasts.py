"""Whoever names a side (coop or OBNL, owner or tenant) is answered for that side, never for its neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.published import PublishedAnswer
from knowledge.search.contrasts import Sides, contrasts, sides_of
from knowledge.search.language import respelled
from knowledge.search.questions import read_questions, right_answers
from knowledge.search.service import AnswerSearch

RIGHT_FIRST = 0.9  # of the questions kept apart, those whose first answer is of the side named


def written(key: str, question: str, ways: tuple[str, ...], regimes: tuple[str, ...] = ()) -> PublishedAnswer:
    return PublishedAnswer(
        key, "written", "t", question, ways, "texte", (), (), to_confirm=False, regimes=regimes
    )


COOP = written("c", "Quel avis pour l'assemblée d'une coop?", ("avis assemblée coopérative",), ("coop",))
OBNL = written("o", "Quel avis pour l'assemblée d'un OBNL?", ("avis assemblée osbl",), ("obnl_partie3",))
BOTH = written("b", "Qui préside l'assemblée?", ("président d'assemblée",), ("coop_et_obnl",))
ROWS = {"answer:c": 0, "answer:o": 1, "answer:b": 2}


def signs(question: str) -> dict[str, list[float]]:
    sides = Sides(3, ROWS, {one.identifier: one for one in (COOP, OBNL, BOTH)})
    return {name: scores.tolist() for name, scores in sides.signs(respelled(question)).items()}


def test_the_answer_of_the_side_named_agrees_and_its_neighbour_is_against() -> None:
    told = signs("l'avis de convocation dans notre coop de travail")
    assert told["form_same"] == [1, 0, 0]
    assert told["form_other"] == [0, 1, 0]


def test_a_question_that_names_both_sides_has_nothing_against_either() -> None:
    assert not any(signs("coop ou OBNL, quel avis d'assemblée?")["form_other"])


def test_the_side_named_last_is_the_one_asked_about() -> None:
    sides = Sides(3, ROWS, {one.identifier: one for one in (COOP, OBNL, BOTH)})
    told = sides.signs(respelled("l'avis d'assemblée d'une coop, pis pour un obnl?"), "pis pour un obnl?")
    assert told["form_same"].tolist() == [0, 1, 0]
    assert told["form_other"].tolist() == [1, 0, 0]


def test_where_a_form_is_named_an_answer_for_both_is_wider_than_its_own() -> None:
    both = written("b", "Quel avis, en coop ou en OBNL?", ("avis coop ou obnl",))
    sides = Sides(3, ROWS, {one.identifier: one for one in (COOP, OBNL, both)})
    assert sides.signs(respelled("quel avis dans notre coop"))["form_wider"].tolist() == [0, 0, 1]
    assert not sides.signs(respelled("quel avis"))["form_wider"].any()


def test_where_the_ways_of_asking_name_no_side_the_regime_of_the_facts_tells() -> None:
    assert sides_of(written("r", "Quel avis?", ("avis",), ("coop",))).any()
    assert not sides_of(written("r", "Quel avis?", ("avis",), ("coop", "tous"))).any()


@given(text=st.text(max_size=60))
def test_what_is_told_of_any_text_is_a_share(text: str) -> None:
    assert all(0.0 <= value <= 1.0 for scores in signs(text).values() for value in scores)


def test_each_side_is_named_by_words_and_each_regime_by_sides() -> None:
    known = contrasts()
    each = set(range(len(known.sides)))
    assert {place for places in known.axes.values() for place in places} == each
    assert {place for places in known.sides_of.values() for place in places} == each


@pytest.mark.slow
def test_the_first_answer_is_that_of_the_side_named(search: AnswerSearch) -> None:
    snapshot = search.snapshot()
    asked = [one for one in read_questions("contrasts.yaml") if one["split"] == "report"]
    missed = [
        one["text"]
        for one in asked
        if snapshot.ranker.rank(one["text"]).candidates[0].answer.identifier
        not in right_answers(snapshot.answers, one)
    ]
    assert len(missed) <= (1 - RIGHT_FIRST) * len(asked), missed
