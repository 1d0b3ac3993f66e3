"""The bulletin, from its draft to a mailbox: what is new, edited by two people, sent once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.answers import store as answers
from knowledge.bulletins import begin, blocks_of, send
from knowledge.models import Answer, Bulletin, OutgoingMail, Subscriber, now
from knowledge.records import ActivityRecord, CallRule, Contact, Eligibility, TerritoryRule
from knowledge.resources import store
from knowledge.subscribers import ask, confirm
from tests.mailbox import Mailbox
from tests.web.staff.conftest import EMAILS, Desk
from tests.web.staff.content import MRC, SOURCE, answer, fill, fund, organization, write_bulletin
from tests.web.staff.posting import deliver

TODAY = clock.today()
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def subscribe(database: sessionmaker[Session], *addresses: str) -> None:
    with database() as session, session.begin():
        for address in addresses:
            assert ask(session, address)
            confirm(session.scalars(select(Subscriber).where(Subscriber.address == address)).one())
        session.execute(update(OutgoingMail).values(status="sent"))


def save(database: sessionmaker[Session], record: Any, action: str = "edit") -> None:
    with database() as session, session.begin():
        keep = answers.save if record.__class__.__name__ == "AnswerRecord" else store.save
        keep(session, record, author="editor", action=action)


def draft(database: sessionmaker[Session]) -> dict[str, str]:
    """The texts of a fresh draft, by block."""
    with database() as session:
        found = {block.key: block.text for block in blocks_of(begin(session, "editor", "Pôle"))}
        session.rollback()
    return found


def test_only_what_truly_changed_since_the_last_bulletin_is_news(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        send(session, begin(session, "editor", "Pôle"), "editor")
    assert draft(database) == {}
    # Confirmed as it is, taken back as it was, archived then published again: no news.
    save(database, organization("porte", "La porte", as_of="2026-11-29", review_by="2027-11"), "confirm")
    standing = answer("impots", "Un OBNL paie-t-il de l'impôt?", "les obnl sont-ils imposables")
    save(database, standing.model_copy(update={"status": "archived"}), "archive")
    save(database, standing, "restore")
    save(database, fund("coup-de-pouce", "Fonds Coup de pouce", amount_max=9000))
    save(database, fund("coup-de-pouce", "Fonds Coup de pouce"), "restore")
    assert draft(database) == {}
    # What people did not know.
    save(database, organization("porte", "La porte", contact=Contact(phone="450 555-0999")))
    save(database, answer("locaux", "Le Pôle prête-t-il ses locaux?", "salle gratuite"), "publish")
    save(database, answer("brouillon", "Et le reste, c'est quoi?", "le reste", status="draft"), "create")
    save(database, fund("neuf", "Fonds Neuf"), "create")
    told = draft(database)
    assert told["changed"].count("- **") == 1 and "Ce qui change: coordonnées." in told["changed"]
    assert told["answers"] == "- Le Pôle prête-t-il ses locaux?"
    assert "Fonds Neuf" in told["new"] and told["new"].count("- **") == 1


def test_activities_and_calls_are_told_with_their_dates(database: sessionmaker[Session]) -> None:
    everywhere = {"territory": TerritoryRule(level="mrc", mrc=[MRC]), "needs": ["networking"]}
    activity = ActivityRecord.model_validate(
        {
            "id": "cinq-a-sept",
            "name": "5 à 7 des entreprises collectives",
            "kind": "réseautage",
            "status": "active",
            "sources": [SOURCE],
            "confidence": "high",
            "review_by": "2027-05",
            "price": "Gratuit",
            "registration": "Inscription par courriel",
            "sessions": [f"{TODAY + WEEK} 17:00-19:00 | Café du coin", f"{TODAY - WEEK} 17:00"],
            "eligibility": everywhere,
        }
    )
    save(database, activity, "create")
    for name, dates in {
        "ouvert": {"opens": TODAY - WEEK, "closes": TODAY + WEEK, "confirmed": True},
        "incertain": {"opens": TODAY + WEEK},
        "passe": {"opens": TODAY - 2 * WEEK, "closes": TODAY - WEEK, "confirmed": True},
    }.items():
        rule = Eligibility(
            territory=TerritoryRule(level="mrc", mrc=[MRC]),
            needs=["funding"],
            calls=CallRule.model_validate({"mode": "call", **dates}),
        )
        save(database, fund(name, f"Fonds {name}", eligibility=rule), "create")
    told = draft(database)
    assert told["activities"].count("- **") == 1, "a session that is over is not announced"
    for part in ("5 à 7", "de 17 h à 19 h", "Café du coin", "Gratuit", "Inscription par courriel"):
        assert part in told["activities"]
    assert "Fonds passe" not in told["calls"] and "ouvert, ferme le" in told["calls"]
    assert re.search(r"Fonds incertain\*\*: ouvre le [^(]*\(à confirmer\)", told["calls"])
    assert "5 à 7" not in told["new"]


def form(desk: Desk, name: str, **changes: object) -> dict[str, Any]:
    """The fields of a draft's form as it stands."""
    page = desk.get(f"/equipe/bulletin/{name}").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    return {
        "version": version[1],
        "title": "Décembre au Pôle",
        "opening": "Bonne lecture!",
        "block_key": ["calls", "libre"],
        "block_title": ["Appels ouverts", "Merci"],
        "block_text": ["- **Fonds**: ouvert.", "À nos **membres**."],
        "block_kept": ["1"],
        "do": "save",
        **changes,
    }


