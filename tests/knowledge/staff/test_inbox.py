"""Grouping questions, and what changes hands: the desk's own reckoning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from knowledge.feedback import remember_question
from knowledge.search.encoder import encode
from knowledge.search.service import AnswerSearch
from knowledge.staff import alike
from knowledge.staff.alike import families
from knowledge.staff.differences import changes, compare
from knowledge.staff.inbox import group, prepare, questions_of, settle
from knowledge.staff.links import due, record
from knowledge.staff.suggestions import Suggestions


def asked(database: sessionmaker[Session], *questions: str) -> None:
    with database() as session, session.begin():
        for question in questions:
            remember_question(session, question, "none")


def test_the_same_wish_in_near_words_is_one_group(database: sessionmaker[Session]) -> None:
    asked(
        database,
        "où trouver un local pour notre friperie",
        "trouver un local pour une friperie",
        "un local pour la friperie, où trouver",
        "faut-il un permis pour vendre du miel",
        "permis pour vendre du miel au marché",
        "comment payer moins d'assurance collective",
    )
    with database() as session:
        sizes = [len(one.questions) for one in group(questions_of(session))]
    assert sizes == [3, 2, 1]


def test_ways_of_asking_for_a_room_are_one_group_and_likely_ones_stand_beside_it(
    database: sessionmaker[Session],
) -> None:
    rooms = (
        "ya tu une salle de réunion gratos",
        "le pole prete-tu une salle",
        "ya tu une salle à louer au pole",
    )
    asked(database, *rooms, "faut-il un permis pour vendre du miel", "capitale de la france")
    with database() as session:
        first, *others = group(questions_of(session))
    assert {one.text for one in first.questions} == set(rooms)
    assert [one.everything for one in others] == [one.questions for one in others] and len(others) == 2


@given(st.lists(st.text(max_size=40), max_size=12))
@settings(max_examples=15, deadline=None)
def test_every_question_is_in_one_group_whatever_people_type(texts: list[str]) -> None:
    places = [row for family in families(texts) for part in family for row in part]
    assert sorted(places) == list(range(len(texts)))
    assert all(len(family[0]) >= len(part) for family in families(texts) for part in family)


def test_an_inbox_read_ahead_reads_nothing_more_when_it_opens(
    database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(database, "comment choisir un vérificateur", "choisir son vérificateur comment")
    assert prepare(database, Suggestions(AnswerSearch(database))) == 2
    read: list[str] = []
    monkeypatch.setattr(alike, "encode", lambda texts: read.extend(texts) or encode(texts))
    with database() as session:
        assert len(group(questions_of(session))) >= 1
    assert read == []


def test_an_empty_inbox_has_no_group() -> None:
    assert group([]) == []


def test_a_question_given_to_an_answer_opens_anew_when_it_fails_again(
    database: sessionmaker[Session],
) -> None:
    asked(database, "où est le vestiaire")
    with database() as session, session.begin():
        settle(session, questions_of(session), "answered", "tests", "vestiaire")
        assert questions_of(session) == []
    asked(database, "Ou est le vestiaire")
    with database() as session:
        assert [row.count for row in questions_of(session)] == [2]


def test_differences_are_word_by_word() -> None:
    pieces = compare("Il faut cinq membres", "Il faut trois membres")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "Il faut "),
        ("out", "cinq"),
        ("in", "trois"),
        ("same", " membres"),
    ]
    assert [
        change.label for change in changes({"text": "a", "as_of": None}, {"text": "a", "as_of": "2026"})
    ] == ["En date du"]


def test_links_no_longer_given_are_forgotten(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        record(session, "https://exemple.org/parti", "réponse 404", alive=False)
        assert due(session, 10) == []
