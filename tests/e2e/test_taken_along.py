"""What a promoter presses on a phone to take a page along or to write to somebody does what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browsing import REPLY_MS, ask, screen, thread, visit
from tests.e2e.house import House

WRITES = "organization:ceiq"  # a door that gives its e-mail
PROJECT = "on veut ouvrir une épicerie coop à Ormstown, on démarre, faut trouver des sous"
# What the telephone itself would do is written down: what is shared, and the mail or text that opens.
TELEPHONE = """
window.pressed = [];
addEventListener("click", (event) => {
  const link = event.composedPath().find((one) => one.href);
  if (link && !link.href.startsWith("http")) { event.preventDefault(); window.pressed.push(link.href); }
});
"""
SHARES = """
Navigator.prototype.share = async (what) => { window.pressed.push(JSON.stringify(what)); };
"""
GIVEN_UP = 'Navigator.prototype.share = () => Promise.reject(new DOMException("", "AbortError"));'
REFUSED = 'Navigator.prototype.share = () => Promise.reject(new DOMException("", "NotAllowedError"));'
CANNOT = "delete Navigator.prototype.share;"


@contextmanager
def phone(browser: Browser, house: House, can: str) -> Iterator[Page]:
    """A telephone where the project was told. `can`: what it makes of sharing."""
    with screen(browser, 390, 664, "light") as page:
        page.context.add_init_script(TELEPHONE + can)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=house.url)
        visit(page, house.url)
        ask(page, PROJECT)
        expect(thread(page).locator("article.card").first).to_be_visible(timeout=REPLY_MS)
        yield page


@contextmanager
def roadmap(page: Page) -> Iterator[Page]:
    """The roadmap that the thread opens."""
    thread(page).get_by_role("button", name="Ma feuille de route").last.click()
    link = thread(page).locator(".exchange:last-child a[href*='/feuille']").first
    expect(link).to_be_visible(timeout=REPLY_MS)
    with page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    yield opened.value


def pressed(page: Page, target: Locator) -> str:
    """What the telephone was asked to do."""
    target.click()
    page.wait_for_function("window.pressed.length > 0")
    done: str = page.evaluate("window.pressed.splice(0)[0]")
    return done


def bodies(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def test_a_roadmap_is_sent_by_mail_and_text_shared_copied_and_printed(browser: Browser, house: House) -> None:
    with phone(browser, house, SHARES) as page, roadmap(page) as sheet:
        address = sheet.locator(".take[data-address]").get_attribute("data-address") or ""
        assert urlsplit(sheet.url).path in address
        mail = pressed(sheet, sheet.get_by_role("link", name="M'envoyer par courriel"))
        assert mail.startswith("mailto:?") and "feuille de route" in bodies(mail)["subject"][0]
        assert address in bodies(mail)["body"][0] and "d'abord" in bodies(mail)["body"][0]
        assert not re.search("(?<!\r)\n", bodies(mail)["body"][0]), "some mail programs join bare lines"
        text = pressed(sheet, sheet.get_by_role("link", name="Par texto"))
        assert text.startswith("sms:?") and address in bodies(text)["body"][0]
        shared = pressed(sheet, sheet.get_by_role("button", name="Partager"))
        assert address in shared and "feuille de route" in shared
        sheet.get_by_role("button", name="Copier le lien").click()
        expect(sheet.get_by_role("status")).to_have_text("Le lien est copié.")
        assert sheet.evaluate("navigator.clipboard.readText()") == address
        sheet.evaluate("window.print = () => window.pressed.push('print')")
        assert pressed(sheet, sheet.get_by_role("button", name="Imprimer")) == "print"


@pytest.mark.parametrize("can", [CANNOT, GIVEN_UP, REFUSED], ids=["cannot", "given_up", "refused"])
def test_a_telephone_that_does_not_share_leaves_another_way(browser: Browser, house: House, can: str) -> None:
    with phone(browser, house, can) as page:
        answer = thread(page).locator(".exchange").first
        with roadmap(page) as sheet:
            address = sheet.locator(".take[data-address]").get_attribute("data-address") or ""
            share = sheet.get_by_role("button", name="Partager")
            said = sheet.get_by_role("status")
            if can == CANNOT:
                expect(share).to_have_count(0)
                expect(sheet.get_by_role("link", name="Par texto")).to_be_visible()
            else:
                share.click()
                sheet.wait_for_timeout(200)
                expect(said).to_have_text("" if can == GIVEN_UP else re.compile(re.escape(address)))
        answer.locator(".send-me summary").first.click()
        expect(answer.get_by_role("link", name="Par courriel").first).to_be_visible()
        if can == CANNOT:
            expect(answer.get_by_role("button", name="Partager")).to_have_count(0)
        else:
            answer.get_by_role("button", name="Partager").first.click()
            note = answer.get_by_text("Le partage n'a pas fonctionné")
            expect(note).to_have_count(0 if can == GIVEN_UP else 1)


def test_an_answer_is_shared_mailed_and_texted_whole(browser: Browser, house: House) -> None:
    with phone(browser, house, SHARES) as page:
        answer = thread(page).locator(".exchange").first
        name = re.sub(r"^\d+\. ", "", answer.locator("article.card h4").first.inner_text())
        answer.locator(".send-me summary").first.click()
        mail = pressed(page, answer.get_by_role("link", name="Par courriel").first)
        assert mail.startswith("mailto:?") and name in bodies(mail)["body"][0]
        text = pressed(page, answer.get_by_role("link", name="Par texto").first)
        assert text.startswith("sms:?") and name in bodies(text)["body"][0]
        assert name in pressed(page, answer.get_by_role("button", name="Partager").first)


def test_to_call_and_to_write_open_the_telephone_s_own(browser: Browser, house: House) -> None:
    with phone(browser, house, CANNOT) as page:
        ways = thread(page).locator("article.card a.way")
        written = ways.filter(has_text="Écrire")
        called = ways.filter(has_text="Appeler")
        assert called.count()
        number = pressed(page, called.first)
        assert re.fullmatch(r"tel:\+?\d{10,11}", number)
        shown = re.sub(r"\D", "", called.first.locator(".shown").inner_text())
        assert number.endswith(shown[-10:])
        sheet = page.context.new_page()
        sheet.goto(f"{house.url}/ma-feuille?choix={WRITES}")
        link = sheet.locator("a.way").filter(has_text="Écrire").first
        to = pressed(sheet, link)
        assert re.fullmatch(r"mailto:[^@\s?]+@[^@\s?]+", to)
        assert to.removeprefix("mailto:") in link.inner_text()
        for way in written.all():
            assert re.fullmatch(r"mailto:[^@\s?]+@[^@\s?]+", unquote(pressed(page, way)))
