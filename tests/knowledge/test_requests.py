"""Requests for a person: what is kept, for how long, and taking it back."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import ContactRequest, DailyCount, OutgoingMail, now
from knowledge.requests import KEPT_DAYS, create_request, find_by_reference, find_request, withdraw
from knowledge.shared_pages import new_token


def ask(session: Session, **changes: str | None) -> tuple[ContactRequest, str]:
    given: dict[str, str | None] = {"reach": "450 555-0123", "story": "- Lieu: Huntingdon", "mrc": None}
    return create_request(
        session,
        **{**given, **changes},  # type: ignore[arg-type]
        consent_text="Acceptez-vous?",
        consent_at=now(),
        prefix="VHSL",
    )


def as_sent(session: Session) -> None:
    """As if every mail in line had left."""
    session.execute(update(OutgoingMail).values(status="sent", attempts=1))


def test_a_request_gets_a_number_that_can_be_read_out_loud_and_a_day_of_erasure(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        references = {ask(session)[0].reference for _ in range(20)}
        request = session.scalars(select(ContactRequest)).first()
        assert request is not None
        assert request.erase_after - request.created_at == dt.timedelta(days=KEPT_DAYS)
    assert len(references) == 20
    assert all(re.fullmatch(r"VHSL-[34679CDFGHJKMNPQRTVWX]{6}", name) for name in references)


def test_the_same_message_sent_again_is_the_same_request(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        first, token = ask(session, once="someone\nmessage-1")
    with database() as session, session.begin():
        again, same = ask(session, once="someone\nmessage-1")
        other, another = ask(session, once="someone\nmessage-2")
        assert (again.reference, same) == (first.reference, token)
        assert other.reference != first.reference and another != token
        assert len(token) == len(new_token())
    with database() as session:
        assert len(session.scalars(select(OutgoingMail)).all()) == 2
        assert {row.key: row.count for row in session.scalars(select(DailyCount))} == {"received": 2}


def test_a_request_taken_back_is_asked_anew_by_the_same_message(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        request, token = ask(session, once="someone\nmessage-1")
        as_sent(session)
        withdraw(session, request)
    with database() as session, session.begin():
        again, another = ask(session, once="someone\nmessage-1")
        assert another != token and find_request(session, another) is again


def test_a_request_that_nobody_was_told_of_is_gone_when_it_is_withdrawn(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        _, token = ask(session)
        found = find_request(session, token)
        assert found is not None
        withdraw(session, found)
    with database() as session:
        assert session.scalars(select(ContactRequest)).all() == []
        counts = {row.key: row.count for row in session.scalars(select(DailyCount))}
        assert counts == {"received": 1, "withdrawn": 1}


def test_a_request_already_mailed_is_emptied_at_once_until_the_team_is_told(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        request, token = ask(session, mrc="roussillon")
        as_sent(session)
        request.staff_note = "rappeler mardi"
        withdraw(session, request)
    with database() as session:
        row = session.scalars(select(ContactRequest)).one()
        assert (row.reach, row.story, row.consent_text, row.mrc, row.staff_note) == ("", "", "", None, None)
        (mail,) = session.scalars(select(OutgoingMail))
        assert (mail.kind, mail.about, mail.status) == ("withdrawal", row.id, "pending")
        assert find_request(session, token) is None
        assert find_by_reference(session, row.reference) is None


def test_another_link_finds_no_request(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        request, token = ask(session)
        assert find_request(session, token[:-1]) is None
        assert find_request(session, request.withdrawal_digest) is None
