"""A sheet confirmed by those who know: letter, correction, accepted by the team, told with its new date."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import (
    OrganizationContact,
    OrganizationLetter,
    OutgoingMail,
    PrivateLink,
    Resource,
    SheetProposal,
    now,
)
from knowledge.network.delays import LETTER
from knowledge.network.letters import follow_up
from knowledge.records import Contact
from knowledge.resources import store
from knowledge.retention import erase_due
from knowledge.staff.freshness import watch
from tests.mailbox import Mailbox
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill, fund, organization
from tests.web.staff.posting import SITE, deliver

PORTE, FUND = "organization:porte", "fund:neuf"
TODAY = clock.today()


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    """An organization without a phone, whose e-mail is known, and its fund."""
    fill(database)
    contact = Contact(email="info@porte.example.org", as_of="2019")
    with database() as session, session.begin():
        for record in (
            organization("porte", "La porte", contact=contact, confidence="low"),
            fund("neuf", "Fonds Neuf", organization="porte"),
        ):
            store.save(session, record, author="import", action="edit")


def step(database: sessionmaker[Session], months: int | None = None, days: float = 0) -> int:
    with database() as session, session.begin():
        return follow_up(session, months, now() + dt.timedelta(days=days))


def link_in(text: str) -> str:
    found = re.search(rf"{SITE}(/\w+/[\w-]+)", text)
    assert found, text
    return found[1]


def letter(database: sessionmaker[Session]) -> OrganizationLetter:
    with database() as session:
        return session.scalars(select(OrganizationLetter).order_by(OrganizationLetter.id.desc())).first()  # type: ignore[return-value]


def reasons(database: sessionmaker[Session], subject: str) -> list[str]:
    with database() as session:
        return next((one.reasons for one in watch(session, TODAY) if one.identifier == subject), [])


def write(editor: Desk, app: FastAPI, mailbox: Mailbox) -> str:
    """A letter by the desk's button; the path of its link."""
    reply = editor.submit("/equipe/organismes", organization=PORTE, do="write")
    assert "fait=lettre" in reply.headers["location"]
    assert deliver(app) == 1
    return link_in(mailbox.messages[-1].get_content())


