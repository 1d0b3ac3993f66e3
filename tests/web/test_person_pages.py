"""The pages that only their link opens: a roadmap, and the one that takes a request back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import day_of, today
from knowledge.models import ContactRequest, SharedPage, now
from knowledge.referral.doors import Doors
from knowledge.referral.profile import Profile
from knowledge.referral.roadmap import write_roadmap
from knowledge.territory.area import Area
from tests.knowledge.test_requests import ask
from web.app import create_app
from web.dialling import dial
from web.settings import Settings

BROWSER = {"Accept": "text/html"}


@pytest.fixture
def client(
    database_url: str, database: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    yield TestClient(create_app(Settings(secret_key="x" * 40)))


@pytest.fixture
def token(database: sessionmaker[Session]) -> str:
    """The token of somebody's request."""
    with database() as session, session.begin():
        return ask(session, reach="moi@exemple.ca")[1]


@pytest.fixture
def roadmap(database: sessionmaker[Session]) -> str:
    """The token of somebody's roadmap."""
    profile = Profile(mrc="roussillon", place_kind="mrc", place_name="Roussillon", stage="idea", age=22)
    doors = Doors(first="", elsewhere="", by_mrc={}, mrc_names=Area({"roussillon": "MRC de Roussillon"}))
    with database() as session, session.begin():
        return write_roadmap(session, profile, [], {}, doors, today())


def requests(database: sessionmaker[Session]) -> list[ContactRequest]:
    with database() as session:
        return list(session.scalars(select(ContactRequest)))


def test_opening_the_withdrawal_page_erases_nothing_and_shows_no_contact_details(
    client: TestClient, database: sessionmaker[Session], token: str
) -> None:
    page = client.get(f"/demande/{token}", headers=BROWSER)
    assert page.status_code == 200
    (row,) = requests(database)
    assert row.reference in page.text
    assert "moi@exemple.ca" not in page.text
    assert "Effacer ma demande" in page.text


def test_its_button_erases_the_request_and_the_link_is_then_dead(
    client: TestClient, database: sessionmaker[Session], token: str
) -> None:
    page = client.post(f"/demande/{token}", headers=BROWSER)
    assert "est effacée" in page.text
    assert requests(database) == []
    for answer in (client.get(f"/demande/{token}"), client.post(f"/demande/{token}")):
        assert answer.status_code == 404


def test_a_roadmap_shows_steps_and_when_it_disappears(client: TestClient, roadmap: str) -> None:
    page = client.get(f"/feuille-de-route/{roadmap}", headers=BROWSER)
    assert page.status_code == 200
    for told in ("Roussillon", "l&#39;idée", "Vérifiez que le besoin est partagé"):
        assert told in page.text or told.replace("&#39;", "'") in page.text
    assert str(day_of(now() + dt.timedelta(days=30)).year) in page.text


def test_private_pages_are_not_indexed_nor_kept_nor_told_to_other_sites(
    client: TestClient, token: str, roadmap: str
) -> None:
    for path in (f"/demande/{token}", f"/feuille-de-route/{roadmap}"):
        page = client.get(path, headers=BROWSER)
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_an_unknown_or_expired_roadmap_is_a_french_page_not_found(
    client: TestClient, database: sessionmaker[Session], roadmap: str
) -> None:
    with database() as session, session.begin():
        session.scalars(select(SharedPage)).one().expires_at = now() - dt.timedelta(seconds=1)
    for name in (roadmap, "inconnu", "%2e%2e"):
        page = client.get(f"/feuille-de-route/{name}", headers=BROWSER)
        assert page.status_code == 404
        assert 'lang="fr' in page.text


def test_the_one_character_that_no_base_stores_breaks_no_page(client: TestClient) -> None:
    page = client.get("/equipe/connexion", headers=BROWSER)
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    form = {"csrf": token[1], "email": "a\x00@exemple.org", "password": "x\x00"}
    assert client.post("/equipe/connexion", data=form, headers=BROWSER).status_code == 401
    for path in (
        "/demande/a%00b",
        "/feuille-de-route/%00",
        "/ressources?q=%00&mrc=%00",
        "/equipe/invitation/%00",
    ):
        assert client.get(path, headers=BROWSER).status_code in (200, 404)


def test_a_roadmap_goes_along_by_what_ones_device_has_and_on_paper(client: TestClient, roadmap: str) -> None:
    page = client.get(f"/feuille-de-route/{roadmap}", headers=BROWSER).text
    address = f"/feuille-de-route/{roadmap}"
    for way in ("mailto:?subject=", "sms:?", 'class="qr"', "data-tick"):
        assert way in page, way
    assert page.count(address) >= 2
    dates = client.get(f"{address}.ics")
    assert dates.text.startswith("BEGIN:VCALENDAR")
    assert "noindex" in dates.headers["X-Robots-Tag"]
    assert client.get("/feuille-de-route/inconnue.ics").status_code == 404


def test_a_number_is_dialled_as_it_is_read_and_a_text_without_one_is_not() -> None:
    assert dial("450 555-0143 (en 2018, à confirmer)") == "tel:+1-450-555-0143"
    assert dial("1 844 555-0143, poste 12") == "tel:+1-844-555-0143;ext=12"
    assert dial(None) is dial("à confirmer") is None
