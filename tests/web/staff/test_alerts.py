"""Told when it changes: asked twice, told once of what is true, left in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.backup.erasures import noted
from knowledge.backup.restoring import apply_erasures
from knowledge.models import OutgoingMail, Watching, now
from knowledge.network.watching import make_due
from knowledge.records import CallRule, Contact
from knowledge.resources import store
from tests.mailbox import Mailbox
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, fill, fund, organization
from tests.web.staff.posting import deliver
from tests.web.staff.test_referrals import link_in

FUND = "fund:coup-de-pouce"
GOOD = {"courriel": "Personne@Example.org", "accord": "1"}
TODAY = clock.today()


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> Iterator[None]:
    fill(database)
    yield


def save(database: sessionmaker[Session], *records: object) -> None:
    with database() as session, session.begin():
        for record in records:
            store.save(session, record, author="editor", action="edit")  # type: ignore[arg-type]


def look(database: sessionmaker[Session], days: float = 0) -> int:
    with database() as session, session.begin():
        return make_due(session, now() + dt.timedelta(days=days))


def confirmed(anonymous: Desk, app: FastAPI, box: Mailbox, about: str) -> None:
    assert "Regardez vos courriels" in anonymous.post(f"/alertes?choix={about}", data=GOOD).text
    assert deliver(app) == 1
    confirming = link_in(box, "/alertes/confirmer")
    assert "Je confirme" in anonymous.get(confirming).text
    assert "C'est confirmé" in anonymous.post(confirming).text


def test_a_fund_that_changes_is_told_once_to_who_confirmed_and_left_in_one_act(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    mailbox: Mailbox,
) -> None:
    wrong = anonymous.post(f"/alertes?choix={FUND}", data={"courriel": "x", "accord": "1"})
    assert wrong.status_code == 422 and anonymous.get("/alertes?choix=fund:rien").status_code == 404
    anonymous.post(f"/alertes?choix={FUND}", data=GOOD)
    with database() as session:
        assert session.scalars(select(Watching)).one().consent_at is None
        assert len(session.scalars(select(OutgoingMail)).all()) == 1
    anonymous.post(f"/alertes?choix={FUND}", data=GOOD)
    assert deliver(app) == 1, "nobody is written to twice in a day"
    confirming = link_in(mailbox, "/alertes/confirmer")
    anonymous.get(confirming)
    assert look(database) == 0, "who only opened the link is told nothing"
    anonymous.post(confirming)
    assert look(database) == 0, "nothing changed"
    save(database, fund("coup-de-pouce", "Fonds Coup de pouce", amount_max=9000), fund("autre", "Autre"))
    assert look(database) == 1 and deliver(app) == 1
    message = mailbox.messages[-1]
    text = message.get_content()
    assert "Du nouveau: Fonds Coup de pouce" in message["Subject"] and "Fiches mises à jour" in text
    assert "montant" in text and "Autre" not in text
    assert look(database) == 0, "told once"
    leaving = str(message["List-Unsubscribe"]).strip("<>").removeprefix("https://assistant.example.org")
    assert anonymous.get(leaving).status_code == 200
    with database() as session:
        assert session.scalars(select(Watching)).one(), "opening the link leaves nothing"
    assert anonymous.post(leaving, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with database() as session, session.begin():
        assert session.scalars(select(Watching)).all() == []
        assert apply_erasures(session, noted(session)) == 0
    assert anonymous.post(leaving).status_code == 200, "twice is just as well"


def test_a_mrc_tells_its_new_doors_and_the_days_of_its_calls(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    mailbox: Mailbox,
) -> None:
    confirmed(anonymous, app, mailbox, f"mrc:{MRC}")
    opens, closes = TODAY + dt.timedelta(days=3), TODAY + dt.timedelta(days=20)
    rules = fund("a", "A").eligibility
    rule = CallRule(mode="call", opens=opens, closes=closes, confirmed=True)
    save(
        database,
        organization("neuve", "La porte neuve", contact=Contact(phone="450 555-0102")),
        fund("appel", "Fonds Appel", eligibility=rules.model_copy(update={"calls": rule})),
        organization("loin", "Loin", eligibility=rules.model_copy(
            update={"territory": rules.territory.model_copy(update={"mrc": ["roussillon"]})}
        )),
    )  # fmt: skip
    told = []
    for days in (0.01, 1, 4, 14, 22):
        made = look(database, days)
        assert deliver(app) == made
        told.append(mailbox.messages[-1].get_content() if made else "")
    assert "La porte neuve" in told[0] and "Loin" not in told[0] and told[1] == ""
    assert "Fonds Appel: ouvert depuis le" in told[2] and "Fonds Appel: ferme le" in told[3]
    assert "Fonds Appel: fermé depuis le" in told[4]


def test_a_mail_server_that_is_down_loses_no_change(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    mailbox: Mailbox,
) -> None:
    confirmed(anonymous, app, mailbox, FUND)
    save(database, fund("coup-de-pouce", "Fonds Coup de pouce", amount_max=9000))
    assert look(database) == 1
    mailbox.refuse = True
    assert deliver(app) == 0 and look(database) == 0, "it waits in line, and nothing is told beside it"
    mailbox.refuse = False
    with database() as session, session.begin():
        session.execute(update(OutgoingMail).values(next_attempt_at=now() - dt.timedelta(seconds=1)))
    assert deliver(app) == 1 and "montant" in mailbox.messages[-1].get_content()
