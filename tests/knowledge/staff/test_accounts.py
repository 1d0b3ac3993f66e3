"""Accounts, sessions and throttling, on both databases; and the first administrator by command."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.__main__ import main
from knowledge.database import engine_for, sessions
from knowledge.models import AuditEntry, StaffInvitation, StaffSession, StaffUser, now
from knowledge.staff.accounts import (
    AccountError,
    accept,
    change,
    check_password,
    find_invitation,
    find_user,
    invite,
    new_link,
    set_password,
)
from knowledge.staff.sessions import LONGEST_DAYS, find_session, open_session

PASSWORD = "quatre mots bien choisis"
EMAIL = "camille@pole.example.org"


def make(session: Session, email: str = EMAIL, role: str = "editor") -> StaffUser:
    _, token = invite(session, email=email, name="Camille", role=role, by="tests")
    invitation = find_invitation(session, token)
    assert invitation is not None
    return accept(session, invitation, PASSWORD)


def test_a_password_is_stored_as_argon2_and_nothing_else(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        user = make(session)
        assert str(user.password_hash).startswith("$argon2id$")
        assert check_password(user, PASSWORD)
        assert not check_password(user, PASSWORD + "!")
        assert not check_password(None, PASSWORD)


def test_a_disabled_account_opens_nothing(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        make(session, "admin@pole.example.org", "administrator")
        user = make(session)
        token = open_session(session, user, "test")
        assert find_session(session, token) is not None
        change(session, user, by="admin", role="editor", name="Camille", active=False)
        assert find_session(session, token) is None
        assert not check_password(user, PASSWORD)


def test_the_base_alone_opens_no_session_and_no_invitation(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        user = make(session)
        token, link = open_session(session, user, "test"), new_link(session, user)
        assert token not in [row.digest for row in session.scalars(select(StaffSession))]
        assert link not in [row.digest for row in session.scalars(select(StaffInvitation))]


def test_a_session_ends_after_a_week_however_active(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        token = open_session(session, make(session), "test")
        row = session.scalars(select(StaffSession)).one()
        row.seen_at = later = now() + dt.timedelta(days=LONGEST_DAYS)
        assert find_session(session, token, later - dt.timedelta(minutes=1)) is not None
        assert find_session(session, token, later + dt.timedelta(minutes=1)) is None


def test_a_new_link_replaces_the_former_and_expires(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        user = make(session)
        first, second = new_link(session, user), new_link(session, user)
        assert find_invitation(session, first) is None
        found = find_invitation(session, second)
        assert found is not None
        found.expires_at = now() - dt.timedelta(seconds=1)
        assert find_invitation(session, second) is None


@pytest.mark.parametrize(
    "password", ["court", "aaaaaaaaaaaaaaaa", EMAIL, "motdepasse12", "camille12345", "x" * 201]
)
def test_a_password_that_is_guessed_is_refused(database: sessionmaker[Session], password: str) -> None:
    with database() as session, session.begin(), pytest.raises(AccountError):
        set_password(make(session), password)


@pytest.mark.parametrize("email", ["", "camille", "camille@", "a@b.example.org, c@d.example.org"])
def test_an_address_that_is_not_one_gets_no_account(database: sessionmaker[Session], email: str) -> None:
    with database() as session, pytest.raises(AccountError):
        invite(session, email=email, name="C", role="reader", by="tests")


def test_the_command_makes_the_first_administrator_and_helps_one_who_is_locked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'k.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", url)

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["knowledge", "admin", *words])
        return main()

    assert run("create", "Chef@pole.example.org", "--name", "Chef", "--site", "https://a.example.org/") == 0
    token = capsys.readouterr().out.split("https://a.example.org/equipe/invitation/")[1].strip()
    with sessions(url)() as session, session.begin():
        invitation = find_invitation(session, token)
        assert invitation is not None and invitation.user.role == "administrator"
        accept(session, invitation, PASSWORD).totp_secret = "A" * 32
    assert run("create", "chef@pole.example.org") == 1
    assert "déjà un compte" in capsys.readouterr().err
    assert run("link", "chef@pole.example.org") == 0
    with sessions(url)() as session:
        user = find_user(session, "CHEF@pole.example.org")
        assert user is not None and user.totp_secret is None
        assert session.scalars(select(AuditEntry.who).order_by(AuditEntry.id)).all()[0] == "commande"
    assert run("link", "personne@pole.example.org") == 1
    engine_for(url).dispose()
