"""The pages people open: the assistant full size, the roadmap, a request for a person, errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import (
    REPLY_MS,
    ask,
    assert_accessible,
    assert_fits,
    mine,
    press_choice,
    screen,
    sources_shown,
    tab_to,
    thread,
)
from tests.e2e.house import House

DOORS = (
    "Comprendre le modèle collectif",
    "Trouver de l'accompagnement",
    "Trouver du financement",
    "Trouver une formation",
    "Choisir entre coop et OBNL",
    "Parler à quelqu'un",
)
QUESTION = "ça prend combien de monde pour partir une coop de travail"
CLIENT = "j'ai 22 ans, j'veux partir une coop de vélos à Vaudreuil, ça me prend du cash"
LETTER_SHEETS = 2
WIDTHS = {"320": (320, 640), "768": (768, 1024), "1280": (1280, 800)}
# A screen of 1280 × 1024 seen at 400 % is this large.
ZOOMED = (320, 256)
BESIDE = (
    "/bulletin",
    "/carte",
    "/outils",
    "/outils/coop-ou-obnl",
    "/outils/fonder",
    "/outils/chemin?etape=3",
    "/outils/mon-montage?cout=40000",
    "/ma-feuille?choix=organization:pole-vhsl&choix=fund:biec",
    "/ressources?mrc=roussillon&need=funding",
    "/ressources/organization:pole-vhsl",
    "/ressources/comparer?choix=fund:biec&choix=organization:risq",
    "/appels",
    "/activites",
    "/donnees",
)


def to_roadmap(page: Page, url: str) -> Page:
    """From a first message to the roadmap, on a page of its own."""
    page.goto(url)
    ask(page, CLIENT)
    press_choice(page, "Ma feuille de route")
    link = thread(page).get_by_role("link", name=re.compile("feuille de route"))
    expect(link).to_be_visible(timeout=REPLY_MS)
    with page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_load_state()
    return opened.value


def to_request(page: Page, url: str) -> Page:
    """From the door to a person to the page of the request."""
    page.goto(url)
    press_choice(page, "Parler à quelqu'un")
    form = thread(page).get_by_role("form", name="Parler à quelqu'un")
    form.get_by_label("Courriel ou téléphone").fill("450 555-0143", timeout=REPLY_MS)
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="Envoyer").click()
    link = thread(page).get_by_role("link", name=re.compile("Retirez votre demande"))
    expect(link).to_be_visible(timeout=REPLY_MS)
    with page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_load_state()
    return opened.value


def test_the_page_says_for_whom_it_is_what_it_keeps_and_how_to_reach_somebody(
    page: Page, house: House
) -> None:
    page.goto(house.url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for heading in ("Pour qui", "Joindre une personne", "Ce qui arrive à ce que vous écrivez"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    for kept in ("est gardée au plus 24 heures", "reste aussi dans votre navigateur, 24 heures après"):
        expect(page.get_by_text(kept)).to_be_visible()
    expect(page.get_by_text("168, avenue Saint-Charles").first).to_be_visible()
    expect(page.get_by_text("à confirmer").first).to_be_visible()
    expect(page.get_by_text(re.compile("pas un avis juridique")).first).to_be_visible()


@pytest.mark.parametrize("door", DOORS)
def test_every_main_door_leads_somewhere(page: Page, house: House, door: str) -> None:
    page.goto(house.url)
    press_choice(page, door)
    expect(mine(page)).to_have_text(f"Vous: {door}")
    answer = thread(page).locator(".exchange .bot :is(.bubble, .person)").first
    expect(answer).to_be_visible(timeout=REPLY_MS)
    expect(answer).not_to_contain_text("je n'ai rien de vérifié")
    expect(answer).not_to_contain_text("Je n'ai pas de réponse")


def test_sources_and_their_dates_are_one_tap_away(page: Page, house: House) -> None:
    page.goto(house.url)
    ask(page, QUESTION)
    folded = sources_shown(page)
    expect(folded).to_be_visible(timeout=REPLY_MS)
    source = thread(page).locator(".sources li").first
    expect(source).to_be_hidden()
    folded.click()
    expect(source).to_be_visible()
    expect(thread(page).locator(".date").first).to_have_text(re.compile(r"(19|20)\d\d|non datée"))


def test_several_near_questions_are_offered_and_the_chosen_one_is_answered(page: Page, house: House) -> None:
    page.goto(house.url)
    ask(page, "formation")
    choices = thread(page).locator(".exchange .choices button")
    expect(choices.first).to_be_visible(timeout=REPLY_MS)
    title = choices.first.inner_text()
    choices.first.click()
    expect(mine(page).last).to_have_text(f"Vous: {title}")
    expect(thread(page).locator(".exchange").last.locator(".bubble").first).to_be_visible(timeout=REPLY_MS)


def test_a_project_is_referred_with_reasons_and_gets_a_roadmap_of_two_sheets_at_most(
    page: Page, house: House, tmp_path: Path
) -> None:
    roadmap = to_roadmap(page, house.url)
    cards = thread(page).locator("article.card")
    assert cards.count() >= 1
    first = cards.first
    expect(first.get_by_role("heading", level=4)).to_be_visible()
    expect(first.locator(".what")).to_be_visible()
    assert first.locator(".reasons li").count() >= 1
    expect(roadmap.get_by_role("heading", name="Votre feuille de route")).to_be_visible()
    expect(roadmap.locator(".steps > li")).to_have_count(3)
    printed = roadmap.pdf(format="Letter")
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 1 <= sheets <= LETTER_SHEETS
    roadmap.emulate_media(media="print")
    expect(roadmap.get_by_role("link", name="Revenir à l'assistant")).to_be_hidden()


def test_a_doubt_about_how_to_reach_a_door_is_said_beside_it(page: Page, house: House) -> None:
    page.goto(house.url)
    press_choice(page, "Trouver de l'accompagnement")
    press_choice(page, "MRC de Roussillon")
    doubt = thread(page).locator("article.card").first.get_by_text("site tiers non daté").first
    expect(doubt).to_be_visible(timeout=REPLY_MS)
    page.get_by_role("button", name="Recommencer").click()
    roadmap = to_roadmap(page, house.url)
    expect(roadmap.get_by_text("lu en 2018 seulement: à confirmer").first).to_be_visible()


def test_a_person_is_asked_for_with_consent_and_the_request_taken_back(page: Page, house: House) -> None:
    request = to_request(page, house.url)
    expect(request.get_by_role("heading", level=1)).to_contain_text("Votre demande")
    request.get_by_role("button", name="Effacer ma demande").click()
    expect(request.get_by_role("heading", level=1)).to_have_text("Votre demande est effacée")
    request.reload()
    expect(request.locator("body")).not_to_contain_text("450 555-0143")


def test_what_does_not_exist_gets_a_french_page_with_a_way_on(page: Page, house: House) -> None:
    for path in ("/nulle-part", "/feuille-de-route/inconnue", "/demande/inconnue"):
        response = page.goto(house.url + path)
        assert response is not None
        assert response.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n'existe pas")
        expect(page.get_by_role("link", name="Revenir à l'assistant")).to_be_visible()


def test_the_whole_way_to_a_roadmap_is_walked_with_the_keyboard_alone(page: Page, house: House) -> None:
    page.goto(house.url)
    expect(thread(page)).to_be_visible()
    tab_to(page, "Aller au contenu")
    page.keyboard.press("Enter")
    tab_to(page, DOORS[1])
    page.keyboard.press("Enter")
    expect(thread(page)).to_contain_text("MRC", timeout=REPLY_MS)
    tab_to(page, "MRC de Roussillon", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(thread(page).locator("article.card").first).to_be_visible(timeout=REPLY_MS)
    tab_to(page, "Ma feuille de route", "Shift+Tab")
    page.keyboard.press("Enter")
    link = thread(page).get_by_role("link", name=re.compile("feuille de route"))
    expect(link).to_be_visible(timeout=REPLY_MS)
    tab_to(page, link.inner_text(), "Shift+Tab")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.get_by_role("heading", name="Votre feuille de route")).to_be_visible()


def test_every_page_is_accessible_and_fits_at_every_width(house: House, browser: Browser) -> None:
    def check(seen: Page, state: str) -> None:
        for name, (width, height) in WIDTHS.items():
            seen.set_viewport_size({"width": width, "height": height})
            assert_accessible(seen, f"{state} at {name}")
            assert_fits(seen, f"{state} at {name}")

    with screen(browser, *WIDTHS["1280"], "light") as page:
        roadmap = to_roadmap(page, house.url)
        check(page, "conversation with doors")
        check(roadmap, "roadmap")
        roadmap.goto(f"{house.url}/nulle-part")
        check(roadmap, "not found")
        page.get_by_role("button", name="Recommencer").click()
        request = to_request(page, house.url)
        check(page, "a person is asked for")
        check(request, "request")
        request.get_by_role("button", name="Effacer ma demande").click()
        expect(request.get_by_role("heading", level=1)).to_have_text("Votre demande est effacée")
        assert_accessible(request, "request erased")


def test_the_pages_beside_the_conversation_are_accessible_and_fit(house: House, browser: Browser) -> None:
    with screen(browser, 390, 664, "dark") as page:
        for address in BESIDE:
            answer = page.goto(f"{house.url}{address}")
            assert answer is not None
            assert answer.status == 200, address
            assert_accessible(page, address)
            assert_fits(page, address)
            page.set_viewport_size({"width": 1280, "height": 800})
            assert_fits(page, f"{address} on a desktop")
            page.set_viewport_size({"width": 390, "height": 664})


def test_a_question_can_be_asked_at_400_percent(house: House, browser: Browser) -> None:
    with screen(browser, *ZOOMED, "light") as page:
        page.goto(house.url)
        ask(page, QUESTION)
        expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
        assert_fits(page, "page at 400 %")
        sources_shown(page).click()
        expect(thread(page).locator(".sources li").first).to_be_in_viewport()
        page.goto(f"{house.url}/demo")
        page.get_by_role("button", name="Une question?").click()
        ask(page, "et une coop de solidarité?")
        expect(mine(page)).to_have_count(2)
        assert_fits(page, "widget at 400 %")
