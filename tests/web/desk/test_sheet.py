"""The sheet of a resource, the report of an error, the comparison and the calls."""

from __future__ import annotations

import datetime as dt
import re

from fastapi.testclient import TestClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import today
from knowledge.models import ErrorReport
from knowledge.records import CallRule, FundRecord
from knowledge.resources.store import load_resources, save


def change(database: sessionmaker[Session], calls: CallRule, **fields: object) -> None:
    """Give the BIEC other dates, as staff would."""
    with database() as session, session.begin():
        record = load_resources(session)["fund:biec"]
        assert isinstance(record, FundRecord)
        eligibility = record.eligibility.model_copy(update={"calls": calls})
        changed = record.model_copy(update={"eligibility": eligibility, **fields})
        save(session, changed, author="tests", action="edit")


def test_every_resource_has_a_sheet_with_its_sources_and_dates(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    with database() as session:
        resources = load_resources(session)
    for name, record in resources.items():
        page = desk.get(f"/ressources/{name}")
        assert page.status_code == 200, name
        assert "Sources et dates" in page.text
        assert "None" not in page.text, name
        if record.as_of is None:
            assert "Date de vérification inconnue" in page.text


def test_an_unknown_resource_is_a_french_page_not_found(desk: TestClient) -> None:
    page = desk.get("/ressources/fund:inconnu")
    assert page.status_code == 404
    assert 'lang="fr' in page.text


def test_a_report_reaches_the_team_masked(desk: TestClient, database: sessionmaker[Session]) -> None:
    fields = {"reason": "contact", "note": "Le 450 555-0123 ne répond plus, dit jean@exemple.ca"}
    page = desk.post("/ressources/fund:biec/signaler", data=fields)
    assert "Merci" in page.text
    with database() as session:
        (report,) = session.scalars(select(ErrorReport)).all()
    assert (report.subject, report.status) == ("fund:biec", "open")
    assert "[téléphone]" in report.note
    assert "jean@" not in report.note


def test_a_report_needs_a_known_reason_and_a_known_resource(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    assert "Choisissez ce qui ne va pas" in desk.post("/ressources/fund:biec/signaler", data={}).text
    assert desk.post("/ressources/fund:x/signaler", data={"reason": "contact"}).status_code == 404
    with database() as session:
        assert not session.scalars(select(ErrorReport)).all()


def test_reports_in_a_row_are_stopped(desk: TestClient, database: sessionmaker[Session]) -> None:
    pages = [desk.post("/ressources/fund:biec/signaler", data={"reason": "link"}).text for _ in range(7)]
    assert "Réessayez" in pages[-1]
    with database() as session:
        assert len(session.scalars(select(ErrorReport)).all()) == 6


def test_three_resources_at_most_are_compared_side_by_side(desk: TestClient) -> None:
    chosen = "&".join(
        f"choix={name}" for name in ("fund:biec", "organization:cdrq", "training:sismic", "fund:ric")
    )
    page = desk.get(f"/ressources/comparer?{chosen}&municipality=Rigaud").text
    assert page.count('<th scope="col">') == 3
    assert "laissée de côté" in page
    for row in ("Territoire", "Étape", "Pour joindre", "Fraîcheur"):
        assert f'<th scope="row">{row}</th>' in page


def test_what_differs_comes_before_what_is_the_same(desk: TestClient) -> None:
    chosen = "choix=fund:risq-aide-technique&choix=fund:risq-capitalisation"
    page = desk.get(f"/ressources/comparer?{chosen}&municipality=Rigaud").text
    differing, same = page.split("Pareil pour les deux")
    for text in re.findall(r'<tr><th scope="row">[^<]+</th>(.*?)</tr>', same, re.DOTALL):
        cells = re.findall(r"<td>(.*?)</td>", text, re.DOTALL)
        assert len(cells) == 2 and cells[0] == cells[1]
    assert "Fraîcheur" in differing


def test_no_row_of_a_comparison_says_twice_what_it_is_about(desk: TestClient) -> None:
    chosen = "choix=fund:biec&choix=organization:cdrq&choix=fund:risq-capitalisation"
    page = desk.get(f"/ressources/comparer?{chosen}").text
    labels = re.findall(r'<th scope="row">([^<]+)</th>', page)
    assert len(labels) == len(set(labels)), sorted(labels)
    for cell in re.findall(r"<td>(.*?)</td>", page, re.DOTALL):
        assert not ("À vérifier" in cell and "À confirmer" in cell), "one state a cell"


def test_calls_are_told_by_state_and_live(desk: TestClient, database: sessionmaker[Session]) -> None:
    now, day = today(), dt.timedelta(days=1)
    cases = {
        "open": CallRule(mode="call", opens=now - day, closes=now + day, confirmed=True),
        "coming": CallRule(mode="call", opens=now + day, closes=now + 9 * day, confirmed=True),
        "closed": CallRule(mode="call", opens=now - 9 * day, closes=now - day, confirmed=True),
        "always": CallRule(mode="continuous", confirmed=True),
        "unknown": CallRule(mode="call"),
    }
    for state, rule in cases.items():
        change(database, rule, status="active")
        page = desk.get("/appels").text
        section = page.split(f'id="appels-{state}"')[1].split("</section>")[0]
        assert "BIEC" in section, state


def test_the_calendar_holds_the_known_dates_and_no_other(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    closes = today() + dt.timedelta(days=20)
    change(database, CallRule(mode="call", closes=closes, confirmed=True))
    reply = desk.get("/appels.ics")
    assert reply.headers["content-type"].startswith("text/calendar")
    events = list(Calendar.from_ical(reply.content).walk("VEVENT"))
    own = [event for event in events if "BIEC" in event["summary"]]
    assert [event["dtstart"].dt for event in own] == [closes]
    with database() as session:
        rules = [record.eligibility.calls for record in load_resources(session).values() if record.refer]
    assert len(events) == sum(bool(day) for rule in rules if rule for day in (rule.opens, rule.closes))


def test_a_sheet_shows_what_staff_just_saved(desk: TestClient, database: sessionmaker[Session]) -> None:
    desk.get("/ressources/fund:biec")
    change(database, CallRule(mode="continuous", confirmed=True), name="Bourses nouvelles")
    assert "Bourses nouvelles" in desk.get("/ressources/fund:biec").text
    assert "Bourses nouvelles" in desk.get("/ressources?q=nouvelles").text
