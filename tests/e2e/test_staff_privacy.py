"""Who answers for what is kept, and a text of the Pôle: told at the desk by keyboard, live in seconds."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge.answers import store as answers
from knowledge.database import sessions
from knowledge.records import AnswerRecord
from tests.axe import broken
from tests.e2e.browsing import REPLY_MS, ask, assert_fits, thread, visit
from tests.e2e.house import House
from tests.e2e.test_staff_publishes import PASSWORD, accept, at_the_desk, first_administrator
from tests.e2e.test_staff_words import LIVE_SECONDS, press, type_in

EMAIL = "vieprivee@exemple.org"
OFFICER, OWN = "direction générale", "Les dossiers papier sont sous clé au bureau."
ROOM = "au sous-sol de la bibliothèque"
PHONE = {"width": 390, "height": 844}
OFFICE = {"width": 1280, "height": 900}


@pytest.mark.quiet
def test_who_answers_for_what_is_kept_is_typed_lost_found_again_and_public(
    browser: Browser, page: Page, house: House
) -> None:
    with at_the_desk(browser, house) as desk:
        accept(desk, house.url + first_administrator(house, EMAIL), EMAIL)
        desk.goto("/equipe/pole/vie-privee")
        for size in (PHONE, OFFICE):
            desk.set_viewport_size(size)  # type: ignore[arg-type]
            assert broken(desk) == []
            assert_fits(desk, f"{size}")
        type_in(desk, "Qui est responsable, par sa fonction", OFFICER)
        type_in(desk, re.compile("^Ce que l'équipe fait elle-même"), OWN)
        desk.locator("[data-kept]", has_text="Gardé sur le serveur").wait_for()
        desk.context.clear_cookies()  # the session ends while they write
        desk.get_by_role("button", name="Enregistrer").focus()
        desk.keyboard.press("Enter")
        type_in(desk, "Courriel", EMAIL)
        desk.get_by_label("Mot de passe", exact=True).focus()
        desk.keyboard.type(PASSWORD)
        desk.keyboard.press("Enter")
        desk.wait_for_url(re.compile("reprendre="))
        expect(desk.get_by_label("Qui est responsable, par sa fonction")).to_have_value(OFFICER)
        desk.get_by_label(re.compile("^Ce que l'équipe fait elle-même")).focus()
        pressed = press(desk, "Enregistrer")
        page.goto(house.url)
        section = page.locator("#vie-privee")
        while OWN not in section.inner_text() and time.monotonic() - pressed < LIVE_SECONDS:
            page.reload()
        expect(section).to_contain_text(OWN)
        expect(section).to_contain_text(f"renseignements personnels: {OFFICER}.")
        assert broken(page) == []
        expect(desk.get_by_text("Vous aviez commencé")).to_have_count(0)


@pytest.mark.quiet
def test_a_text_of_the_pole_is_written_once_and_said_in_the_chat(
    browser: Browser, page: Page, house: House
) -> None:
    record = AnswerRecord.model_validate(
        {
            "id": "salle-des-bobineuses",
            "theme": "pole",
            "question": "Où se réunit le club des bobineuses?",
            "phrasings": ["salle des bobineuses", "club des bobineuses où"],
            "text": "Le club se réunit ici:\n\n- {local:salle}.\n- On s'y rend à pied.",
            "facts": [],
            "sources": [{"title": "Essai"}],
            "review_by": "2030-01",
            "status": "published",
        }
    )
    with sessions(house.database_url)() as session, session.begin():
        answers.save(session, record, author="tests", action="create")
    visit(page, house.url)
    with at_the_desk(browser, house) as desk:
        accept(desk, house.url + first_administrator(house, f"textes-{EMAIL}"), f"textes-{EMAIL}")
        desk.goto("/equipe/pole/textes")
        for size in (PHONE, OFFICE):
            desk.set_viewport_size(size)  # type: ignore[arg-type]
            assert broken(desk) == []
            assert_fits(desk, f"{size}")
        type_in(desk, re.compile("^Texte salle"), ROOM)
        pressed = press(desk, "Enregistrer les textes")
        expect(desk.get_by_label(re.compile("^Texte salle"))).to_have_value(ROOM)
        page.wait_for_timeout(2_000)  # the former index answers while the new one is built
        ask(page, "où se réunit le club des bobineuses")
        expect(thread(page).get_by_text(ROOM)).to_be_visible(timeout=REPLY_MS)
        assert time.monotonic() - pressed < LIVE_SECONDS + REPLY_MS / 1000
