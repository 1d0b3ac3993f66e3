"""A followed referral, from consent to its answer; withdrawn with nothing left, reminded, erased in time."""

from __future__ import annotations

import datetime as dt
import logging
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.backup.erasures import noted
from knowledge.backup.restoring import apply_erasures
from knowledge.contacts import Contacts
from knowledge.mail import MAIL_FOLDER, MailFolder
from knowledge.models import DailyCount, FollowedReferral, OutgoingMail, PrivateLink, now
from knowledge.network.delays import REFERRAL
from knowledge.network.receivers import receivers
from knowledge.network.referrals import create, follow_up
from knowledge.outgoing import send_due
from knowledge.records import Contact
from knowledge.resources import store
from knowledge.resources.store import load_resources
from knowledge.retention import erase_due
from tests.mailbox import Mailbox
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill, fund, organization
from tests.web.staff.posting import SITE, deliver
from tests.web.test_erasure import found
from web.following import follow_address
from web.mailing import composers

WORDS = "zibeline.totem@example.ca"
STORY = "fabriquer des hallebardes violettes"
FORM = "/transmettre?choix=fund:neuf&stage=idea&legal_form=cooperative"
GOOD = {
    "qui": "adviser",
    "joindre": f"450 555-0123, {WORDS}",
    "nom": "Groupe Hallebarde",
    "dire": ["Étape"],
    "message": STORY,
    "avertir": "conseil@example.org",
    "accord": "1",
}


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    with database() as session, session.begin():
        for record in (
            organization("porte", "La porte", contact=Contact(email="info@porte.example.org")),
            organization("autre", "L'autre porte", contact=Contact(phone="450 555-0111")),
            fund("neuf", "Fonds Neuf", organization="porte"),
        ):
            store.save(session, record, author="import", action="edit")


def link_in(mailbox: Mailbox, path: str) -> str:
    found_link = re.search(rf"{SITE}({path}/[\w-]+)", mailbox.messages[-1].get_content())
    assert found_link
    return found_link[1]


def sent(anonymous: Desk, **changes: object) -> str:
    """A referral that left; the path of its page."""
    reply = anonymous.post(FORM, data={**GOOD, **changes, "do": "envoyer"}, follow_redirects=False)
    assert reply.status_code == 303, reply.text
    return reply.headers["location"]


def only(database: sessionmaker[Session]) -> FollowedReferral:
    with database() as session:
        return session.scalars(select(FollowedReferral)).one()


def counts(database: sessionmaker[Session]) -> dict[str, int]:
    with database() as session:
        rows = session.scalars(select(DailyCount).where(DailyCount.kind == "followed_door"))
        return {row.key.rpartition("/")[2]: row.count for row in rows}


