"""What the privacy table says is kept, and for how long, is what the code does when the clock moves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.backup.erasures import KEPT_DAYS as NOTES_DAYS
from knowledge.clock import today
from knowledge.models import (
    Adviser,
    AdviserSession,
    Base,
    ClientSheet,
    ErasureNote,
    ExpertCase,
    ExpertReply,
    FollowedReferral,
    KeptSearch,
    OpenQuestion,
    OrganizationLetter,
    OutgoingMail,
    PrivateLink,
    SharedPage,
    SheetProposal,
    Subscriber,
    TableMeeting,
    Watching,
    now,
)
from knowledge.network.advisers import ask_to_enter, enter
from knowledge.network.client_sheets import keep as keep_sheet
from knowledge.network.delays import ADVISER, LETTER, REFERRAL, TABLE
from knowledge.network.kept_searches import keep as keep_search
from knowledge.network.links import make_link
from knowledge.network.receivers import Receiver
from knowledge.network.referrals import create
from knowledge.network.watching import LINK_DAYS as ALERT_LINK_DAYS
from knowledge.network.watching import ask as watch
from knowledge.outgoing import put
from knowledge.referral.reference import ReferenceSheet
from knowledge.referral.saved_search import SavedSearch
from knowledge.requests import KEPT_DAYS as REQUEST_DAYS
from knowledge.retention import CONVERSATION_HOURS, QUESTION_MONTHS, erase_due
from knowledge.settings import PROJECT_DIR
from knowledge.shared_pages import share_page
from knowledge.subscribers import ask

TOLD = (PROJECT_DIR / "docs" / "vie-privee.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TOLD.splitlines()
    if line.startswith("|") and not line.startswith("|---")
][1:]
MONTH = 31


def referral(session: Session) -> None:
    create(
        session,
        Receiver("organization:a", "A", "a@example.org"),
        author="person",
        reach="450 555-0123",
        story="- Lieu: Huntingdon",
        mrc=None,
        told=None,
        consent_text="oui",
        prefix="ES",
    )


def letter(session: Session) -> None:
    made = OrganizationLetter(
        organization="organization:a",
        address="a@example.org",
        sheets=[],
        created_by="moi",
        next_step_at=now() + dt.timedelta(days=900),
        status="exact",
    )
    session.add(made)
    session.flush()
    session.add(SheetProposal(letter_id=made.id, subject="organization:a", changes={}))


def space(session: Session) -> int:
    ask_to_enter(session, "a@example.org")
    row = session.scalars(select(Adviser)).one()
    keep_search(session, row.id, SavedSearch(text="serre"))
    enter(session, row)
    return row.id


def sheet(session: Session) -> None:
    made = ReferenceSheet([], [], "", "")
    row = space(session)
    keep_sheet(session, row, made, SavedSearch(), {}, consent_text="oui", prefix="ES")


def case(session: Session) -> None:
    session.add(ExpertCase(question="Qui pour une serre?", replies=[ExpertReply(text="Le CDRQ")]))


def sent(session: Session) -> None:
    put(session, "letter", 9).status = "sent"


# What makes a row, its table, and how many days it lives.
KEPT: list[tuple[Callable[[Session], Any], list[type[Base]], int]] = [
    (referral, [FollowedReferral], REFERRAL.kept_days),
    (letter, [OrganizationLetter, SheetProposal], LETTER.kept_months * MONTH),
    (lambda session: make_link(session, "letter", 1, LETTER.link_days), [PrivateLink], LETTER.link_days),
    (lambda session: share_page(session, "roadmap", {}, 30), [SharedPage], 30),
    (sent, [OutgoingMail], REQUEST_DAYS),
    (
        lambda session: session.add(OpenQuestion(digest="a", text="a", outcome="none")),
        [OpenQuestion],
        QUESTION_MONTHS * MONTH,
    ),
    (lambda session: ask(session, "a@example.org"), [Subscriber], CONFIRM_DAYS),
    (lambda session: watch(session, "a@example.org", "fund:a"), [Watching], CONFIRM_DAYS),
    (lambda session: ask_to_enter(session, "a@example.org"), [Adviser], ADVISER.confirm_days),
    (space, [AdviserSession], ADVISER.session_days),
    (sheet, [ClientSheet], ADVISER.sheet_days),
    (lambda _: None, [Adviser, KeptSearch], ADVISER.unused_months * MONTH),
    (case, [ExpertCase, ExpertReply], TABLE.case_months * MONTH),
    (
        lambda session: session.add(TableMeeting(day=today())),
        [TableMeeting],
        TABLE.meeting_months * MONTH,
    ),
    (lambda session: session.add(ErasureNote(kind="page", digest="a")), [ErasureNote], NOTES_DAYS),
]


def test_what_is_kept_goes_in_its_time_and_not_before(
    database: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for make, tables, days in KEPT:
        with database() as session, session.begin():
            make(session)
        for after, stays in ((days * 0.9, True), (days + 1, False)):
            erase_due(database, moment=now() + dt.timedelta(days=after))
            with database() as session:
                for table in tables:
                    standing = session.scalars(select(table)).all()
                    assert bool(standing) is stays, (table.__tablename__, after)


def test_the_table_names_tables_that_exist_and_says_the_delays_of_the_code() -> None:
    named = {name for row in ROWS for name in re.findall(r"`(\w+)`", row[1])}
    assert named <= set(Base.metadata.tables) and len(ROWS) == 17
    said = {name: row[3] for row in reversed(ROWS) for name in re.findall(r"`(\w+)`", row[1])}
    numbers = {name: [int(found) for found in re.findall(r"\d+", text)] for name, text in said.items()}
    assert numbers["followed_referral"] == [REFERRAL.kept_days]
    assert numbers["organization_letter"] == [LETTER.kept_months]
    links = [LETTER.link_days, REFERRAL.link_days, ALERT_LINK_DAYS, ADVISER.link_minutes]
    assert numbers["private_link"] == links and TABLE.link_days == ALERT_LINK_DAYS
    assert numbers["adviser"] == [ADVISER.unused_months, ADVISER.confirm_days, ADVISER.session_days]
    assert numbers["expert_case"] == [TABLE.case_months]
    assert numbers["table_meeting"] == [TABLE.meeting_months]
    assert numbers["client_sheet"] == [ADVISER.sheet_days] == [REFERRAL.link_days]
    assert numbers["watching"] == [CONFIRM_DAYS]
    assert numbers["contact_request"] == numbers["outgoing_mail"] == [REQUEST_DAYS]
    assert numbers["open_question"] == [QUESTION_MONTHS]
    assert numbers["subscriber"] == [CONFIRM_DAYS]
    assert numbers["erasure_note"] == [NOTES_DAYS]
    assert f"{CONVERSATION_HOURS} heures" in TOLD
