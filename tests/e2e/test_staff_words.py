"""A word and a place as people here write them: told at the desk by keyboard alone, live in the chat."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import broken
from tests.e2e.browsing import REPLY_MS, ask, thread, visit
from tests.e2e.house import House
from tests.e2e.test_staff_publishes import accept, at_the_desk, first_administrator

WORD, READ = "CKZTA", "coop de solidarité"
PLACE, TOWN = "le Vieux-Moulin-Rond", "Huntingdon"
EMAIL = "mots@exemple.org"
LIVE_SECONDS = 5


def type_in(page: Page, label: str | re.Pattern[str], text: str) -> None:
    """Type at the end of a field, then leave it for the next."""
    page.get_by_label(label).first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def press(page: Page, name: str) -> float:
    """Press a button that has the focus, or comes to have it; when."""
    button = page.get_by_role("button", name=name)
    for _ in range(20):
        if button.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="C'est enregistré")).to_be_visible()
    return time.monotonic()


@pytest.mark.quiet
def test_a_word_and_a_place_told_at_the_desk_are_understood_in_the_chat(
    browser: Browser, page: Page, house: House
) -> None:
    visit(page, house.url)
    with at_the_desk(browser, house) as desk:
        accept(desk, house.url + first_administrator(house, EMAIL), EMAIL)
        desk.goto("/equipe/mots")
        assert broken(desk) == []
        type_in(desk, re.compile("^On écrit"), WORD)
        desk.keyboard.type(READ)
        pressed = press(desk, "Enregistrer les façons d'écrire")
        expect(desk.get_by_label(re.compile("^On écrit")).first).to_have_value(WORD)
        page.wait_for_timeout(2_000)  # the former index answers while the new one is built
        ask(page, f"c'est quoi une {WORD.lower()}")
        expect(thread(page).get_by_text("deux catégories")).to_be_visible(timeout=REPLY_MS)
        assert time.monotonic() - pressed < LIVE_SECONDS

        desk.goto("/equipe/territoire")
        for summary in (
            re.compile(r"municipalités.*Haut-Saint-Laurent"),
            f"Changer les autres noms de {TOWN}",
        ):
            desk.locator("summary").filter(has_text=summary).first.focus()
            desk.keyboard.press("Enter")
        assert broken(desk) == []
        field = desk.locator("details[open] details[open] textarea")
        field.focus()
        desk.keyboard.press("Control+End")
        desk.keyboard.type(f"\n{PLACE}")
        press(desk, f"Enregistrer les noms de {TOWN}")
        page.wait_for_timeout(2_000)
        ask(page, f"je pars un café dans {PLACE}, ça me prend du financement")
        expect(thread(page).get_by_text(f"à {TOWN}").first).to_be_visible(timeout=REPLY_MS)
