"""The desk on a phone, the inbox first: what one reads, ticks and presses is in sight together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session, sessionmaker

from knowledge.feedback import count
from tests.axe import broken
from tests.chromium import chromium
from tests.serving import serving
from tests.web.staff.conftest import EMAILS, PASSWORD
from tests.web.staff.content import ask, fill
from tests.web.staff.test_week import AWAY, CHAIRS

pytestmark = pytest.mark.slow  # a browser

PRESSES_AT_MOST = 6  # for twenty questions that ask for nothing
SIZES = ((390, 664), (1280, 800))


@pytest.fixture
def page(app: FastAPI, database: sessionmaker[Session]) -> Iterator[Page]:
    """Somebody signed in, twenty questions waiting, six of them the same."""
    fill(database)
    ask(database, *CHAIRS, *AWAY)
    with database() as session, session.begin():
        count(session, "decision", "answer")
    with serving(app) as address, chromium() as browser:
        yield signed_in(browser, address)


def signed_in(browser: Browser, address: str) -> Page:
    """The desk as an editor finds it."""
    page = browser.new_context(base_url=address, reduced_motion="reduce").new_page()
    page.goto("/equipe")
    page.get_by_label("Courriel").fill(EMAILS["editor"])
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/equipe")
    return page


def test_the_first_question_and_what_is_done_with_it_are_in_the_first_screen(page: Page) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/equipe/boite")
        first = page.get_by_role("checkbox").first
        expect(first).to_be_in_viewport(ratio=1)
        dismiss = page.get_by_role("button", name="Écarter", exact=True)
        expect(dismiss).to_be_in_viewport(ratio=1)
        page.mouse.wheel(0, 900)
        expect(dismiss).to_be_in_viewport(ratio=1)
        assert broken(page) == [], width


def test_a_question_is_read_once(page: Page) -> None:
    page.goto("/equipe/boite")
    for text in (*CHAIRS, AWAY[0]):
        assert page.locator("main :is(h2, p)").filter(has_text=text).count() <= 1, text


def test_the_keyboard_never_goes_behind_what_stays_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto("/equipe/boite")
    for box in page.get_by_role("checkbox").all():
        box.focus()
        top = page.locator("[data-batch]").evaluate("one => one.getBoundingClientRect().top")
        at = box.evaluate("one => one.getBoundingClientRect().bottom")
        assert at <= top, "the box that has the focus is covered"


def test_an_inbox_of_what_asks_for_nothing_is_emptied_in_a_few_presses(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto("/equipe/boite")
    presses = 0
    while not page.get_by_text("Rien à traiter ici.").is_visible():
        page.get_by_role("button", name="Tout cocher").click()
        expect(page.get_by_role("button", name="Décocher")).to_be_visible()
        page.get_by_role("button", name="Écarter", exact=True).click()
        page.wait_for_load_state()
        presses += 2
        assert presses <= PRESSES_AT_MOST
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("checkbox").first).to_be_visible()


def test_the_words_of_the_drawing_are_read_on_a_phone_and_hide_none_of_it(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto("/equipe/chiffres")
    words = [one.bounding_box() for one in page.locator(".chart text").all() if one.is_visible()]
    bars = [one.bounding_box() for one in page.locator(".chart rect").all()]
    assert len(words) > 2 and bars
    foot = max(bar["y"] + bar["height"] for bar in bars if bar)
    for word in words:
        assert word and word["height"] >= 11 and word["y"] >= foot - 4
    edges = [(word["x"], word["x"] + word["width"]) for word in words if word]
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(edges))
