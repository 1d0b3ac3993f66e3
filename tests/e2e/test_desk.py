"""An adviser with a client in front of them: from an empty desk to a printed sheet, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import assert_accessible, assert_fits, screen
from tests.e2e.house import House, get

CLIENT = "OBNL de Ste-Martine, 3 ans d'existence, veut acheter sa bâtisse"
LIMIT_SECONDS = 60
PAGES = {
    "all": "/ressources",
    "search": "/ressources?municipality=Sainte-Martine&need=premises&legal_form=nonprofit",
    "answers": "/ressources?q=combien+de+membres+pour+une+coop",
    "nothing": "/ressources?q=xylophone&stage=idea",
    "resource": "/ressources/fund:biec",
    "comparison": "/ressources/comparer?choix=fund:biec&choix=organization:cdrq",
    "sheet": "/ressources/fiche?choix=fund:biec&choix=organization:cdrq",
    "calls": "/appels",
    "data": "/donnees",
    "api": "/api",
}


@pytest.fixture(params=[True, False], ids=["with_javascript", "without_javascript"])
def adviser(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """An adviser's screen."""
    context = browser.new_context(
        locale="fr-CA", viewport={"width": 1280, "height": 900}, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


def test_from_an_empty_desk_to_a_printed_sheet_in_under_a_minute(house: House, adviser: Page) -> None:
    start = time.monotonic()
    adviser.goto(f"{house.url}/ressources")
    adviser.get_by_label("Décrire un client").fill(CLIENT)
    adviser.get_by_role("button", name="Remplir les filtres").click()
    expect(adviser.get_by_text("Voici ce qui a été compris")).to_be_visible()
    expect(adviser.get_by_label("Lieu du projet")).to_have_value("Sainte-Martine")
    boxes = adviser.locator("input[name=choix]")
    chosen = [boxes.nth(place).get_attribute("value") for place in range(2)]
    for place in range(2):
        boxes.nth(place).check()
    adviser.get_by_role("button", name="Préparer la fiche").click()
    adviser.get_by_label("Votre note").fill("Commencer par la première porte.")
    adviser.get_by_role("button", name=re.compile("^Descendre")).first.click()
    hidden = adviser.locator("form[data-sheet] input[name=choix]")
    expect(hidden.first).to_have_value(chosen[1] or "")
    expect(adviser.get_by_label("Votre note")).to_have_value("Commencer par la première porte.")
    printed = adviser.pdf(format="Letter")
    taken = time.monotonic() - start
    assert printed.startswith(b"%PDF")
    assert len(printed) > 10_000
    assert taken < LIMIT_SECONDS, f"{taken:.1f} s"


def test_the_printed_sheet_has_the_doors_and_not_the_tools(house: House, adviser: Page) -> None:
    adviser.goto(f"{house.url}{PAGES['sheet']}")
    adviser.emulate_media(media="print")
    expect(adviser.get_by_role("heading", name="Fiche de référence")).to_be_visible()
    expect(adviser.get_by_text("BIEC Montérégie").first).to_be_visible()
    for tool in ("Obtenir un lien", "Retirer", "Revenir à la recherche"):
        expect(adviser.get_by_text(tool).first).to_be_hidden()


def test_a_shared_link_opens_for_somebody_else(house: House, adviser: Page, page: Page) -> None:
    adviser.goto(f"{house.url}{PAGES['sheet']}")
    adviser.get_by_role("button", name="Obtenir un lien").click()
    link = adviser.locator("a[href*='/fiche/']")
    expect(link).to_be_visible()
    page.goto(link.get_attribute("href") or "")
    expect(page.get_by_text("cette page s'efface le")).to_be_visible()


def test_results_and_the_address_follow_what_is_typed(house: House, page: Page) -> None:
    page.goto(f"{house.url}/ressources")
    page.get_by_label("Mots, nom ou sigle").press_sequentially("inisiatives entreprenariat", delay=20)
    expect(page.get_by_role("link", name=re.compile("BIEC")).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=inisiatives"))
    expect(page.locator("#annonce")).to_contain_text("ressource")
    page.reload()
    expect(page.get_by_role("link", name=re.compile("BIEC")).first).to_be_visible()


def test_choices_stay_while_one_goes_on_searching(house: House, page: Page) -> None:
    page.goto(f"{house.url}/ressources?q=biec")
    page.get_by_label(re.compile("^Choisir .*BIEC")).check()
    page.get_by_label("Mots, nom ou sigle").fill("cdrq")
    expect(page.get_by_text("Déjà choisies")).to_be_visible()
    page.get_by_label(re.compile("^Choisir Coopérative de développement régional")).check()
    page.get_by_role("button", name="Préparer la fiche").click()
    expect(page.locator("form[data-sheet] input[name=choix]")).to_have_count(2)


def test_every_page_is_accessible_and_fits_a_small_phone(house: House, browser: Browser) -> None:
    with screen(browser, 320, 640, "light") as page:
        for name, address in PAGES.items():
            page.goto(house.url + address)
            assert_accessible(page, name)
            assert_fits(page, name)


def test_the_desk_gives_what_the_api_gives(house: House, page: Page) -> None:
    query = "municipality=70012&stage=growth&need=premises&legal_form=nonprofit"
    _, body = get(f"{house.url}/api/resources?{query}&limit=200")
    page.goto(f"{house.url}/ressources?{query}")
    shown = page.locator("input[name=choix]").evaluate_all("boxes => boxes.map(box => box.value)")
    assert set(shown) <= {one["id"] for one in body["results"]}
    expect(page.locator(".total")).to_contain_text(str(len(body["results"])))
