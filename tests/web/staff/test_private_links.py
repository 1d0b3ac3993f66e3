"""Every kind of private link: guessed it opens nothing, opened it changes nothing, past its day or used it is
worth nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import Adviser, Base, FollowedReferral, OrganizationLetter, PrivateLink, now
from knowledge.network import client_sheets, experts
from knowledge.network.adviser_mail import PATH as SPACE_PATH
from knowledge.network.adviser_mail import STOP_PATH
from knowledge.network.advisers import link_to_enter
from knowledge.network.letter_mail import PATH as LETTER_PATH
from knowledge.network.links import Kind, make_link
from knowledge.network.receivers import Receiver
from knowledge.network.referral_mail import ANSWER_PATH, FOLLOW_PATH
from knowledge.network.referrals import create
from knowledge.network.watching import confirm, link_of, new_row
from knowledge.network.watching_mail import PATH as ALERT_PATH
from knowledge.referral.reference import ReferenceSheet
from knowledge.referral.saved_search import SavedSearch
from tests.web.staff.content import fill
from web.advisers.client_sheets import CLIENT_PATH

PORTE = "organization:porte"
# What no house makes, tried in the place of a token.
FORGED = (
    "%00",
    "..%2f..%2fsecret-key",
    "%27%20OR%201=1--",
    "%C3%A9" * 200,
    "a" * 5_000,
    "%ff%fe",
    "*",
    "null",
)
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


@dataclass(frozen=True)
class Opens:
    """What a kind of link opens: where, how it is made, the act behind it, and whether a mail program may do
    the act by itself, as `List-Unsubscribe-Post` asks."""

    path: str
    made: Callable[[Session], str]
    act: dict[str, str] = field(default_factory=dict)
    one_click: bool = False


def adviser(session: Session) -> Adviser:
    row = Adviser(
        address="a@example.org",
        digest="a",
        confirm_by=now(),
        seat=experts.MEMBER,
        shown_as="A",
        told_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def letter(session: Session) -> str:
    row = OrganizationLetter(
        organization=PORTE, address="a@example.org", sheets=[PORTE], created_by="moi", next_step_at=now()
    )
    session.add(row)
    session.flush()
    return make_link(session, "letter", row.id, 9)


def referral(session: Session) -> tuple[FollowedReferral, str]:
    return create(
        session, Receiver(PORTE, "La porte", "a@example.org"), author="person", reach="450 555-0123",
        story="- Lieu: ici", mrc=None, told=None, consent_text="oui", prefix="ES",
    )  # fmt: skip


def asked(session: Session) -> str:
    return make_link(session, "referral", referral(session)[0].id, 9)


def alert(session: Session) -> str:
    row = new_row(session, "a@example.org", "fund:coup-de-pouce")
    confirm(row)
    return link_of(session, row)


def sheet(session: Session) -> str:
    paper = ReferenceSheet([], [], "", "")
    row = client_sheets.keep(
        session, adviser(session).id, paper, SavedSearch(), {}, consent_text="oui", prefix="ES"
    )
    assert row is not None
    return client_sheets.link_for_client(session, row)


KINDS: dict[Kind, Opens] = {
    "letter": Opens(LETTER_PATH, letter, {"do": "exact"}),
    "referral": Opens(ANSWER_PATH, asked, {"do": "taken"}),
    "follow": Opens(FOLLOW_PATH, lambda session: referral(session)[1], {"do": "withdraw"}),
    "alert": Opens(f"{ALERT_PATH}/quitter", alert, one_click=True),
    "sign_in": Opens(f"{SPACE_PATH}/entrer", lambda session: link_to_enter(session, adviser(session))),
    "sheet": Opens(CLIENT_PATH, sheet),
    "table": Opens(
        STOP_PATH, lambda session: experts.link_to_stop(session, adviser(session)), one_click=True
    ),
}


def whole(database: sessionmaker[Session]) -> dict[str, list[Any]]:
    """All that the base holds."""
    with database() as session:
        return {
            name: [tuple(row) for row in session.execute(select(table))]
            for name, table in Base.metadata.tables.items()
        }


def test_every_kind_of_link_is_tried_here() -> None:
    assert set(KINDS) == set(get_args(Kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_acts_once_by_its_button_and_never_by_being_opened(
    app: FastAPI, database: sessionmaker[Session], kind: Kind
) -> None:
    fill(database)
    opens = KINDS[kind]
    with database() as session, session.begin():
        token = opens.made(session)
    assert len(token) >= 32
    anybody, address = TestClient(app), f"{opens.path}/{token}"
    before = whole(database)

    other = token[:-1] + ("a" if token[-1] != "a" else "b")
    for forged in (other, token[:-1], token + "a", token.swapcase(), *FORGED):
        assert anybody.get(f"{opens.path}/{forged}").status_code in (404, 405), forged
        assert anybody.post(f"{opens.path}/{forged}", data=opens.act).status_code < 500, forged
    for elsewhere in {one.path for one in KINDS.values()} - {opens.path}:
        assert anybody.get(f"{elsewhere}/{token}").status_code == 404, "of another kind"
    assert whole(database) == before
    for headers in ({}, {"Purpose": "prefetch"}, FOREIGN):
        page = anybody.get(address, headers=headers)
        assert page.status_code == 200 and "<button" in page.text
        assert "no-store" in page.headers["cache-control"] and "noindex" in page.text
    anybody.head(address)
    assert whole(database) == before, "a preview, a scanner, a forward"
    if not opens.one_click:
        assert anybody.post(address, data=opens.act, headers=FOREIGN).status_code == 403
        assert whole(database) == before

    with database() as session, session.begin():
        ends = session.scalars(select(PrivateLink.expires_at).where(PrivateLink.kind == kind)).one()
        session.execute(update(PrivateLink).values(expires_at=now() - dt.timedelta(seconds=1)))
    past = whole(database)
    assert anybody.get(address).status_code == 404
    anybody.post(address, data=opens.act)
    assert whole(database) == past, "past its day, its button does nothing"

    with database() as session, session.begin():
        session.execute(update(PrivateLink).values(expires_at=ends))
    assert anybody.post(address, data=opens.act, follow_redirects=False).status_code in (200, 303)
    done = whole(database)
    assert done != before
    assert TestClient(app).get(address).status_code == 404, "once used"
    TestClient(app).post(address, data=opens.act)
    assert whole(database) == done
