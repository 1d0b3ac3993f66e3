"""An adviser's own space: entered by a link and a button, kept by number, left with nothing left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.backup.erasures import noted
from knowledge.backup.restoring import apply_erasures
from knowledge.models import (
    Adviser,
    AdviserSession,
    ClientSheet,
    ErrorReport,
    FollowedReferral,
    KeptSearch,
    OutgoingMail,
    PrivateLink,
    Watching,
    now,
)
from knowledge.network.advisers import ask_to_enter
from knowledge.network.delays import ADVISER as DELAYS
from knowledge.records import Contact
from tests.mailbox import Mailbox
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill, organization
from tests.web.staff.posting import deliver
from tests.web.staff.test_alerts import save
from tests.web.staff.test_referrals import link_in

ADDRESS = "conseil@example.org"
SEARCH = "mrc=haut-saint-laurent&need=funding&age=30"
FUND = "fund:coup-de-pouce"
OWN_TABLES = (Adviser, AdviserSession, KeptSearch, ClientSheet, Watching, PrivateLink)


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> Iterator[None]:
    fill(database)
    yield


@pytest.fixture
def inside(anonymous: Desk, app: FastAPI, mailbox: Mailbox) -> Desk:
    """A browser in its own space."""
    anonymous.post("/espace/entrer", data={"courriel": ADDRESS})
    assert deliver(app) == 1
    assert "Mon espace" in anonymous.post(link_in(mailbox, "/espace/entrer")).text
    return anonymous


def rows(database: sessionmaker[Session], table: type) -> list[object]:
    with database() as session:
        return list(session.scalars(select(table)).all())


def test_a_space_is_entered_by_the_button_behind_a_link_that_serves_once(
    anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    assert "Recevoir mon lien" in anonymous.get("/espace").text
    assert anonymous.post("/espace/entrer", data={"courriel": "x"}).status_code == 422
    known = anonymous.post("/espace/entrer", data={"courriel": "Conseil@Example.org"}).text
    assert known == anonymous.post("/espace/entrer", data={"courriel": "autre@example.org"}).text
    anonymous.post("/espace/entrer", data={"courriel": ADDRESS})
    assert deliver(app) == 2, "nobody fills a mailbox by asking again"
    sent = [to[0] for to in mailbox.recipients].index(ADDRESS)
    mailbox.messages = [mailbox.messages[sent]]
    entering = link_in(mailbox, "/espace/entrer")
    assert ADDRESS in anonymous.get(entering).text
    assert rows(database, AdviserSession) == [], "who only opened the link entered nowhere"
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert anonymous.post(entering, headers=foreign).status_code == 403
    answer = anonymous.post(entering, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "no-store" in answer.headers["cache-control"]
    assert ADDRESS in anonymous.get("/espace").text
    assert TestClient(app).post(entering).status_code == 404, "it serves once"
    anonymous.post("/espace/sortir")
    assert "Recevoir mon lien" in anonymous.get("/espace").text and rows(database, AdviserSession) == []


def test_a_link_to_enter_is_worth_nothing_past_its_minutes_and_a_session_past_its_days(
    inside: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    with database() as session, session.begin():
        past = now() - dt.timedelta(seconds=1)
        session.execute(update(AdviserSession).values(expires_at=past))
        session.execute(
            update(Adviser).values(asked_at=now() - dt.timedelta(minutes=DELAYS.again_minutes + 1))
        )
    assert "Recevoir mon lien" in inside.get("/espace").text
    inside.post("/espace/entrer", data={"courriel": ADDRESS})
    assert deliver(app) == 1
    with database() as session, session.begin():
        session.execute(update(PrivateLink).values(expires_at=past))
    assert inside.post(link_in(mailbox, "/espace/entrer")).status_code == 404


def test_searches_are_kept_without_an_age_told_of_in_one_click_and_taken_away(
    inside: Desk, database: sessionmaker[Session]
) -> None:
    assert "Garder cette recherche" in inside.get(f"/ressources?{SEARCH}").text
    for _ in range(2):
        assert "La recherche est gardée" in inside.post(f"/espace/recherches?{SEARCH}").text
    assert "ne se garde pas" in inside.post("/espace/recherches").text
    refused = inside.post("/espace/recherches?q=Jeanne+Tremblay+514+555-0199").text
    assert "semblent nommer quelqu" in refused
    with database() as session:
        row = session.scalars(select(KeptSearch)).one()
        number = row.id
        assert row.search["profile"]["age"] is None
    assert "vous serez averti" in inside.post(f"/espace/recherches/{number}/avertir").text
    with database() as session:
        watched = session.scalars(select(Watching)).one()
        assert watched.address == ADDRESS and watched.consent_at is not None
    inside.post(f"/espace/avertissements/{watched.id}/quitter")
    inside.post(f"/espace/recherches/{number}/retirer")
    assert rows(database, Watching) == [] and rows(database, KeptSearch) == []
    assert inside.post(f"/espace/recherches/{10**12}/retirer").status_code == 404


def test_a_clients_sheet_is_kept_by_its_number_with_consent_and_erased_by_the_client(
    inside: Desk, app: FastAPI, database: sessionmaker[Session]
) -> None:
    given = {
        "mrc": "haut-saint-laurent",
        "age": "30",
        "choix": FUND,
        "note": "Jeanne Tremblay, 514 555-0199",
        "action": "garder",
    }
    assert "sans lui, la fiche" in inside.post("/ressources/fiche", data=given).text
    assert rows(database, ClientSheet) == []
    kept = inside.post("/ressources/fiche", data={**given, "accord": "1"})
    assert "Fonds Coup de pouce" in kept.text and "Tremblay" not in kept.text and "0199" not in kept.text
    with database() as session:
        row = session.scalars(select(ClientSheet)).one()
        reference = row.reference
        assert "-F" in reference and "gardée 90 jours" in row.consent_text
        assert "30 ans" not in str(row.content) and row.search["profile"]["age"] is None
    assert reference in inside.get("/espace").text
    linked = inside.post(f"/espace/fiches/{reference}/lien").text
    path = "/fiche-suivie/" + linked.split("/fiche-suivie/")[1].split('"')[0]
    client, other = TestClient(app), TestClient(app)
    assert reference in client.get(path).text and len(rows(database, ClientSheet)) == 1
    assert other.get(f"/espace/fiches/{reference}", follow_redirects=False).headers["location"] == "/espace"
    assert "est effacé" in client.post(path).text
    assert rows(database, ClientSheet) == [] and rows(database, PrivateLink) == []
    assert client.get(path).status_code == 404 and reference not in inside.get("/espace").text


def test_nothing_of_a_space_is_another_ones(
    inside: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    inside.post(f"/espace/recherches?{SEARCH}")
    inside.post("/ressources/fiche", data={"choix": FUND, "action": "garder", "accord": "1"})
    with database() as session:
        number = session.scalars(select(KeptSearch)).one().id
        reference = session.scalars(select(ClientSheet)).one().reference
    other = TestClient(app)
    other.post("/espace/entrer", data={"courriel": "autre@example.org"})
    assert deliver(app) == 1
    other.post(link_in(mailbox, "/espace/entrer"))
    assert other.get(f"/espace/fiches/{reference}").status_code == 404
    for path in (
        f"/espace/recherches/{number}/retirer",
        f"/espace/recherches/{number}/avertir",
        f"/espace/fiches/{reference}/effacer",
        f"/espace/fiches/{reference}/lien",
    ):
        assert other.post(path).status_code == 404, path
    assert len(rows(database, KeptSearch)) == len(rows(database, ClientSheet)) == 1


def test_a_referral_and_a_word_to_the_team_are_followed_from_the_space(
    inside: Desk, app: FastAPI, database: sessionmaker[Session]
) -> None:
    save(database, organization("corpo", "La corporation", contact=Contact(email="info@corpo.example.org")))
    app.state.search.refresh()
    form = inside.get("/transmettre?choix=organization:corpo").text
    assert f'value="{ADDRESS}"' in form
    sent = {"qui": "adviser", "joindre": "450 555-0199", "accord": "1", "do": "envoyer", "avertir": ADDRESS}
    inside.post("/transmettre?choix=organization:corpo", data=sent)
    with database() as session:
        row = session.scalars(select(FollowedReferral)).one()
    shown = inside.get("/espace").text
    assert row.reference in shown and "attend une réponse" in shown and "0199" not in shown
    assert row.reference in inside.post(f"/espace/references/{row.reference}").text
    inside.post(
        f"/ressources/{FUND}/signaler", data={"reason": "contact", "note": "Ce numéro ne répond plus"}
    )
    assert "Ce numéro ne répond plus" in inside.get("/espace").text
    with database() as session, session.begin():
        session.execute(update(ErrorReport).values(status="closed"))
    assert "réglé" in inside.get("/espace").text


def test_who_reads_an_organizations_mailbox_answers_for_its_sheets(
    inside: Desk, app: FastAPI, database: sessionmaker[Session]
) -> None:
    assert inside.post("/espace/organisme/organization:corpo").status_code == 404
    save(database, organization("corpo", "La corporation", contact=Contact(email="Conseil@example.org")))
    app.state.search.refresh()
    assert "Mon organisme" in inside.get("/espace").text
    assert "Tout est exact" in inside.post("/espace/organisme/organization:corpo").text
    assert deliver(app) == 0, "it is answered here, and no letter leaves"


def test_erasing_a_space_leaves_nothing_of_it_even_from_a_copy(
    inside: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    inside.post(f"/espace/recherches?{SEARCH}")
    inside.post("/ressources/fiche", data={"choix": FUND, "action": "garder", "accord": "1"})
    with database() as session:
        number = session.scalars(select(KeptSearch)).one().id
        digest = session.scalars(select(Adviser)).one().digest
    inside.post(f"/espace/recherches/{number}/avertir")
    assert "Tout effacer" in inside.get("/espace/effacer").text
    assert len(rows(database, Adviser)) == 1
    assert "C'est effacé" in inside.post("/espace/effacer").text.replace("&#39;", "'")
    for table in OWN_TABLES:
        assert rows(database, table) == [], table
    with database() as session, session.begin():
        erased = noted(session)
        assert ask_to_enter(session, ADDRESS)
        session.execute(update(Adviser).values(digest=digest))
        assert apply_erasures(session, erased) == 1
    assert rows(database, Adviser) == [] and rows(database, OutgoingMail) == []
