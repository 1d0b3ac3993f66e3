"""What staff save is found at once, by a search that is already running."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import threading
import time
import weakref
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.answers import store
from knowledge.records import AnswerRecord, FundRecord, Source
from knowledge.resources.store import load_resources
from knowledge.resources.store import save as save_resource
from knowledge.search.service import FOLLOW_SECONDS, AnswerSearch, Snapshot
from tests import prepared

MAX_SECONDS = 2.0  # of this process, whatever else the machine does


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


def test_an_answer_is_found_changed_and_gone_as_it_is_saved(filled_database: sessionmaker[Session]) -> None:
    running = prepared.ready(filled_database, patience=60)
    question = "où est le trampoline zébré?"
    assert running.search(question).decision == "none"

    save(filled_database, record("Derrière l'aréna."))
    started = time.process_time()
    found = running.search(question)
    assert time.process_time() - started < MAX_SECONDS
    assert found.hits[0].answer.text == "Derrière l'aréna."

    save(filled_database, record("Devant l'église."))
    assert running.search(question).hits[0].answer.text == "Devant l'église."

    save(filled_database, record("Devant l'église.", status="archived"))
    assert running.search(question).decision == "none"


def test_every_replica_gives_what_is_published_before_two_seconds_of_a_processor(
    filled_database: sessionmaker[Session],
) -> None:
    replicas = [prepared.ready(filled_database) for _ in range(2)]
    ends = [replica.follow() for replica in replicas]
    started = time.process_time()
    try:
        save(filled_database, record("Derrière l'aréna."))
        until = time.monotonic() + 60
        while not all("answer:trampoline-communautaire" in one.snapshot().answers for one in replicas):
            assert time.monotonic() < until
            time.sleep(0.05)
        spent = time.process_time() - started
    finally:
        for end in ends:
            end()
    assert spent / len(replicas) < MAX_SECONDS - FOLLOW_SECONDS


def test_an_edited_fund_changes_its_composed_answer(filled_database: sessionmaker[Session]) -> None:
    running = prepared.ready(filled_database, patience=60)
    with filled_database() as session, session.begin():
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
    filled_database: sessionmaker[Session],
) -> None:
    running = prepared.ready(filled_database, patience=60)
    questions = ("où est le trampoline zébré?", "c'est quoi une coop de travail", "combien coute un permis")
    for text in ("Derrière l'aréna.", "Devant l'église.", "Il est rangé."):
        save(filled_database, record(text))
        running.snapshot()
    anew = AnswerSearch(filled_database)
    for question in questions:
        ours, theirs = running.search(question), anew.search(question)
        assert ours.decision == theirs.decision
        assert [hit.answer.identifier for hit in ours.hits] == [hit.answer.identifier for hit in theirs.hits]
        assert [hit.score for hit in ours.hits] == pytest.approx([hit.score for hit in theirs.hits], abs=0.03)


@pytest.fixture
def small(database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> AnswerSearch:
    """A search that stands on one answer, and takes its time to build another index."""
    save(database, record("Derrière l'aréna."))
    running = AnswerSearch(database)
    running.refresh()
    build = running._builder.build

    def slowly(*arguments: Any) -> Snapshot:
        time.sleep(0.6)
        return build(*arguments)

    monkeypatch.setattr(running._builder, "build", slowly)
    return running


def place(snapshot: Snapshot) -> str:
    return snapshot.answers["answer:trampoline-communautaire"].text


def wait_for(search: AnswerSearch, text: str, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while place(search.snapshot()) != text:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_index_that_serves_no_more_is_given_back_at_once(
    small: AnswerSearch, database: sessionmaker[Session]
) -> None:
    former = weakref.ref(small.snapshot().index)
    save(database, record("Devant l'église."))
    gc.disable()
    try:
        small.refresh()
        assert former() is None
    finally:
        gc.enable()


def test_while_a_new_index_is_built_the_former_one_answers_at_once(
    small: AnswerSearch, database: sessionmaker[Session]
) -> None:
    save(database, record("Devant l'église."))
    start = time.monotonic()
    for _ in range(5):
        assert place(small.snapshot()) == "Derrière l'aréna."
    assert time.monotonic() - start < 0.5
    wait_for(small, "Devant l'église.")


def test_a_trial_may_wait_for_what_was_just_published(
    small: AnswerSearch, database: sessionmaker[Session]
) -> None:
    save(database, record("Devant l'église."))
    assert place(small.snapshot(patience=10)) == "Devant l'église."


def test_several_questions_at_once_begin_one_build(
    small: AnswerSearch, database: sessionmaker[Session], caplog: pytest.LogCaptureFixture
) -> None:
    save(database, record("Devant l'église."))
    caplog.set_level(logging.INFO)
    askers = [threading.Thread(target=small.snapshot, args=(10,)) for _ in range(6)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert caplog.text.count("Search index at content number") == 1


def test_a_build_that_fails_leaves_the_former_index_until_the_content_changes(
    small: AnswerSearch, database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(*_arguments: Any) -> Snapshot:
        tried.append(1)
        raise ValueError

    build = small._builder.build
    monkeypatch.setattr(small._builder, "build", fail)
    save(database, record("Devant l'église."))
    for _ in range(3):
        assert place(small.snapshot(patience=5)) == "Derrière l'aréna."
    assert len(tried) == 1, "what cannot be indexed is not tried at every question"
    monkeypatch.setattr(small._builder, "build", build)
    save(database, record("À côté de l'école."))
    assert place(small.snapshot(patience=10)) == "À côté de l'école."


@pytest.mark.parametrize("here", [True, False], ids=["by this process", "by another process"])
def test_what_is_published_is_indexed_before_anybody_asks(
    small: AnswerSearch, database: sessionmaker[Session], here: bool
) -> None:
    # A pace that no test waits for: what this process saves is looked at when it is committed.
    end = small.follow(every=60 if here else 0.05)
    try:
        save(database if here else sessionmaker(database.kw["bind"]), record("Devant l'église."))
        wait_for(small, "Devant l'église.")
    finally:
        end()
        small.refresh()  # no build goes on


def test_a_question_that_follows_reads_nothing_of_the_base(
    small: AnswerSearch, database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    end = small.follow(every=60)
    try:
        monkeypatch.setattr(small, "sessions", None)
        assert place(small.snapshot()) == "Derrière l'aréna."
    finally:
        monkeypatch.undo()
        end()


def test_the_day_that_changes_brings_a_new_index_and_no_wait(
    small: AnswerSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = small.snapshot().today
    end = small.follow(every=0.05)
    try:
        monkeypatch.setattr(clock, "today", lambda: before + dt.timedelta(days=1))
        start = time.monotonic()
        assert small.snapshot().today == before
        assert time.monotonic() - start < 0.3
        deadline = time.monotonic() + 10
        while small.snapshot().today == before:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        end()
