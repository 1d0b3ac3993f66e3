"""The site under a folder of its address: nothing that people follow leaves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect
from sqlalchemy.orm import Session, sessionmaker

from knowledge.search.service import AnswerSearch
from tests.chromium import chromium
from tests.serving import serving
from tests.web.staff.conftest import EMAILS, PASSWORD, Desk, without_rasa
from tests.web.staff.content import ask, fill
from web.app import create_app
from web.settings import Settings
from web.staff.access import COOKIE

FOLDER = "/assistant"
BROWSER = {"Accept": "text/html"}
FOLLOWED = re.compile(r'\s(href|src|action|formaction)="(/[^"]*)"')
PAGES = 60  # of each door that are looked through
EDITED = f"{FOLDER}/equipe/reponses/membres"


@pytest.fixture
def app(app: FastAPI, database: sessionmaker[Session]) -> FastAPI:
    """The application with some content, reached at https://pole.example.org/assistant."""
    fill(database)
    ask(database, "c'est quoi le permis pour un kiosque")
    site = Settings(
        secret_key="a" * 40, rate_limit_per_minute=0, site_url="https://pole.example.org" + FOLDER
    )
    return without_rasa(create_app(site, AnswerSearch(database, patience=30)))


@pytest.fixture
def inside(app: FastAPI) -> Desk:
    """A browser of the administration, which comes by the folder."""
    desk = Desk(app)
    page = f"{FOLDER}/equipe/connexion"
    form = {"email": EMAILS["administrator"], "password": PASSWORD, "code": ""}
    reply = desk.submit(page, page=page, **form)
    assert reply.headers["location"] == f"{FOLDER}/equipe"
    assert f"Path={FOLDER}/equipe;" in reply.headers["set-cookie"]
    assert desk.cookies.get(COOKIE)
    return desk


def found_from(desk: Desk, door: str) -> Iterator[tuple[str, int]]:
    """The pages that lead from one to the other, with what each answers."""
    waiting, seen = [door], {door}
    while waiting and len(seen) - len(waiting) < PAGES:
        path = waiting.pop(0)
        reply = desk.get(path, headers=BROWSER)
        yield path, reply.status_code
        if reply.headers["content-type"].startswith("text/html"):
            assert int(reply.headers["content-length"]) == len(reply.content)
            told = FOLLOWED.findall(reply.text)
            assert [one for _, one in told if not f"{one}/".startswith(f"{FOLDER}/")] == [], path
            new = {unescape(one).partition("#")[0] for kind, one in told if kind in ("href", "src")} - seen
            waiting += sorted(new)
            seen |= new


@pytest.mark.parametrize("door", ["/", "/ressources", "/equipe"])
def test_no_page_leads_out_of_the_folder_nor_to_nothing(inside: Desk, door: str) -> None:
    answered = dict(found_from(inside, FOLDER + door))
    assert len(answered) >= PAGES / 2
    assert {path: status for path, status in answered.items() if status != 200} == {}


def test_a_proxy_may_leave_the_folder_or_take_it_away(inside: Desk) -> None:
    assert inside.get("/ressources", headers=BROWSER).text == inside.get(f"{FOLDER}/ressources").text
    assert inside.get(FOLDER, headers=BROWSER).status_code == 200
    assert inside.get("/assistantes", headers=BROWSER).status_code == 404
    assert inside.get(f"{FOLDER}/api/answers", params={"q": "combien de membres"}).status_code == 200


def test_a_link_that_is_mailed_has_the_folder(inside: Desk) -> None:
    page = f"{FOLDER}/equipe/comptes"
    form = {"csrf": inside.token(page), "name": "N", "email": "n@pole.example.org", "role": "reader"}
    told = inside.post(page, data=form).text
    assert "https://pole.example.org/assistant/equipe/invitation/" in told


def test_in_a_browser_every_script_asks_under_the_folder(app: FastAPI, tmp_path: Path) -> None:
    with serving(app) as address, chromium() as browser:
        page = browser.new_page(base_url=address)
        asked: list[str] = []
        page.on("request", lambda one: asked.append(urlsplit(one.url).path))
        page.goto(f"{FOLDER}/")
        expect(page.get_by_role("textbox").first).to_be_visible()
        page.goto(f"{FOLDER}/ressources")
        page.get_by_role("searchbox").first.fill("porte")
        page.wait_for_url(f"**{FOLDER}/ressources?*")
        page.goto(f"{FOLDER}/equipe?suite=")
        page.get_by_label("Courriel").fill(EMAILS["administrator"])
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url(f"**{FOLDER}/equipe")
        page.goto(EDITED)
        page.locator("textarea#text").fill("Voyez les [appels](/appels).")
        page.get_by_text("Gardé sur le serveur").wait_for()
        seen = page.locator("[data-preview] a").first.get_attribute("href")
        assert seen == f"{address}{FOLDER}/appels"
        assert [path for path in asked if not f"{path}/".startswith(f"{FOLDER}/")] == []