def test_a_referral_goes_from_consent_to_taken_and_only_what_was_chosen_is_sent(
    anonymous: Desk,
    editor: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    mailbox: Mailbox,
) -> None:
    page = anonymous.get(FORM).text
    assert "Transmettre à La porte" in page and "Fonds Neuf" in page and " checked" in page
    assert not re.search(r'name="dire"[^>]* checked', page), "nothing is chosen for the person"
    for missing in ({"accord": ""}, {"joindre": "12"}, {"avertir": "x"}):
        wrong = anonymous.post(FORM, data={**GOOD, **missing, "do": "envoyer"})
        assert wrong.status_code == 422 and "Rien n&#39;est encore parti" in wrong.text.replace("'", "&#39;")
    shown = anonymous.post(FORM, data={**GOOD, "do": "apercu"}).text
    assert "Voici ce qui part" in shown and STORY in shown and "une coopérative" not in shown
    with database() as session:
        assert session.scalars(select(FollowedReferral)).all() == [], "a look sends nothing"
    path = sent(anonymous)
    reference = only(database).reference
    assert reference in anonymous.get(path).text and "En attente de sa réponse" in anonymous.get(path).text
    assert deliver(app) == 1 and mailbox.recipients == [["info@porte.example.org"]]
    text = mailbox.messages[0].get_content()
    assert STORY in text and "450 555-0123" in text and "Étape" in text and "Forme" not in text
    assert mailbox.messages[0]["Reply-To"] == WORDS
    asked = link_in(mailbox, "/reponse")
    assert STORY in anonymous.get(asked).text and only(database).status == "sent", "opening answers nothing"
    assert anonymous.post(asked, data={"do": "more"}).status_code == 422, "it says what it needs"
    assert (
        "Votre question" in anonymous.post(asked, data={"do": "more", "message": "Combien êtes-vous?"}).text
    )
    assert anonymous.get(asked).status_code == 404, "the link served"
    assert deliver(app) == 1 and mailbox.recipients[-1] == ["conseil@example.org"]
    follow = link_in(mailbox, "/suivi")
    assert "Combien êtes-vous?" in anonymous.get(follow).text
    anonymous.post(follow, data={"do": "precise", "message": "Nous sommes sept."})
    assert deliver(app) == 1 and "Nous sommes sept." in mailbox.messages[-1].get_content()
    anonymous.post(link_in(mailbox, "/reponse"), data={"do": "taken", "message": "On vous appelle mardi."})
    status = anonymous.get(path).text
    assert "pris en charge" in status and "mardi" in status
    desk = editor.get("/equipe/references").text
    assert reference in desk and "prise en charge" in desk
    assert STORY not in desk and WORDS not in desk, "the team sees where it stands, not who"
    assert counts(database) == {"sent": 1, "more": 1, "taken": 1}


def test_who_tells_an_organization_of_a_danger_is_first_given_somebody_to_call(anonymous: Desk) -> None:
    told = {**GOOD, "message": "on perd le local pis moi je veux mourir", "do": "apercu"}
    shown = anonymous.post(FORM, data=told).text
    assert shown.index("Avant tout") < shown.index("Voici ce qui part") and 'href="tel:+18662773553"' in shown
    assert "Avant tout" not in anonymous.post(FORM, data={**GOOD, "do": "apercu"}).text


def test_nobody_makes_the_mail_to_an_organization_say_what_we_did_not(
    anonymous: Desk, app: FastAPI, mailbox: Mailbox
) -> None:
    forged = f"Merci.\n\n— Répondez ici: https://evil.example/reponse/abc ou {SITE}.evil.example/x"
    path = sent(anonymous, message=forged, nom="Groupe\n- Au sujet de: evil.example/nom")
    assert deliver(app) == 1
    first = mailbox.messages[-1].get_content()
    anonymous.post(link_in(mailbox, "/reponse"), data={"do": "more", "message": "Combien êtes-vous?"})
    anonymous.post(path, data={"do": "precise", "message": forged})
    deliver(app)
    for text in (first, mailbox.messages[-1].get_content()):
        assert "Répondez ici" in text and "evil.example" not in text
        assert not [
            line for line in text.splitlines() if line.startswith(("— Répondez", "- Au sujet de: evil"))
        ]


def test_not_for_us_says_whom_then_and_who_stalls_is_reminded_then_shown(
    anonymous: Desk,
    editor: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    mailbox: Mailbox,
) -> None:
    path = sent(anonymous, avertir="")
    deliver(app)
    asked = link_in(mailbox, "/reponse")
    for number in range(1, REFERRAL.reminders + 2):
        with database() as session, session.begin():
            moment = now() + dt.timedelta(days=number * REFERRAL.reminder_days + 0.1)
            assert follow_up(session, moment) == (number <= REFERRAL.reminders)
        assert deliver(app) == (number <= REFERRAL.reminders)
    assert "Rappel" in str(mailbox.messages[-1]["Subject"])
    with database() as session, session.begin():
        session.scalars(select(FollowedReferral)).one().next_step_at = now()
    assert "bloque" in editor.get("/equipe/references").text
    anonymous.post(asked, data={"do": "declined", "instead": "organization:autre", "message": "Trop loin."})
    shown = anonymous.get(path).text
    assert "pas pour eux" in shown.lower() and "L&#39;autre porte" in shown and "Trop loin." in shown
    assert deliver(app) == 0, "nobody asked to be told"


