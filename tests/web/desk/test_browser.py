"""What one takes along and the small tools, in a real Chromium: accessible, narrow, kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import Adviser, TableMeeting
from knowledge.network.advisers import ask_to_enter, enter
from knowledge.network.client_sheets import keep as keep_sheet
from knowledge.network.experts import MEMBER, put_case, reply
from knowledge.network.kept_searches import keep as keep_search
from knowledge.network.kept_searches import watch
from knowledge.referral.extraction import extract
from knowledge.referral.profile import Profile
from knowledge.referral.reference import ReferenceSheet
from knowledge.referral.roadmap import write_roadmap
from knowledge.referral.saved_search import SavedSearch
from knowledge.reports import report_error
from tests.axe import broken
from tests.chromium import chromium
from tests.opened import opened
from tests.serving import serving
from web.advisers.access import COOKIE

PROJECT = "OBNL à Vaudreuil-Dorion en prédémarrage, on cherche 25 000 $ de subventions"
FUNDED = (
    "/outils/mon-montage?cout=60+000&mise=8000&mrc=vaudreuil-soulanges&source=fund:fdees-vs&montant=10+000"
    "&public=yes&source=fund:risq-capitalisation&montant=90000&public=no"
)
PAGES = (
    "/outils",
    "/outils/coop-ou-obnl?need=a&money=b&people=c&surplus=b&founders=b",
    "/outils/fonder?forme=nonprofit&nous=2",
    "/outils/chemin?etape=3",
    FUNDED,
    "/carte",
    "/recherche?q=financement+OBNL+Huntingdon+serre",
    "/portes",
    "/portes/haut-saint-laurent",
    "/alertes?choix=fund:biec",
    "/alertes/recherche?mrc=haut-saint-laurent&need=funding",
    "/ma-feuille",
    "/ma-feuille?choix=organization:mrc-hsl&choix=fund:biec",
)
SHEETS = 2
ENTER = "from here on, in a space"
KEPT = "es.feuille"

pytestmark = pytest.mark.slow  # a browser


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    """One browser for the module, on a telephone's screen."""
    with chromium() as browser:
        yield browser.new_page(viewport={"width": 390, "height": 664})


@pytest.fixture
def site(app: FastAPI) -> Iterator[str]:
    """The application on a free port."""
    with serving(app) as address:
        yield address


@pytest.fixture
def roadmap(app: FastAPI, database: sessionmaker[Session]) -> str:
    """The address of a roadmap on the whole pack."""
    now = app.state.search.snapshot()
    profile = extract(PROJECT, app.state.gazetteer).profile
    with database() as session, session.begin():
        token = write_roadmap(session, profile, [], now.resources, now.doors, now.today)
    return f"/feuille-de-route/{token}"


@pytest.fixture
def own(database: sessionmaker[Session]) -> tuple[str, list[str]]:
    """The cookie of an adviser's space with something in each part of it, and its pages."""
    with database() as session, session.begin():
        ask_to_enter(session, "conseil@example.org")
        row = session.scalars(select(Adviser)).one()
        cookie = enter(session, row)
        search = SavedSearch(Profile(mrc="haut-saint-laurent"))
        keep_search(session, row.id, search)
        watch(session, row.address, search)
        empty = ReferenceSheet([], [], "Commencer par la première porte.", "le 29 novembre 2026")
        kept = keep_sheet(session, row.id, empty, search, {}, consent_text="Oui.", prefix="ES")
        assert kept is not None
        row.seat, row.shown_as = MEMBER, "Conseillère, CDC"
        case = put_case(session, row, "Qui pour une serre?", None, frozenset())
        assert case is not None
        reply(session, row, case, "Le CDRQ", "CDRQ", frozenset())
        session.add(TableMeeting(day=clock.today(), hours="09:00-11:00", agenda="Les serres", minutes="Vu."))
        report_error(session, "fund:biec", "contact", "Ce numéro ne répond plus", row.id)
        pages = [
            "/espace",
            "/espace/table",
            "/espace/effacer",
            f"/espace/fiches/{kept.reference}",
            "/ressources/fiche?choix=fund:biec",
        ]
    return cookie, pages


