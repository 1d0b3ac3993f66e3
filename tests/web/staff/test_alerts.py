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
from knowledge.network.watching import MOST_ASKED, ask, make_due
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


SEARCH = "mrc=haut-saint-laurent&need=funding&age=30"


def test_a_search_tells_its_new_doors_and_corrections_and_nothing_that_does_not_fit(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    mailbox: Mailbox,
) -> None:
    shown = anonymous.get(f"/ressources?{SEARCH}").text
    assert "/alertes/recherche?mrc=haut-saint-laurent" in shown
    page = anonymous.get(f"/alertes/recherche?{SEARCH}").text
    kept = "/alertes/recherche?mrc=haut-saint-laurent&amp;need=funding"
    assert "Haut-Saint-Laurent" in page and f'action="{kept}"' in page
    assert "Regardez vos courriels" in anonymous.post(f"/alertes/recherche?{SEARCH}", data=GOOD).text
    with database() as session:
        row = session.scalars(select(Watching)).one()
        assert row.search and row.search["profile"]["age"] is None, "the age of a person is not kept"
    assert deliver(app) == 1
    confirming = link_in(mailbox, "/alertes/confirmer")
    anonymous.post(confirming)
    assert look(database) == 0
    far = fund("loin", "Fonds Loin").eligibility
    save(
        database,
        fund("neuf", "Fonds Neuf"),
        fund("loin", "Fonds Loin", eligibility=far.model_copy(
            update={"territory": far.territory.model_copy(update={"level": "mrc", "mrc": ["roussillon"]})}
        )),
        fund("coup-de-pouce", "Fonds Coup de pouce", amount_max=9000),
    )  # fmt: skip
    assert look(database) == 1 and deliver(app) == 1
    text = mailbox.messages[-1].get_content()
    assert "Fonds Neuf" in text and "Fonds Coup de pouce: montant" in text and "Loin" not in text
    assert "/ressources?mrc=haut-saint-laurent" in text
    assert look(database) == 0, "told once"
    leaving = link_in(mailbox, "/alertes/quitter")
    assert anonymous.post(leaving).status_code == 200
    with database() as session:
        assert session.scalars(select(Watching)).all() == []


@pytest.mark.parametrize("search", ["", "q=Jeanne+Tremblay+514+555-0199"])
def test_a_search_of_everything_or_of_somebody_is_not_kept(
    search: str, anonymous: Desk, database: sessionmaker[Session]
) -> None:
    assert anonymous.get(f"/alertes/recherche?{search}").text.count("<form") == 0
    assert anonymous.post(f"/alertes/recherche?{search}", data=GOOD).status_code == 422
    with database() as session:
        assert session.scalars(select(Watching)).all() == []


def test_asking_for_many_things_does_not_fill_a_mailbox(
    anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    with database() as session, session.begin():
        asked = [ask(session, "a@example.org", f"fund:{number}") for number in range(MOST_ASKED + 3)]
    assert asked == [True] * MOST_ASKED + [False] * 3


def test_a_feed_tells_new_doors_and_corrections_of_a_search_a_mrc_or_one_sheet(
    anonymous: Desk, database: sessionmaker[Session], app: FastAPI
) -> None:
    rules = fund("a", "A").eligibility
    far = rules.territory.model_copy(update={"mrc": ["roussillon"]})
    save(
        database,
        fund("neuf", "Fonds Neuf"),
        fund("coup-de-pouce", "Fonds Coup de pouce", amount_max=9000),
        fund("loin", "Fonds Loin", eligibility=rules.model_copy(update={"territory": far})),
    )
    app.state.search.refresh()
    everything = anonymous.get("/nouveautes.atom").text
    assert "Nouvelle porte: Fonds Neuf" in everything and "Nouvelle porte: Fonds Loin" in everything
    assert "Fiche mise à jour: Fonds Coup de pouce" in everything and "A changé: montant" in everything
    for query in (f"mrc={MRC}", f"choix=mrc:{MRC}"):
        asked = anonymous.get(f"/nouveautes.atom?{query}").text
        assert "Fonds Neuf" in asked and "Fonds Loin" not in asked, query
    assert "Fonds Neuf" not in anonymous.get(f"/nouveautes.atom?choix={FUND}").text
    assert anonymous.get("/nouveautes.atom?choix=fund:rien").status_code == 404


def test_the_calendar_and_the_feed_of_a_search_hold_what_fits_it(
    anonymous: Desk, database: sessionmaker[Session], app: FastAPI
) -> None:
    rules = fund("a", "A").eligibility
    call = CallRule(mode="call", closes=TODAY + dt.timedelta(days=20), confirmed=True)
    elsewhere = rules.territory.model_copy(update={"level": "mrc", "mrc": ["roussillon"]})
    save(
        database,
        fund("ici", "Fonds Ici", eligibility=rules.model_copy(update={"calls": call})),
        fund("loin", "Fonds Loin", eligibility=rules.model_copy(
            update={"calls": call, "territory": elsewhere}
        )),
    )  # fmt: skip
    app.state.search.refresh()
    for path in ("/appels.ics", "/appels.atom"):
        whole, asked = anonymous.get(path).text, anonymous.get(f"{path}?mrc={MRC}").text
        assert "Fonds Loin" in whole and "Fonds Ici" in asked and "Fonds Loin" not in asked