def test_a_draft_is_kept_block_by_block_and_two_editors_lose_nothing(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    name = editor.submit("/equipe/bulletin").headers["location"].rpartition("/")[2]
    first = form(editor, name)
    assert editor.submit(f"/equipe/bulletin/{name}", **first).status_code == 303
    page = editor.get(f"/equipe/bulletin/{name}").text
    assert "<h1>Décembre au Pôle</h1>" in page and "<strong>membres</strong>" in page
    assert "<h2>Appels ouverts</h2>" not in page, "a block that is not ticked is left out"
    assert editor.submit(f"/equipe/bulletin/{name}", **form(editor, name, do="up:1")).status_code == 303
    with database() as session:
        assert [block.title for block in blocks_of(session.scalars(select(Bulletin)).one())] == [
            "Merci",
            "Appels ouverts",
        ]
    late = administrator.submit(f"/equipe/bulletin/{name}", **{**first, "opening": "Le mien"})
    assert late.status_code == 200 and "pendant que vous écriviez" in late.text and "Le mien" in late.text
    with database() as session:
        assert session.scalars(select(Bulletin)).one().opening == "Bonne lecture!"
    assert editor.submit("/equipe/bulletin").headers["location"].endswith(name), "one draft at a time"


def test_a_bulletin_reaches_those_who_consented_and_can_be_left(
    editor: Desk, anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    write_bulletin(database)
    subscribe(database, "a@example.org", "b@example.org")
    with database() as session, session.begin():
        assert ask(session, "pas-confirme@example.org")
        session.execute(update(OutgoingMail).values(status="sent"))
    version = re.search(r'name="version" value="(\d+)"', editor.get("/equipe/bulletin/2026-11/envoi").text)
    assert version
    sent = editor.submit("/equipe/bulletin/2026-11/envoi", version=version[1])
    assert sent.headers["location"].endswith("fait=bulletin-parti")
    again = editor.submit("/equipe/bulletin/2026-11/envoi", version=version[1])
    assert again.status_code == 409
    assert deliver(app) == 2 and deliver(app) == 0
    assert sorted(to for (to,) in mailbox.recipients) == ["a@example.org", "b@example.org"]
    message = mailbox.messages[0]
    text, html = (part.get_content() for part in message.iter_parts())
    assert message["Subject"] == "Le bulletin 2026-11" and message["From"] == "pole@example.org"
    assert "Bon hiver!" in text and "Pas celui-ci." not in text
    assert "<strong>Fonds</strong>" in html and app.state.site["address"] in text
    link = str(message["List-Unsubscribe"]).strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://assistant.example.org/bulletin/quitter/") and link in html
    public = anonymous.get("/bulletin/2026-11")
    assert public.status_code == 200 and "Bon hiver!" in public.text
    assert "2026-11" in anonymous.get("/bulletin").text
    # A mail program leaves by itself; opening the link does nothing.
    path = link.removeprefix("https://assistant.example.org")
    assert anonymous.get(path).status_code == 200
    with database() as session:
        assert len(session.scalars(select(Subscriber)).all()) == 3
    assert anonymous.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with database() as session:
        left = {row.address for row in session.scalars(select(Subscriber))}
    assert left == {"pas-confirme@example.org", "a@example.org", "b@example.org"} - {mailbox.recipients[0][0]}
    assert anonymous.get(path).status_code == 404
    assert "1 remis" in editor.get("/equipe/bulletin").text


def test_a_mail_server_that_is_down_loses_no_bulletin(
    app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    write_bulletin(database)
    subscribe(database, "a@example.org")
    with database() as session, session.begin():
        send(session, session.scalars(select(Bulletin)).one(), "editor")
    mailbox.refuse = True
    assert deliver(app) == 0
    mailbox.refuse = False
    assert deliver(app) == 0, "it waits before it tries again"
    with database() as session, session.begin():
        session.execute(update(OutgoingMail).values(next_attempt_at=now() - dt.timedelta(seconds=1)))
    assert deliver(app) == 1 and len(mailbox.messages) == 1


def test_a_trial_goes_to_its_author_alone(
    editor: Desk, database: sessionmaker[Session], mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_SENDER", "pole@example.org")
    write_bulletin(database)
    subscribe(database, "a@example.org")
    reply = editor.submit("/equipe/bulletin/2026-11", **form(editor, "2026-11", do="try"))
    assert reply.headers["location"].endswith("fait=essai-parti")
    assert mailbox.recipients == [[EMAILS["editor"]]]
    assert mailbox.messages[0]["Subject"] == "Essai: Décembre au Pôle"


def test_staff_invite_an_address_and_erase_one(
    editor: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    assert editor.submit("/equipe/bulletin/abonnes", courriel="pas une adresse").status_code == 422
    editor.submit("/equipe/bulletin/abonnes", courriel="Nouveau@Example.org", do="ask")
    assert deliver(app) == 1
    assert "/bulletin/confirmer/" in mailbox.messages[0].get_content()
    with database() as session:
        row = session.scalars(select(Subscriber)).one()
    assert row.address == "nouveau@example.org" and row.consent_at is None
    editor.submit("/equipe/bulletin/abonnes", number=row.id, do="erase")
    with database() as session:
        assert session.scalars(select(Subscriber)).all() == []
        assert session.scalars(select(Answer)).all(), "and nothing else"
