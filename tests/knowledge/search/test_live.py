"""What staff save is found at once, by a search that is already running."""

from __future__ import annotations

import time

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers import store
from knowledge.pack.importer import import_folder
from knowledge.records import AnswerRecord, FundRecord, Source
from knowledge.resources.store import load_resources
from knowledge.resources.store import save as save_resource
from knowledge.search.service import AnswerSearch
from knowledge.settings import DEFAULT_CONTENT_DIR

MAX_SECONDS = 2.0


def record(text: str, status: str = "published") -> AnswerRecord:
    """An answer on something that no pack speaks of."""
    return AnswerRecord.model_validate(
        {
            "id": "trampoline-communautaire",
            "theme": "essai",
            "question": "Où est le trampoline communautaire zébré?",
            "phrasings": ["trampoline zébré communautaire", "je cherche le trampoline zébré du village"],
            "text": text,
            "facts": [],
            "sources": [Source(title="Essai")],
            "review_by": "2099-01",
            "status": status,
        }
    )


def save(database: sessionmaker[Session], answer: AnswerRecord) -> None:
    with database() as session, session.begin():
        store.save(session, answer, author="essai", action="edit")


@pytest.fixture
def filled(database: sessionmaker[Session]) -> sessionmaker[Session]:
    """The content pack, on each of the two database systems."""
    with database() as session, session.begin():
        import_folder(session, DEFAULT_CONTENT_DIR)
    return database


@pytest.mark.quiet
def test_an_answer_is_found_changed_and_gone_as_it_is_saved(
    filled: sessionmaker[Session], search: AnswerSearch
) -> None:
    running = AnswerSearch(filled)
    question = "où est le trampoline zébré?"
    assert running.search(question).decision == "none"

    save(filled, record("Derrière l'aréna."))
    started = time.perf_counter()
    found = running.search(question)
    assert time.perf_counter() - started < MAX_SECONDS
    assert found.hits[0].answer.text == "Derrière l'aréna."

    save(filled, record("Devant l'église."))
    assert running.search(question).hits[0].answer.text == "Devant l'église."

    save(filled, record("Devant l'église.", status="archived"))
    assert running.search(question).decision == "none"


def test_an_edited_fund_changes_its_composed_answer(
    filled: sessionmaker[Session], search: AnswerSearch
) -> None:
    running = AnswerSearch(filled)
    with filled() as session, session.begin():
        fund = load_resources(session)["fund:biec"]
        assert isinstance(fund, FundRecord)
        save_resource(session, fund.model_copy(update={"amount_max": 31_415}), author="essai", action="edit")
    text = next(
        hit.answer.text
        for hit in running.search("c'est quoi les BIEC?").hits
        if hit.answer.identifier == "answer:fund-biec"
    )
    assert "31 415" in text.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_index_that_followed_changes_ranks_as_one_made_anew(
    filled: sessionmaker[Session], search: AnswerSearch
) -> None:
    running = AnswerSearch(filled)
    questions = ("où est le trampoline zébré?", "c'est quoi une coop de travail", "combien coute un permis")
    for text in ("Derrière l'aréna.", "Devant l'église.", "Il est rangé."):
        save(filled, record(text))
        running.snapshot()
    anew = AnswerSearch(filled)
    for question in questions:
        ours, theirs = running.search(question), anew.search(question)
        assert ours.decision == theirs.decision
        assert [hit.answer.identifier for hit in ours.hits] == [hit.answer.identifier for hit in theirs.hits]
        assert [hit.score for hit in ours.hits] == pytest.approx([hit.score for hit in theirs.hits], abs=0.03)
