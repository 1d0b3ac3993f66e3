"""The conversation: nothing sent is lost, tabs go on with one thread, every state is accessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.browsing import (
    REPLY_MS,
    Line,
    ask,
    assert_accessible,
    assert_fits,
    focused,
    line_to,
    mine,
    screen,
    sources_shown,
    thread,
    visit,
)
from tests.e2e.house import House

QUESTION = "ça prend combien de monde pour partir une coop de travail"
OTHER = "c'est quoi un obnl"
DANGER = "mon chum me frappe et j'ai peur de rentrer chez nous"
SLOW_MS = 7_000  # the sentence comes after four seconds
MIN_TARGET_PX = 44


@pytest.fixture
def line(house: House) -> Iterator[Line]:
    with line_to(house.url) as line:
        yield line


def test_a_reload_and_a_change_of_page_keep_the_thread_until_it_is_erased(page: Page, house: House) -> None:
    visit(page, house.url)
    ask(page, QUESTION)
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    said = thread(page).inner_text()
    page.reload()
    expect(mine(page)).to_have_count(1)
    assert thread(page).inner_text() == said
    page.goto(f"{house.url}/demo")
    page.get_by_role("button", name="Une question?").click()
    expect(mine(page)).to_have_text(f"Vous: {QUESTION}")
    page.get_by_role("button", name="Recommencer").click()
    expect(mine(page)).to_have_count(0)
    visit(page, house.url)
    expect(thread(page)).to_contain_text("Bonjour!")
    expect(mine(page)).to_have_count(0)


def another_tab(page: Page, house: House) -> Page:
    """A second tab of the same browser, where the question of the first is found."""
    second = page.context.new_page()
    visit(second, house.url)
    expect(mine(second)).to_have_text(f"Vous: {QUESTION}")
    return second


def test_a_second_tab_and_whoever_comes_back_find_the_conversation_until_it_is_erased(
    browser: Browser, house: House
) -> None:
    with screen(browser, 390, 664, "light") as page:
        visit(page, house.url)
        ask(page, QUESTION)
        expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
        second = another_tab(page, house)
        expect(second.get_by_text("gardée dans ce navigateur jusqu'à")).to_be_visible()
        assert_accessible(second, "found again")
        assert_fits(second, "found again")
        ask(second, OTHER)
        expect(sources_shown(second)).to_be_visible(timeout=REPLY_MS)
        expect(mine(page)).to_have_count(2)  # the first tab follows, and goes on from there
        page.close()
        second.close()
        third = page.context.new_page()  # its storage of the tab is empty, as after a phone has closed it
        visit(third, house.url)
        expect(mine(third)).to_have_text([f"Vous: {QUESTION}", f"Vous: {OTHER}"])
        third.get_by_role("button", name="Effacer", exact=True).click()
        expect(mine(third)).to_have_count(0)
        third.get_by_role("button", name="Annuler").click()
        expect(mine(third)).to_have_count(2)
        third.evaluate(
            """() => {
              const kept = JSON.parse(localStorage["es.fil"]);
              localStorage["es.fil"] = JSON.stringify({ ...kept, at: kept.at - 24 * 3600 * 1000 });
            }"""
        )
        late = page.context.new_page()
        visit(late, house.url)
        expect(mine(late)).to_have_count(0)
        assert late.evaluate("localStorage['es.fil'] ?? null") is None, "its day is over"
        expect(mine(third)).to_have_count(0)


def test_what_was_told_of_a_danger_stays_in_its_tab_and_what_was_erased_is_in_none(
    browser: Browser, house: House
) -> None:
    with screen(browser, 390, 664, "light") as page:
        visit(page, house.url)
        ask(page, QUESTION)
        expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
        ask(page, DANGER)
        expect(thread(page).get_by_role("link", name="Appeler le 911")).to_be_visible(timeout=REPLY_MS)
        second = another_tab(page, house)
        page.reload()
        expect(mine(page)).to_have_count(2)
        ask(second, "efface tout ce que j'ai écrit")
        only = ["Vous: efface tout ce que j'ai écrit"]  # until the reply the former question stands above it
        expect(mine(second)).to_have_text(only, timeout=REPLY_MS)
        expect(mine(page)).to_have_text(only)


def test_what_follows_a_danger_leans_on_it_in_its_tab_and_in_no_other(browser: Browser, house: House) -> None:
    with screen(browser, 390, 664, "light") as page:
        visit(page, house.url)
        ask(page, QUESTION)
        expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
        kept = page.evaluate("JSON.parse(localStorage['es.fil']).session")
        ask(page, DANGER)
        expect(thread(page).get_by_role("link", name="Appeler le 911")).to_be_visible(timeout=REPLY_MS)
        assert page.evaluate("JSON.parse(localStorage['es.fil']).session") == kept, "nothing tells of it"
        page.reload()
        ask(page, "on appelle qui")
        expect(thread(page)).to_contain_text("notez le numéro et fermez cet onglet", timeout=REPLY_MS)
        assert page.evaluate("JSON.parse(localStorage['es.fil']).session") == kept, "nor does what followed"


def test_a_message_sent_while_the_server_is_down_is_kept_and_sent_again_in_place(
    page: Page, line: Line
) -> None:
    visit(page, line.url)
    line.cut()
    ask(page, QUESTION)
    retry = page.get_by_role("button", name="Réessayer")
    expect(retry).to_be_visible()
    expect(thread(page)).to_contain_text("Il est gardé")
    expect(mine(page)).to_have_text(f"Vous: {QUESTION}")
    retry.click()
    expect(retry).to_be_visible()
    line.mend()
    retry.click()
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    expect(mine(page)).to_have_count(1)
    expect(retry).to_have_count(0)


def test_a_message_without_its_answer_is_still_there_after_a_reload(page: Page, line: Line) -> None:
    visit(page, line.url)
    line.cut()
    ask(page, QUESTION)
    expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
    line.mend()
    page.reload()
    expect(mine(page)).to_have_text(f"Vous: {QUESTION}")
    page.get_by_role("button", name="Réessayer").click()
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)


def test_a_slow_answer_is_waited_for_and_the_person_told(page: Page, line: Line) -> None:
    visit(page, line.url)
    line.stall()
    ask(page, QUESTION)
    expect(thread(page).get_by_text("L'assistant écrit…")).to_be_attached()
    expect(thread(page)).to_contain_text("plus de temps que d'habitude", timeout=SLOW_MS)
    ask(page, OTHER)
    expect(page.get_by_role("status")).to_contain_text("envoyez-le après la réponse")
    expect(page.get_by_role("textbox", name="Votre message")).to_have_value(OTHER)
    line.mend()
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    expect(thread(page)).not_to_contain_text("plus de temps que d'habitude")


def test_one_can_start_over_without_waiting_for_an_answer(page: Page, line: Line) -> None:
    visit(page, line.url)
    line.stall()
    ask(page, QUESTION)
    expect(mine(page)).to_have_count(1)
    page.get_by_role("button", name="Recommencer").click()
    expect(mine(page)).to_have_count(0)
    ask(page, OTHER)
    expect(mine(page)).to_have_text(f"Vous: {OTHER}")
    line.mend()
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    expect(mine(page)).to_have_count(1)


def test_a_message_written_offline_leaves_by_itself_when_the_network_is_back(
    page: Page, house: House
) -> None:
    visit(page, house.url)
    page.context.set_offline(True)
    ask(page, QUESTION)
    expect(thread(page)).to_contain_text("hors ligne")
    page.context.set_offline(False)
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    expect(mine(page)).to_have_count(1)


def test_when_there_are_too_many_people_the_message_is_kept_and_leaves_again_by_itself(
    page: Page, house: House
) -> None:
    refusals = 2
    sent: list[str] = []

    def crowded(route: Route) -> None:
        sent.append(route.request.post_data_json["message"])
        if len(sent) > refusals:
            route.continue_()
            return
        error = {"code": "busy", "message": "Il y a beaucoup de monde en ce moment."}
        route.fulfill(status=503, json={"error": error}, headers={"Retry-After": "1"})

    page.route("**/api/chat", crowded)
    visit(page, house.url)
    ask(page, QUESTION)
    expect(thread(page)).to_contain_text("Il y a beaucoup de monde")
    expect(thread(page)).to_contain_text("Votre message est gardé")
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    assert sent == [QUESTION] * (refusals + 1)
    expect(mine(page)).to_have_count(1)
    expect(thread(page)).not_to_contain_text("Il y a beaucoup de monde")


def test_a_conversation_that_expired_goes_on_with_the_same_message(page: Page, house: House) -> None:
    visit(page, house.url)
    ask(page, QUESTION)
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    page.evaluate(
        """() => {
          for (const [storage, key] of [[sessionStorage, "es-assistant"], [localStorage, "es.fil"]]) {
            storage[key] = JSON.stringify({ ...JSON.parse(storage[key]), session: "périmée" });
          }
        }"""
    )
    page.reload()
    ask(page, OTHER)
    expect(thread(page).locator(".exchange").nth(1).locator("summary").first).to_be_visible(timeout=REPLY_MS)
    expect(mine(page)).to_have_count(2)
    expect(thread(page).locator(".error")).to_have_count(0)


def test_five_hundred_characters_are_counted_politely_and_more_are_not_sent(page: Page, house: House) -> None:
    visit(page, house.url)
    box = page.get_by_role("textbox", name="Votre message")
    box.fill("é" * 450)
    expect(page.get_by_text("450 / 500")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Il reste moins de")
    box.fill("é" * 501)
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("trop long")
    expect(page.get_by_text("Trop long, à raccourcir: 501 / 500")).to_be_visible()
    expect(box).to_have_value("é" * 501)
    expect(mine(page)).to_have_count(0)
    box.fill("une ligne")
    box.press("Shift+Enter")
    box.press_sequentially("une autre")
    expect(box).to_have_value("une ligne\nune autre")
    expect(mine(page)).to_have_count(0)


def test_an_answer_is_copied_with_its_sources(page: Page, house: House) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, house.url)
    ask(page, QUESTION)
    thread(page).get_by_role("button", name="Copier la réponse").click(timeout=REPLY_MS)
    expect(thread(page).get_by_role("button", name="Copié")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert "trois" in text.lower()
    assert "Sources:" in text
    assert "**" not in text


def test_focus_stays_where_one_writes_and_escape_gives_it_back(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo")
    launcher = page.get_by_role("button", name="Une question?")
    launcher.focus()
    page.keyboard.press("Enter")
    assert focused(page) == "box"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    assert focused(page) == "box"
    page.keyboard.press("Escape")
    expect(thread(page)).to_be_hidden()
    assert focused(page) == "Une question?"


@pytest.mark.parametrize("place", ["/", "/demo"])
def test_every_state_is_accessible_and_fits_a_small_phone(line: Line, browser: Browser, place: str) -> None:
    with screen(browser, 320, 640, "light") as page:

        def check(state: str) -> None:
            assert_accessible(page, state)
            assert_fits(page, state)

        page.goto(line.url + place)
        if place == "/demo":
            check("closed")
            page.get_by_role("button", name="Une question?").click()
        expect(thread(page)).to_be_visible()
        check("welcome")
        ask(page, QUESTION)
        expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
        sources_shown(page).click()
        check("answer with its sources")
        ask(page, "une OBNL en culture à Saint-Isidore, on veut du financement pour grandir")
        cards = thread(page).locator("article.card")
        expect(cards.first).to_be_visible(timeout=REPLY_MS)
        for more in cards.locator("summary").all():
            more.click()
        check("cards with their details")
        page.get_by_role("textbox", name="Votre message").fill("é" * 501)
        check("too long")
        line.stall()
        ask(page, OTHER)
        expect(thread(page)).to_contain_text("plus de temps", timeout=SLOW_MS)
        check("slow")
        line.cut()
        expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
        check("not sent")
        small = thread(page).locator("xpath=//button | //summary").all() + page.get_by_role("button").all()
        for target in small:
            box = target.bounding_box()
            name = target.inner_text()
            assert box is None or min(box["width"], box["height"]) >= MIN_TARGET_PX, (name, box)