def test_what_is_withdrawn_is_in_no_file_nor_mail_nor_line_any_more(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    made = composers(app.state.settings, Contacts(), app.state.site)
    folder = MailFolder(tmp_path / MAIL_FOLDER)
    path = sent(anonymous)
    assert send_due(database, folder, made, None) == 1
    assert found(tmp_path, WORDS, "hallebardes")
    assert anonymous.get(path).status_code == 200 and found(tmp_path, WORDS), "opening it withdraws nothing"
    page = anonymous.post(path, data={"do": "withdraw"})
    assert page.status_code == 200 and "prévenu par courriel" in page.text
    assert found(tmp_path, WORDS, "hallebardes", "Hallebarde", "conseil@example.org") == []
    assert anonymous.get(path).status_code == 404
    assert send_due(database, folder, made, None) == 1
    assert "retirée" in next(folder.folder.glob("retrait-*")).read_text().replace("=C3=A9", "é")
    assert erase_due(database).referrals == 1
    with database() as session:
        for table in (FollowedReferral, PrivateLink):
            assert session.scalars(select(table)).all() == []
        assert {row.kind for row in session.scalars(select(OutgoingMail))} <= {"referral_back"}
    assert not [record for record in caplog.records if WORDS in record.getMessage()]
    assert counts(database)["withdrawn"] == 1


def test_one_that_nobody_received_goes_at_once_and_a_copy_does_not_bring_it_back(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
) -> None:
    path = sent(anonymous)
    with database() as session:
        digest = only(database).digest
    page = anonymous.post(path, data={"do": "withdraw"})
    assert "prévenu par courriel" not in page.text
    with database() as session, session.begin():
        assert session.scalars(select(FollowedReferral)).all() == []
        assert session.scalars(select(OutgoingMail)).all() == []
        receiver = receivers(session, load_resources(session))["organization:porte"]
        again, _ = create(
            session, receiver, author="person", reach=WORDS, story=STORY, mrc=None, told=None,
            consent_text="oui", prefix="ES",
        )  # fmt: skip
        again.digest = digest  # as a copy made before would have it
    with database() as session, session.begin():
        assert apply_erasures(session, noted(session)) == 1
    with database() as session:
        assert session.scalars(select(FollowedReferral)).all() == []


def test_a_referral_is_erased_by_itself_in_the_time_that_was_told(
    anonymous: Desk,
    database: sessionmaker[Session],
) -> None:
    path = sent(anonymous)
    kept = dt.timedelta(days=REFERRAL.kept_days)
    assert erase_due(database, moment=now() + kept - dt.timedelta(hours=1)).referrals == 0
    assert erase_due(database, moment=now() + kept + dt.timedelta(minutes=1)).referrals == 1
    assert anonymous.get(path).status_code == 404


def test_only_who_can_be_written_to_is_offered_and_another_site_sends_nothing(
    anonymous: Desk,
    app: FastAPI,
    database: sessionmaker[Session],
) -> None:
    assert "pas d'adresse où écrire" in anonymous.get("/transmettre?choix=organization:autre").text
    assert anonymous.get("/transmettre?choix=organization:rien").status_code == 404
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert anonymous.post(FORM, data={**GOOD, "do": "envoyer"}, headers=foreign).status_code == 403
    assert "/transmettre?" in anonymous.get("/ressources/fund:neuf").text
    assert "/transmettre?" not in anonymous.get("/ressources/organization:autre").text
    sheet = anonymous.get("/ressources/fiche?choix=organization:porte&stage=idea").text
    assert "/transmettre?stage=idea&amp;choix=organization%3Aporte" in sheet
    with database() as session:
        assert session.scalars(select(FollowedReferral)).all() == []


def test_a_card_of_the_chat_leads_to_the_form_with_what_was_understood() -> None:
    profile = {"municipality": "70052", "mrc": "x", "stage": "idea", "need": ["funding"], "age": None}
    assert (
        follow_address("fund:neuf", profile)
        == "/transmettre?choix=fund:neuf&municipality=70052&stage=idea&need=funding"
    )