def sideways(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def test_every_page_is_accessible_light_and_dark_breaks_no_policy_and_fits_a_narrow_screen(
    site: str, roadmap: str, own: tuple[str, list[str]], phone: Page
) -> None:
    cookie, inside = own
    said: list[str] = []
    phone.on("pageerror", lambda error: said.append(str(error)))
    phone.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    for path in (*PAGES, roadmap, "/espace", ENTER, *inside):
        if path == ENTER:
            phone.context.add_cookies([{"name": COOKIE, "value": cookie, "url": site}])
            continue
        opened(phone, site + path)
        assert said == [], path
        assert broken(phone) == [], path
        said.clear()  # axe itself tries an inline style
        phone.set_viewport_size({"width": 320, "height": 256})
        assert sideways(phone) <= 0, path
        phone.set_viewport_size({"width": 390, "height": 664})
    phone.context.clear_cookies()


def test_a_roadmap_is_ticked_kept_found_again_printed_and_erased(
    site: str, roadmap: str, phone: Page
) -> None:
    phone.emulate_media(color_scheme="light")
    phone.goto(site + roadmap)
    box = phone.get_by_role("checkbox").first
    box.check()
    phone.reload()
    expect(phone.get_by_role("checkbox").first).to_be_checked()
    expect(phone.get_by_role("button", name="Imprimer")).to_be_visible()
    sent = phone.get_by_role("link", name="M'envoyer par courriel").get_attribute("href") or ""
    assert roadmap in parse_qs(urlsplit(sent).query)["body"][0]
    assert phone.get_by_role("heading", name=re.compile("(Appelez|Joignez) d'abord")).is_visible()
    doors = phone.locator(".door").all_inner_texts()
    assert len(doors) <= 6
    assert not any("Parts privilégiées" in door for door in doors)
    sheets = len(re.findall(rb"/Type\s*/Page\b", phone.pdf(format="Letter")))
    assert sheets <= SHEETS
    phone.emulate_media(media="print")
    expect(phone.locator(".on-paper .qr")).to_be_visible()
    expect(phone.get_by_role("button", name="Imprimer")).to_be_hidden()
    phone.emulate_media(media="null")
    phone.goto(f"{site}/ma-feuille")
    phone.get_by_role("link", name=re.compile("Feuille de route")).click()
    phone.get_by_role("button", name="Effacer cette page").click()
    expect(phone.get_by_role("heading", name="Cette feuille de route est effacée")).to_be_visible()
    phone.wait_for_load_state()  # the page forgets the address as it ends loading
    phone.goto(f"{site}/ma-feuille")
    expect(phone.get_by_role("link", name=re.compile("Feuille de route"))).to_have_count(0)


def test_what_was_kept_while_talking_is_shown_ticked_and_taken_away(site: str, phone: Page) -> None:
    phone.goto(f"{site}/outils")
    kept = {"doors": [{"id": name, "name": name, "place": None} for name in ("fund:biec", "fund:fdees-vs")]}
    phone.evaluate("([name, value]) => localStorage.setItem(name, value)", [KEPT, json.dumps(kept)])
    phone.goto(f"{site}/ma-feuille")
    expect(phone.locator(".door")).to_have_count(2)
    expect(phone.get_by_text("À apporter", exact=True)).to_be_visible()
    phone.get_by_role("link", name=re.compile("^Retirer")).first.click()
    expect(phone.locator(".door")).to_have_count(1)
    left = json.loads(phone.evaluate(f"localStorage.getItem('{KEPT}')"))
    assert [door["id"] for door in left["doors"]] == ["fund:fdees-vs"]
    phone.get_by_role("link", name="Tout retirer").click()
    expect(phone.get_by_text("Il n'y a rien ici pour l'instant")).to_be_visible()


def test_a_mrc_is_reached_on_the_map_with_the_keyboard(site: str, phone: Page) -> None:
    phone.goto(f"{site}/carte")
    phone.get_by_role("link", name="MRC de Roussillon").first.focus()
    assert phone.evaluate("document.activeElement.closest('svg') !== null")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/ressources?mrc=roussillon*")
    phone.get_by_text("Choisir la MRC sur la carte").click()
    expect(phone.get_by_role("link", name="MRC de Roussillon").first).to_have_attribute(
        "aria-current", "true"
    )
    assert broken(phone) == []
