"""A restore is rehearsed: copied while it is used, put back elsewhere, without what was erased meanwhile."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.backup import restoring
from knowledge.backup.copies import make_copy
from knowledge.backup.engines import POSTGRESQL, engine_name
from knowledge.backup.erasures import KEPT_DAYS, LIST_FILE
from knowledge.backup.restoring import RestoreError, restore
from knowledge.backup.sealing import SealError
from knowledge.database import content_number, engine_for, sessions
from knowledge.models import Answer, ContactRequest, OutgoingMail, SharedPage, Subscriber, now
from knowledge.requests import find_request, withdraw
from knowledge.shared_pages import erase_pages, share_page, token_digest
from knowledge.subscribers import ask as subscribe
from knowledge.subscribers import leave
from tests.knowledge.test_requests import as_sent, ask

KEY = "une clé d'essai assez longue pour servir"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))


@pytest.fixture
def elsewhere(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], str]]:
    """Addresses of empty bases of the same kind: other machines."""
    made: list[str] = []

    def another() -> str:
        if engine_name(database_url) == POSTGRESQL:
            made.append(request.getfixturevalue("postgresql").database())
            return made[-1]
        return f"sqlite:///{tmp_path / 'elsewhere' / 'knowledge.sqlite3'}"

    yield another
    for url in made:
        engine_for(url).dispose()
        request.getfixturevalue("postgresql").drop(url)


def left_by_two_people(session: Session) -> tuple[list[str], list[str]]:
    """What two people left, a request and a page and an address each: the tokens of the one who erases and
    the references that stay."""
    tokens, staying = [], []
    for number in range(2):
        request, token = ask(session)
        page = share_page(session, "roadmap", {"lines": []}, days=30)
        subscribe(session, f"personne{number}@example.org")
        tokens += [token, page]
        staying.append(request.reference)
    return tokens[:2], staying[1:]


def erase_all_of_the_first(session: Session, request_token: str, page_token: str) -> None:
    found = find_request(session, request_token)
    assert found is not None
    withdraw(session, found)
    assert erase_pages(session, [token_digest(page_token)]) == 1
    leave(session, session.scalars(select(Subscriber).where(Subscriber.address.like("personne0%"))).one())


def standing(url: str) -> tuple[list[str], int, list[str]]:
    with sessions(url)() as session:
        return (
            list(session.scalars(select(ContactRequest.reference))),
            len(session.scalars(select(SharedPage)).all()),
            list(session.scalars(select(Subscriber.address))),
        )


def test_a_lost_base_comes_back_on_another_machine_without_what_was_erased_since(
    database_url: str,
    filled_database: sessionmaker[Session],
    elsewhere: Callable[[], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "copies"
    with filled_database() as session, session.begin():
        tokens, staying = left_by_two_people(session)
        answers = set(session.scalars(select(Answer.id)))
    with filled_database() as writer:
        writer.begin()
        share_page(writer, "roadmap", {}, days=30)  # somebody is writing: not there yet, hence not copied
        began = time.perf_counter()
        if engine_name(database_url) == POSTGRESQL:
            make_copy(database_url, folder / "jour.copie", KEY)
        else:
            writer.rollback()  # SQLite has one writer, who never holds it for long
            make_copy(database_url, folder / "jour.copie", KEY)
        copied = time.perf_counter() - began
    with filled_database() as session, session.begin():
        erase_all_of_the_first(session, *tokens)
    make_copy(database_url, folder / "lendemain.copie", KEY)  # the list beside the copies knows it from here
    assert b"450 555-0123" not in (folder / "jour.copie").read_bytes()

    other = elsewhere()
    began = time.perf_counter()
    done = restore(other, folder / "jour.copie", KEY)
    back = time.perf_counter() - began
    assert done.erased == 3
    assert standing(other) == (staying, 1, ["personne1@example.org"])
    with sessions(other)() as session:
        assert set(session.scalars(select(Answer.id))) == answers
    assert back < 60
    with capsys.disabled():
        print(f" [{engine_name(database_url)}: copy {copied:.2f} s, restore {back:.2f} s]", end="")
    # A copy of what came back still remembers, without the list of the former machine.
    make_copy(other, tmp_path / "third" / "jour.copie", KEY)
    assert len((tmp_path / "third" / LIST_FILE).read_text().splitlines()) == 3


def test_putting_a_copy_back_over_a_base_in_use_keeps_its_erasures_and_is_seen_by_who_runs(
    database_url: str, database: sessionmaker[Session], tmp_path: Path
) -> None:
    copy = tmp_path / "alone" / "jour.copie"
    with database() as session, session.begin():
        tokens, staying = left_by_two_people(session)
    make_copy(database_url, copy, KEY)
    with database() as session, session.begin():
        erase_all_of_the_first(session, *tokens)
        before = content_number(session)
    (copy.parent / LIST_FILE).unlink(missing_ok=True)  # the base itself knows
    with pytest.raises(RestoreError, match="n'est pas vide"):
        restore(database_url, copy, KEY)
    assert restore(database_url, copy, KEY, replace=True).erased == 3
    assert standing(database_url) == (staying, 1, ["personne1@example.org"])
    with database() as session:
        assert content_number(session) > before


def test_a_request_that_was_mailed_before_it_came_back_is_told_again_to_the_team(
    database_url: str, database: sessionmaker[Session], tmp_path: Path
) -> None:
    with database() as session, session.begin():
        _, token = ask(session)
        as_sent(session)
    make_copy(database_url, tmp_path / "jour.copie", KEY)
    with database() as session, session.begin():
        found = find_request(session, token)
        assert found is not None
        withdraw(session, found)
    restore(database_url, tmp_path / "jour.copie", KEY, replace=True)
    with database() as session:
        row = session.scalars(select(ContactRequest)).one()
        assert (row.reach, row.story, row.status) == ("", "", "withdrawn")
        (mail,) = session.scalars(select(OutgoingMail))
        assert (mail.kind, mail.about, mail.status) == ("withdrawal", row.id, "pending")


def test_a_restore_that_fails_midway_leaves_the_base_as_it_was(
    database_url: str, database: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_copy(database_url, tmp_path / "jour.copie", KEY)
    with database() as session, session.begin():
        ask(session)

    def fails(_session: Session, _erasures: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(restoring, "apply_erasures", fails)
    with pytest.raises(OSError, match="full"):
        restore(database_url, copy, KEY, replace=True)
    assert len(standing(database_url)[0]) == 1


def test_a_copy_that_is_changed_cut_or_too_old_is_refused_and_nothing_is_touched(
    database_url: str, database: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_copy(database_url, tmp_path / "jour.copie", KEY)
    whole = copy.read_bytes()
    with database() as session, session.begin():
        ask(session)
    changed = whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:]
    for wrong in (whole[:-1], whole[:200], changed, b"autre chose"):
        copy.write_bytes(wrong)
        with pytest.raises(SealError):
            restore(database_url, copy, KEY, replace=True)
    copy.write_bytes(whole)
    with pytest.raises(SealError, match="autre clé"):
        restore(database_url, copy, KEY + "!", replace=True)
    monkeypatch.setattr(restoring, "now", lambda: now() + dt.timedelta(days=KEPT_DAYS + 1))
    with pytest.raises(RestoreError, match="jours"):
        restore(database_url, copy, KEY, replace=True)
    assert len(standing(database_url)[0]) == 1
