"""Grouping questions, and what changes hands: the desk's own reckoning."""

from __future__ import annotations

from sqlalchemy.orm import Session, sessionmaker

from knowledge.feedback import remember_question
from knowledge.staff.differences import changes, compare
from knowledge.staff.inbox import group, questions_of, settle
from knowledge.staff.links import due, record


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
