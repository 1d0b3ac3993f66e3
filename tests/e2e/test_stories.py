"""Three first visits on a phone, from the welcome to a sheet that is kept: eight taps, two minutes."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import REPLY_MS, assert_accessible, screen, thread, visit
from tests.e2e.house import House

MOST_TAPS = 8
MOST_SECONDS = 120
TYPED_A_SECOND = 3  # characters, on a phone
READING_SECONDS = 10  # of a reply, before going on


@dataclass
class Phone:
    """A person on a phone: what they tap and type, and how long it takes them."""

    page: Page
    taps: int = 0
    typed: int = 0
    replies: int = 0
    began: float = field(default_factory=time.monotonic)

    def tap(self, target: Locator) -> None:
        """Tap what is there, once it is."""
        expect(target).to_be_visible(timeout=REPLY_MS)
        target.click()
        self.taps += 1

    def write(self, message: str) -> None:
        """Tap the box, type, tap the arrow."""
        self.tap(self.page.get_by_role("textbox", name="Votre message"))
        self.page.keyboard.type(message)
        self.tap(self.page.get_by_role("button", name="Envoyer", exact=True))
        self.typed += len(message)

    def see(self, sign: Locator) -> None:
        """Read what has come."""
        expect(sign).to_be_visible(timeout=REPLY_MS)
        self.replies += 1

    @property
    def seconds(self) -> float:
        """What the visit takes: the machine's time, then the person's."""
        return time.monotonic() - self.began + self.typed / TYPED_A_SECOND + self.replies * READING_SECONDS


def first_card(page: Page) -> Locator:
    """The first resource of the last list."""
    return thread(page).locator(".exchange:last-child article.card").first


def leaves_with_a_sheet(phone: Phone, link: Locator) -> None:
    """Open the sheet; it says whom to call first and what to say, and it is still there tomorrow."""
    with phone.page.context.expect_page() as opened:
        phone.tap(link)
    sheet = opened.value
    expect(sheet.get_by_role("main")).to_contain_text(re.compile("d'abord|premier", re.IGNORECASE))
    assert phone.taps <= MOST_TAPS
    assert phone.seconds < MOST_SECONDS
    sheet.get_by_role("checkbox").first.check()
    sheet.reload()
    expect(sheet.get_by_role("checkbox").first).to_be_checked()
    sheet.close()


def test_money_is_found_by_a_door_and_a_map(browser: Browser, house: House) -> None:
    with screen(browser, 390, 664, "light") as page:
        visit(page, house.url)
        phone = Phone(page)
        phone.tap(thread(page).get_by_role("button", name="Trouver du financement"))
        area = thread(page).get_by_role("group", name="Carte des MRC du territoire").get_by_role("button")
        phone.see(area.first)
        assert_accessible(page, "the place is asked on a map")
        phone.tap(area.and_(page.get_by_label("MRC de Vaudreuil-Soulanges")))
        phone.see(first_card(page))
        phone.tap(first_card(page).get_by_role("button", name="Ajouter à ma feuille"))
        leaves_with_a_sheet(phone, page.get_by_role("link", name="Ma feuille (1)"))


def test_a_project_told_in_one_sentence_becomes_a_roadmap(browser: Browser, house: House) -> None:
    with screen(browser, 390, 664, "dark") as page:
        visit(page, house.url)
        phone = Phone(page)
        phone.write("on veut ouvrir une épicerie coop à Ormstown, on démarre, faut trouver des sous")
        phone.see(first_card(page))
        phone.tap(thread(page).get_by_role("button", name="Ma feuille de route").last)
        link = thread(page).locator(".exchange:last-child a[href*='/feuille']").first
        phone.see(link)
        leaves_with_a_sheet(phone, link)


def test_somebody_who_only_has_an_idea_keeps_two_doors(browser: Browser, house: House) -> None:
    with screen(browser, 320, 568, "light") as page:
        visit(page, house.url)
        phone = Phone(page)
        phone.tap(thread(page).get_by_role("button", name="Trouver de l'accompagnement"))
        phone.write("à Saint-Rémi")
        phone.see(first_card(page))
        for _ in range(2):
            cards = thread(page).locator(".exchange:last-child article.card")
            phone.tap(cards.get_by_role("button", name="Ajouter à ma feuille").first)
        leaves_with_a_sheet(phone, page.get_by_role("link", name="Ma feuille (2)"))
