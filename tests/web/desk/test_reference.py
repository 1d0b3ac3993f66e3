"""The reference sheet: made, reordered, shared, sent; no client in it."""

from __future__ import annotations

import datetime as dt
import re

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import SharedPage, now
from tests.mailbox import free_port, listening
from web.app import create_app
from web.settings import Settings

CHOSEN = {"choix": ["fund:biec", "organization:cdrq", "training:sismic"]}
PROJECT = {"municipality": "70012", "need": "funding", "age": "22", "stage": "startup"}


def names(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="choix" value="([^"]+)">', page)


def link(page: str) -> str:
    found = re.search(r"/fiche/[\w-]{20,}", page)
    assert found
    return found[0]


def test_the_sheet_shows_the_chosen_doors_in_order_with_why_and_how_to_reach_them(desk: TestClient) -> None:
    page = desk.get("/ressources/fiche?choix=fund:biec&choix=organization:cdrq&municipality=70012").text
    assert names(page) == ["fund:biec", "organization:cdrq"]
    assert page.index("BIEC Montérégie") < page.index("Coopérative de développement régional")
    assert "Sainte-Martine" in page
    assert "biecmonteregie.ca" in page


def test_doors_go_up_down_and_away(desk: TestClient) -> None:
    up = desk.post("/ressources/fiche", data={**CHOSEN, "action": "haut:organization:cdrq"}).text
    assert names(up) == ["organization:cdrq", "fund:biec", "training:sismic"]
    down = desk.post("/ressources/fiche", data={**CHOSEN, "action": "bas:training:sismic"}).text
    assert names(down) == CHOSEN["choix"]
    away = desk.post("/ressources/fiche", data={**CHOSEN, "action": "retirer:fund:biec"}).text
    assert names(away) == ["organization:cdrq", "training:sismic"]


def test_the_note_stays_on_the_sheet_and_in_its_text(desk: TestClient) -> None:
    page = desk.post(
        "/ressources/fiche", data={**CHOSEN, "note": "Commencer par la CDRQ", "action": "apercu"}
    )
    assert page.text.count("Commencer par la CDRQ") >= 2


def test_nothing_is_kept_until_a_link_is_asked_for(desk: TestClient, database: sessionmaker[Session]) -> None:
    desk.post("/ressources/fiche", data={**CHOSEN, "note": "x", "action": "apercu"})
    with database() as session:
        assert not session.scalars(select(SharedPage)).all()


def test_a_shared_sheet_has_no_age_and_its_note_is_masked(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    note = "Appelez Marie Tremblay au 450 555-0123 ou marie@exemple.ca avant d'aller à la CDRQ"
    page = desk.post("/ressources/fiche", data={**CHOSEN, **PROJECT, "note": note, "action": "partager"})
    shown = desk.get(link(page.text))
    assert shown.status_code == 200
    for secret in ("Tremblay", "555-0123", "marie@", "22 ans", "Votre âge"):
        assert secret not in shown.text
    assert "[courriel]" in shown.text
    assert "CDRQ" in shown.text
    with database() as session:
        (row,) = session.scalars(select(SharedPage)).all()
        assert "22" not in str(row.content["project"])
        assert 29 <= (row.expires_at - now()).days <= 30


def test_a_shared_sheet_is_not_indexed_nor_kept_and_expires(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    address = link(desk.post("/ressources/fiche", data={**CHOSEN, "action": "partager"}).text)
    page = desk.get(address)
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    with database() as session, session.begin():
        session.scalars(select(SharedPage)).one().expires_at = now() - dt.timedelta(seconds=1)
    assert desk.get(address).status_code == 404
    assert desk.get("/fiche/inconnu").status_code == 404


def test_the_mail_link_opens_a_short_enough_message(desk: TestClient) -> None:
    page = desk.get("/ressources/fiche?" + "&".join(f"choix={name}" for name in CHOSEN["choix"])).text
    address = re.search(r'href="(mailto:[^"]+)"', page)
    assert address
    assert len(address[1]) < 2_000
    assert "Fiche%20de%20r%C3%A9f%C3%A9rence" in address[1]


def test_the_server_writes_to_nobody_whom_a_visitor_names(app: FastAPI) -> None:
    port = free_port()
    settings = Settings(
        secret_key="a" * 40, smtp_url=f"smtp://pole%40exemple.org:motdepasse@127.0.0.1:{port}"
    )
    desk = TestClient(create_app(settings), headers={"Accept": "text/html"})
    with listening(port, "pole@exemple.org", "motdepasse") as mailbox:
        fields = {**CHOSEN, "sector": "https://evil.example/sect", "courriel": "victime@exemple.ca"}
        page = desk.post("/ressources/fiche", data={**fields, "note": "Payez ici", "action": "courriel"})
    assert page.status_code == 200
    assert 'value="courriel"' not in page.text
    assert "mailto:" in page.text
    assert mailbox.messages == []


def test_a_shared_sheet_leads_nowhere_that_a_visitor_typed(desk: TestClient) -> None:
    fields = {**CHOSEN, "sector": "https://evil.example/sect", "note": "voir www.evil.example/x"}
    page = desk.post("/ressources/fiche", data={**fields, "action": "partager"})
    assert "evil.example" not in desk.get(link(page.text)).text


def test_a_sheet_of_nothing_says_so(desk: TestClient) -> None:
    for page in (
        desk.get("/ressources/fiche"),
        desk.get("/ressources/fiche?choix=fund:inconnu"),
        desk.post("/ressources/fiche", data={"action": "partager"}),
    ):
        assert page.status_code == 200
        assert "Choisissez" in page.text