def test_a_correction_is_published_once_the_team_accepts_and_everybody_is_told_its_date(
    editor: Desk, anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    path = write(editor, app, mailbox)
    assert mailbox.recipients == [["info@porte.example.org"]]
    text = " ".join(mailbox.messages[0].get_content().split())
    assert (
        "Il nous manque votre numéro" in text and "Fonds Neuf" in text and str(app.state.site["name"]) in text
    )
    page = anonymous.get(path)
    assert "Il nous manque votre numéro" in page.text and page.headers["Cache-Control"] == "no-store"
    assert anonymous.get(path).status_code == 200, "opening it, once or ten times, does nothing"
    assert letter(database).status == "waiting" and token_is_not_kept(database, path)
    wrong = anonymous.post(path, data={"do": "correct", f"{PORTE}|contact.phone": "12"})
    assert wrong.status_code == 422 and "Téléphone: écrivez" in wrong.text and 'value="12"' in wrong.text
    assert anonymous.post(path, data={"do": "correct"}).status_code == 422, "nothing was corrected"
    typed = {
        "do": "correct",
        f"{PORTE}|contact.phone": "450.555.0199",
        f"{FUND}|amount_max": "9 000 $",
        f"{FUND}|note": "Le comité siège deux fois par an.",
    }
    assert anonymous.post(path, data=typed, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert "vos corrections sont reçues" in anonymous.post(path, data=typed).text
    assert anonymous.get(path).status_code == 404 and anonymous.post(path, data=typed).status_code == 404
    with database() as session:
        assert session.get_one(Resource, PORTE).content["contact"]["phone"] is None, (
            "nothing is published yet"
        )
        numbers = {row.subject: row.id for row in session.scalars(select(SheetProposal))}
    assert "told" in reasons(database, PORTE) and "told" in reasons(database, FUND)
    shown = editor.get("/equipe/organismes").text
    assert "450 555-0199" in shown and "<ins>9000</ins>" in shown and "deux fois par an" in shown
    for number in numbers.values():
        accepted = editor.submit(f"/equipe/organismes/reponses/{number}", do="accept")
        assert "fait=accepte" in accepted.headers["location"]
    with database() as session:
        record = store.to_record(session.get_one(Resource, PORTE))
    assert (record.contact.phone, record.contact.as_of) == ("450 555-0199", None)
    assert (record.as_of, record.confidence) == (TODAY.isoformat(), "high")
    assert (record.sources[-1].title, record.sources[-1].as_of) == (
        "Confirmé par l'organisme",
        TODAY.isoformat(),
    )
    told = anonymous.get("/api/resources", params={"mrc": "haut-saint-laurent"}).json()["results"]
    mine = {one["id"]: one for one in told}
    assert mine[PORTE]["contact"]["phone"] == "450 555-0199" and mine[PORTE]["to_confirm"] is False
    assert "9 000" in mine[FUND]["facts_line"].replace("\u00a0", " ").replace("\u202f", " ")
    sheet = anonymous.get(f"/ressources/{PORTE}").text
    assert "Confirmé par l&#39;organisme" in sheet
    assert (
        reasons(database, PORTE) == [] and "Aucune réponse n'attend" in editor.get("/equipe/organismes").text
    )


def token_is_not_kept(database: sessionmaker[Session], path: str) -> bool:
    token = path.rpartition("/")[2]
    with database() as session:
        return all(token not in row.digest for row in session.scalars(select(PrivateLink)))


def test_all_exact_is_one_button_and_what_the_team_turns_down_changes_nothing(
    editor: Desk, anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    path = write(editor, app, mailbox)
    assert "Merci" in anonymous.post(path, data={"do": "exact"}).text
    with database() as session:
        first, second = session.scalars(select(SheetProposal).order_by(SheetProposal.id))
        assert (first.subject, first.changes, second.subject) == (PORTE, {}, FUND)
    editor.submit(f"/equipe/organismes/reponses/{first.id}", do="refuse")
    done = editor.submit(f"/equipe/organismes/reponses/{second.id}", do="accept")
    with database() as session:
        assert session.get_one(Resource, PORTE).as_of is None
        assert session.get_one(Resource, FUND).as_of == TODAY.isoformat()
    undo = re.search(r"annuler=(\d+)", done.headers["location"])
    assert undo
    editor.submit("/equipe/annuler", number=undo[1], back="/equipe/organismes")
    with database() as session:
        assert session.get_one(Resource, FUND).as_of is None
        assert session.get_one(SheetProposal, second.id).status == "waiting", "it can be decided again"


def test_a_letter_without_answer_is_reminded_then_given_up_and_the_watch_tells(
    editor: Desk, anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    first = write(editor, app, mailbox)
    assert step(database) == 0
    for number in range(1, LETTER.reminders + 1):
        assert step(database, days=number * LETTER.reminder_days + 0.1) == 1
        assert deliver(app) == 1
        assert "Rappel" in str(mailbox.messages[-1]["Subject"])
    assert anonymous.get(first).status_code == 200, "the first link still opens"
    assert step(database, days=(LETTER.reminders + 1) * LETTER.reminder_days + 1) == 1
    assert deliver(app) == 0 and letter(database).status == "silent"
    assert "unheard" in reasons(database, PORTE)
    assert anonymous.get(first).status_code == 404


def test_who_wants_no_letter_gets_none_and_a_letter_that_never_arrives_is_told(
    editor: Desk, anonymous: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    path = write(editor, app, mailbox)
    assert "Nous ne vous écrirons plus" in anonymous.post(path, data={"do": "refuse"}).text
    assert step(database, months=1, days=400) == 0, "no rhythm writes to it any more"
    assert editor.submit("/equipe/organismes", organization=PORTE, do="write").status_code == 409
    assert "unheard" in reasons(database, PORTE)
    editor.submit("/equipe/organismes", organization=PORTE, do="again")
    editor.submit("/equipe/organismes", organization=PORTE, do="address", courriel="autre@porte.example.org")
    assert (
        editor.submit("/equipe/organismes", organization=PORTE, do="address", courriel="x").status_code == 422
    )
    write(editor, app, mailbox)
    assert mailbox.recipients[-1] == ["autre@porte.example.org"], "what the team typed comes first"
    with database() as session, session.begin():
        session.execute(update(OutgoingMail).values(status="failed"))
    assert step(database) == 1
    with database() as session:
        assert session.get_one(OrganizationContact, PORTE).unreachable_at is not None
    assert letter(database).status == "failed" and "unheard" in reasons(database, PORTE)


def test_letters_leave_at_the_rhythm_of_the_pole_and_never_to_an_unknown_address(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        store.save(session, organization("sans", "Sans adresse"), author="import", action="create")
    assert step(database) == 0, "no rhythm, no letter"
    assert step(database, months=6) == 1
    assert step(database, months=6) == 0
    with database() as session, session.begin():
        session.execute(update(OrganizationLetter).values(status="exact"))
    assert step(database, months=6, days=150) == 0
    assert step(database, months=6, days=190) == 1


def test_letters_and_their_links_are_forgotten_in_time(
    editor: Desk, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    write(editor, app, mailbox)
    erase_due(database, moment=now() + dt.timedelta(days=LETTER.link_days + 1))
    with database() as session:
        assert session.scalars(select(PrivateLink)).all() == []
        assert len(session.scalars(select(OrganizationLetter)).all()) == 1
    erase_due(database, moment=now() + dt.timedelta(days=31 * LETTER.kept_months))
    with database() as session:
        assert session.scalars(select(OrganizationLetter)).all() == []
