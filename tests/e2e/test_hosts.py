"""The widget on hosts of many kinds: that swap their body, load it as a module, choose its corner."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import REPLY_MS, ask, assert_accessible, focused, mine, screen, thread
from tests.e2e.host import MAIN, Host
from tests.e2e.house import House

LAUNCHER = "Une question?"
QUESTION = "c'est quoi un obnl"
SLOW_LINE = {"offline": False, "latency": 300, "downloadThroughput": 87_500, "uploadThroughput": 87_500}
FIRST_BUBBLE_S = 1.0


@pytest.fixture
def host(site: Host, house: House) -> Host:
    site.embed(house.url)
    site.body, site.css = MAIN, ""
    return site


def test_a_site_that_swaps_its_body_keeps_the_assistant_and_its_thread(page: Page, host: Host) -> None:
    page.goto(host.url)
    page.get_by_role("button", name=LAUNCHER).click()
    ask(page, QUESTION)
    expect(thread(page).locator("summary").first).to_be_visible(timeout=REPLY_MS)
    swaps = (
        "const body = document.createElement('body'); body.append('A'); document.body.replaceWith(body)",
        "document.body.innerHTML = '<main>B</main>'",
        "document.querySelector('es-assistant').remove()",
    )
    for swap in swaps:
        page.evaluate(swap)
        expect(mine(page)).to_have_text(f"Vous: {QUESTION}")
        assert page.locator("es-assistant").count() == 1
    ask(page, "merci")
    expect(mine(page)).to_have_count(2)


def test_it_also_loads_as_a_module_and_only_once(page: Page, host: Host, house: House) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    script = (
        f'<script src="{house.url}/widget.js" type="module" crossorigin data-position="top-left"></script>'
    )
    host.head = script * 2
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(host.url)
    launcher = page.get_by_role("button", name=LAUNCHER)
    expect(launcher).to_have_count(1)
    box = launcher.bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["y"])) == (16, 16)
    assert faults == []


def test_on_a_phone_it_is_a_modal_dialog_and_gives_the_page_back(page: Page, host: Host) -> None:
    page.goto(host.url)
    launcher = page.get_by_role("button", name=LAUNCHER)
    launcher.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_attribute("aria-modal", "true")
    assert page.evaluate("document.querySelector('main').inert") is True
    assert page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    assert_accessible(page, "modal")
    seen = set()
    for _ in range(16):  # round and round, never out
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "es-assistant"
        seen.add(focused(page))
    assert "Fermer l'assistant" in seen
    page.keyboard.press("Escape")
    expect(thread(page)).to_be_hidden()
    assert focused(page) == LAUNCHER
    assert page.evaluate("document.querySelector('main').inert") is False
    assert page.evaluate("document.documentElement.style.overflow") == ""
    page.set_viewport_size({"width": 1000, "height": 700})
    launcher.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.querySelector('main').inert") is False


def test_its_corner_its_distance_and_its_theme_are_the_host_s_to_choose(
    browser: Browser, host: Host, house: House
) -> None:
    host.embed(house.url, position="bottom-left", distance="40 120", theme="light", launcher="On vous aide?")
    grounds = []
    for scheme in ("light", "dark"):
        with screen(browser, 1000, 800, scheme) as page:
            page.goto(host.url)
            launcher = page.get_by_role("button", name="On vous aide?")
            box = launcher.bounding_box()
            assert box is not None
            assert round(box["x"]) == 40
            assert round(800 - box["y"] - box["height"]) == 120
            launcher.click()
            panel = page.locator("es-assistant .panel").bounding_box()
            assert panel is not None
            assert panel["y"] >= 0
            assert panel["y"] + panel["height"] <= box["y"]
            grounds.append(
                thread(page).evaluate("one => getComputedStyle(one.parentElement).backgroundColor")
            )
            assert_accessible(page, f"light theme on a {scheme} system")
    assert grounds[0] == grounds[1]


@pytest.mark.quiet
def test_the_first_bubble_comes_within_a_second_on_a_slow_line(browser: Browser, host: Host) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(host.url)  # the host itself is there already: what is counted is the assistant alone
    tracer = context.new_cdp_session(page)
    tracer.send("Network.enable")
    tracer.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tracer.send("Network.emulateNetworkConditions", SLOW_LINE)
    fetched: list[str] = []
    page.on("request", lambda one: fetched.append(one.url))
    page.evaluate("document.querySelector('es-assistant').remove()")
    began = time.monotonic()
    source = page.locator("script[src*='widget.js']").get_attribute("src")
    page.evaluate(
        """async (src) => {
          const script = Object.assign(document.createElement("script"), { src });
          document.head.append(script);
          await new Promise((resolve) => script.addEventListener("load", resolve));
        }""",
        source,
    )
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    assert time.monotonic() - began < FIRST_BUBBLE_S
    assert len(fetched) == 1, fetched
    context.close()
