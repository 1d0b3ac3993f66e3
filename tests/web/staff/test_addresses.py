"""Links that people are given lead to our site, whatever the request calls it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill

EVIL = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def test_an_invitation_leads_to_our_site(administrator: Desk) -> None:
    form = {"csrf": administrator.token(), "name": "N", "email": "n@pole.example.org", "role": "reader"}
    page = administrator.post("/equipe/comptes", data=form, headers=EVIL)
    assert "http://localhost:8000/equipe/invitation/" in page.text
    assert "evil.example" not in page.text


def test_a_shared_sheet_a_calendar_and_the_open_data_lead_to_our_site(anonymous: Desk) -> None:
    shared = anonymous.post(
        "/ressources/fiche", data={"choix": "organization:porte", "action": "partager"}, headers=EVIL
    )
    assert "http://localhost:8000/fiche/" in shared.text
    others = [
        anonymous.get(path, headers=EVIL) for path in ("/appels.ics", "/api/hsds", "/demo", "/ressources")
    ]
    for page in (shared, *others):
        assert page.status_code == 200
        assert "evil.example" not in page.text
