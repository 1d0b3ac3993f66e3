"""The table of experts: a seat from the team, a case without a name, a reply made an answer or a door."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import (
    Adviser,
    Answer,
    ExpertCase,
    ExpertReply,
    PrivateLink,
    Resource,
    TableMeeting,
)
from knowledge.network.advisers import enter
from knowledge.network.experts import MEMBER, make_due
from tests.mailbox import Mailbox
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, fill
from tests.web.staff.posting import deliver
from tests.web.staff.test_space import rows
from web.advisers.access import COOKIE

CASE = "Ma cliente s'appelle Jeanne Tremblay, 514 555-0199: qui pour bâtir une serre?"


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> Iterator[None]:
    fill(database)
    yield


def inside(app: FastAPI, database: sessionmaker[Session], name: str, seat: str = "") -> TestClient:
    """A browser in the space of an address, with a seat at the table or not."""
    with database() as session, session.begin():
        row = Adviser(
            address=f"{name}@example.org", digest=name, confirm_by=clock.now(), seat=seat, shown_as=name
        )
        row.told_at = clock.now() if seat else None
        session.add(row)
        session.flush()
        cookie = enter(session, row)
    return TestClient(app, cookies={COOKIE: cookie})


def text(page: str) -> str:
    return html.unescape(page)


def test_a_seat_is_asked_for_given_by_the_team_and_left(
    app: FastAPI, database: sessionmaker[Session], editor: Desk
) -> None:
    adviser = inside(app, database, "ana")
    assert "Demander une place" in text(adviser.get("/espace/table").text)
    assert "comment vous présenter" in text(adviser.post("/espace/table", data={"shown_as": " "}).text)
    asked = adviser.post("/espace/table", data={"shown_as": "Conseillère, CDC", "field": "financement"})
    assert "attend l'équipe" in text(asked.text)
    assert adviser.post("/espace/table/cas", data={"question": "Qui?"}).status_code == 404, "no seat yet"
    assert adviser.get("/espace/table/rencontres.ics").status_code == 404
    page = text(editor.get("/equipe/table").text)
    assert "Conseillère, CDC" in page and "ana@example.org" in page
    assert "1 demande de place" in text(editor.get("/equipe/references").text)
    number = re.search(r"/equipe/table/places/(\d+)", page)
    assert number
    editor.submit(f"/equipe/table/places/{number[1]}", do="admit")
    shown = text(adviser.get("/espace/table").text)
    assert "Poser un cas" in shown and "Conseillère, CDC: financement" in shown
    assert "ana@example.org" not in shown
    adviser.post("/espace/table/cas", data={"question": "Qui pour une serre?"})
    adviser.post("/espace/table", data={"do": "quitter"})
    with database() as session:
        assert session.scalars(select(Adviser)).one().seat == ""
        assert session.scalars(select(ExpertCase)).one().adviser_id is None


def test_a_case_is_masked_answered_told_of_and_made_an_answer_and_a_door_in_two_clicks(
    app: FastAPI, database: sessionmaker[Session], editor: Desk, mailbox: Mailbox
) -> None:
    one, two = inside(app, database, "ana", MEMBER), inside(app, database, "bo", MEMBER)
    one.post("/espace/table/cas", data={"question": CASE, "mrc": MRC})
    with database() as session:
        case = session.scalars(select(ExpertCase)).one()
        assert "Tremblay" not in case.question and "0199" not in case.question and case.mrc == MRC
    with database() as session, session.begin():
        assert make_due(session) == 1, "who put it is told nothing"
    assert deliver(app) == 1 and mailbox.recipients[-1] == ["bo@example.org"]
    assert "1 nouveau cas" in mailbox.messages[-1]["Subject"]
    reply = {"text": "La Fédération des serres les accompagne.", "door": "Fédération des serres"}
    assert "Fédération des serres" in text(two.post(f"/espace/table/cas/{case.id}", data=reply).text)
    with database() as session, session.begin():
        assert make_due(session) == 1
    assert deliver(app) == 1 and mailbox.recipients[-1] == ["ana@example.org"]
    with database() as session:
        assert len(session.scalars(select(PrivateLink).where(PrivateLink.kind == "table")).all()) == 2
    with database() as session, session.begin():
        assert make_due(session) == 0, "told once"
        answered = session.scalars(select(ExpertReply)).one().id
    desk = text(editor.get("/equipe/table").text)
    assert f"/equipe/reponses/nouvelle?cas={case.id}" in desk

    opened = editor.get(f"/equipe/reponses/nouvelle?cas={case.id}").text
    published = editor.post("/equipe/reponses/nouvelle", data={**fields(opened), "do": "publish"})
    assert published.status_code == 200
    with database() as session:
        made = session.scalars(select(Answer).where(Answer.text.contains("Fédération des serres"))).one()
        assert made.status == "published" and made.to_confirm and "Table d'experts" in str(made.sources)

    opened = editor.get(f"/equipe/ressources/nouvelle/organization?cas={case.id}&reponse={answered}").text
    editor.post("/equipe/ressources/nouvelle/organization", data={**fields(opened), "do": "save"})
    with database() as session:
        door = session.scalars(select(Resource).where(Resource.name == "Fédération des serres")).one()
        assert door.content["eligibility"]["territory"]["mrc"] == [MRC]

    assert two.post(f"/espace/table/cas/{case.id}", data={"do": "effacer"}).status_code == 404
    assert "Le cas est fermé" in text(one.post(f"/espace/table/cas/{case.id}", data={"do": "fermer"}).text)
    editor.submit(f"/equipe/table/cas/{case.id}", do="erase")
    assert rows(database, ExpertCase) == [] and rows(database, ExpertReply) == []


def test_the_mails_of_the_table_are_left_in_one_click_and_the_seat_stays(
    app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    one = inside(app, database, "ana", MEMBER)
    inside(app, database, "bo", MEMBER)
    one.post("/espace/table/cas", data={"question": "Qui pour une serre?"})
    with database() as session, session.begin():
        make_due(session)
    assert deliver(app) == 1
    message = mailbox.messages[-1]
    leaving = str(message["List-Unsubscribe"]).strip("<>").removeprefix("https://assistant.example.org")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leaving in message.get_content()
    nobody = TestClient(app)  # a mail program has no cookie
    assert "Votre place reste" in nobody.get(leaving).text
    with database() as session:
        assert session.scalars(select(Adviser.told_at).where(Adviser.digest == "bo")).one(), "only opened"
    one.post("/espace/table/cas", data={"question": "Qui pour un verger?"})
    with database() as session, session.begin():
        assert make_due(session) == 1
    foreign = {"Sec-Fetch-Site": "cross-site"}
    left = nobody.post(leaving, data={"List-Unsubscribe": "One-Click"}, headers=foreign)
    assert left.status_code == 200 and "C'est fait" in text(left.text)
    assert deliver(app) == 0, "what was in line does not leave"
    with database() as session, session.begin():
        bo = session.scalars(select(Adviser).where(Adviser.digest == "bo")).one()
        assert bo.seat == MEMBER and bo.told_at is None and make_due(session) == 0
    assert rows(database, PrivateLink) == [] and nobody.get(leaving).status_code == 404
    assert nobody.post(leaving).status_code == 200, "twice is just as well"


def fields(page: str) -> dict[str, list[str]]:
    """What the form of an editor would send, as it opens."""
    form = page[page.index('<form method="post"', page.index("<main")) :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = ('type="checkbox"' not in tag and 'type="radio"' not in tag) or " checked" in tag
        if name and ticked:
            found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found.setdefault(name, []).append(html.unescape(inner).removeprefix("\n"))
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', inner) or re.search(r'value="([^"]*)"', inner)
        found.setdefault(name, []).append(html.unescape(chosen[1]) if chosen else "")
    return found


def test_meetings_are_announced_put_in_a_calendar_and_have_their_minutes(
    app: FastAPI, database: sessionmaker[Session], editor: Desk
) -> None:
    day = (clock.today() + dt.timedelta(days=9)).isoformat()
    wrong = editor.submit("/equipe/table/rencontres", day=day, hours="le matin")
    assert wrong.status_code == 422 and rows(database, TableMeeting) == []
    editor.submit("/equipe/table/rencontres", day=day, hours="9 h à 11 h", place="Salle du Pôle")
    member = inside(app, database, "ana", MEMBER)
    assert "Salle du Pôle" in member.get("/espace/table").text
    calendar = member.get("/espace/table/rencontres.ics")
    assert "Salle du Pôle" in calendar.text and "T090000" in calendar.text
    with database() as session:
        number = session.scalars(select(TableMeeting)).one().id
    editor.submit(
        "/equipe/table/rencontres",
        number=number,
        day=day,
        hours="9:00-11:00",
        minutes="On a parlé de serres",
    )
    assert "On a parlé de serres" in member.get("/espace/table").text
    editor.submit("/equipe/table/rencontres", number=number, do="erase", day=day)
    assert rows(database, TableMeeting) == []
