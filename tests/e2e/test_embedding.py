"""The widget on another site: allowed or refused, undisturbed by the host page and not disturbing it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.e2e.browsing import REPLY_MS, ask, assert_accessible, mine, screen, sources_shown, thread
from tests.e2e.host import MAIN, Host
from tests.e2e.house import House

QUESTION = "ça prend combien de monde pour partir une coop de travail"
LAUNCHER = "Une question?"
MAX_MAIN_THREAD_MS = 100
SETTLED_MS = 1_500
MEASURES = 3  # the quickest of a few counts: what else runs on the machine only adds

# What a host page may do to everything that it holds, and to the assistant by its name.
HOSTILE = """
html { font-size: 7px; direction: rtl; }
* { letter-spacing: 9px !important; box-sizing: content-box; animation: none; }
body { font: italic 900 40px/3 "Comic Sans MS", cursive; color: red; text-align: center; word-spacing: 1em;
  text-indent: 80px; white-space: pre; visibility: visible; cursor: wait; }
button, textarea, a, p, li, h2, h3, section, div { font-size: 60px !important; float: right;
  color: red !important; margin: 50px !important; text-transform: uppercase !important;
  background: yellow !important; }
es-assistant { display: none !important; opacity: .1 !important; transform: rotate(20deg) !important;
  filter: blur(4px) !important; width: 9px; position: static !important; pointer-events: none !important; }
[hidden], .panel, .log, .card, .launcher { display: none !important; }
"""
# What may be disturbed in the assistant: every element, as it is drawn.
LOOKS = """() => {
  const names = ["color", "backgroundColor", "fontSize", "fontFamily", "fontStyle", "fontWeight",
    "lineHeight", "letterSpacing", "wordSpacing", "textTransform", "textAlign", "textIndent", "direction",
    "float", "display", "visibility", "cursor"];
  const root = document.querySelector("es-assistant").shadowRoot;
  return [...root.querySelectorAll(".assistant *")].map(one => {
    const { x, y, width, height } = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const place = [x, y, width, height].map(Math.round);
    return [one.localName, ...place, ...names.map(name => style[name])].join(" ");
  });
}"""
# What may be disturbed in the host page: where each of its elements stands, how it looks, what it can call.
HOST = """() => ({
  places: [...document.querySelectorAll("main, main *")].map(one => JSON.stringify([
    one.getBoundingClientRect(), getComputedStyle(one).font, getComputedStyle(one).color])),
  size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
  sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
})"""
SHIFTS = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.fixture
def host(site: Host, house: House) -> Host:
    """The allowed site, with the widget pasted in and a page of its own kind."""
    site.embed(house.url)
    site.body, site.css = MAIN, ""
    return site


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: errors, and anything that the site's policy refuses."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_one_line_brings_the_assistant_to_an_allowed_site_under_a_strict_policy(
    page: Page, host: Host, complaints: list[str]
) -> None:
    page.goto(host.url)
    page.get_by_role("button", name=LAUNCHER).click()
    ask(page, QUESTION)
    expect(sources_shown(page)).to_be_visible(timeout=REPLY_MS)
    page.goto(f"{host.url}/autre")
    expect(mine(page)).to_have_text(f"Vous: {QUESTION}")
    assert complaints == []


def test_another_site_is_refused_and_its_page_is_left_alone(page: Page, house: House) -> None:
    stranger = Host()
    warnings: list[str] = []
    page.on("console", lambda said: warnings.append(said.text) if said.type == "warning" else None)
    try:
        stranger.embed(house.url)
        with page.expect_console_message(lambda said: "not allowed to embed" in said.text):
            page.goto(stranger.url)
        expect(page.get_by_role("button", name=LAUNCHER)).to_have_count(0)
        expect(page.get_by_role("heading", name="Un site hôte")).to_be_visible()
        answered = page.evaluate(
            "url => fetch(url).then(() => 'read', () => 'refused')", f"{house.url}/api/resources"
        )
        assert answered == "refused"
    finally:
        stranger.close()


def test_only_an_allowed_site_may_frame_the_page(page: Page, host: Host, house: House) -> None:
    stranger = Host()
    framed = f'<iframe src="{house.url}/" title="cadre" width="600" height="600"></iframe>'
    try:
        for where, allowed in ((host, True), (stranger, False)):
            where.head, where.body, where.house = "", framed, house.url
            page.goto(where.url)
            box = page.frame_locator("iframe").get_by_role("textbox", name="Votre message")
            expect(box).to_have_count(1 if allowed else 0)
    finally:
        stranger.close()


def test_the_options_of_the_line_are_followed(page: Page, host: Host, house: House) -> None:
    options = {
        **{"color": "#ffe600", "title": "Aide du site", "position": "left", "open": "true"},
        "message": "Bienvenue! **Par où** commencer?",
    }
    host.embed(house.url, **options)
    page.set_viewport_size({"width": 1000, "height": 800})
    page.goto(host.url)
    expect(page.get_by_role("heading", name="Aide du site")).to_be_visible()
    expect(thread(page).locator(".bubble").first).to_have_text("Bienvenue! Par où commencer?")
    launcher = page.get_by_role("button", name=LAUNCHER)
    place = launcher.bounding_box()
    assert place is not None
    assert place["x"] < 100
    # Yellow on white could not be read: the nearest colour that can be is taken.
    assert_accessible(page, "a colour that is too light")
    page.get_by_role("button", name="Fermer l'assistant").click()
    assert_accessible(page, "closed")
    launcher.click()
    page.reload()
    expect(thread(page)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_host_page_s_styles_do_not_reach_the_assistant(
    browser: Browser, host: Host, house: House, width: int, scheme: str
) -> None:
    host.embed(house.url, open="true")
    looks = []
    for css in ("", HOSTILE):
        host.css = css
        with screen(browser, width, 800, scheme) as page:
            page.goto(host.url)
            expect(thread(page)).to_be_visible()
            page.get_by_role("textbox", name="Votre message").click()
            looks.append(page.evaluate(LOOKS))
    assert looks[0] == looks[1]


def test_the_assistant_moves_and_restyles_nothing_in_the_host_page(page: Page, host: Host) -> None:
    line, host.head = host.head, ""
    page.goto(host.url)
    before = page.evaluate(HOST)
    host.head = line
    page.goto(host.url)
    expect(page.get_by_role("button", name=LAUNCHER)).to_be_visible()
    assert page.evaluate(HOST) == before
    page.get_by_role("button", name=LAUNCHER).click()
    expect(thread(page)).to_be_visible()
    assert page.evaluate(HOST) == before
    assert page.evaluate(SHIFTS) == 0


def opened_for_measure(browser: Browser, host: Host) -> tuple[Page, CDPSession]:
    """The host's page in a process of its own, and what tells the time that its thread spends."""
    context = browser.new_context()
    page = context.new_page()
    tracer = context.new_cdp_session(page)
    # The thread's own time: by the clock, what else runs on the machine would count.
    tracer.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(host.url)
    return page, tracer


@pytest.mark.quiet
def test_the_first_render_takes_little_of_the_main_thread(browser: Browser, host: Host) -> None:
    line = host.head
    tries = {}
    for name, head in (("without", ""), ("with", line)):
        host.head = head
        tries[name] = [opened_for_measure(browser, host) for _ in range(MEASURES)]
    tries["with"][0][0].wait_for_timeout(SETTLED_MS)  # to look at a page would count as its own work
    spent = {}
    for name, opened in tries.items():
        taken = [tracer.send("Performance.getMetrics")["metrics"] for _, tracer in opened]
        spent[name] = min(
            one["value"] * 1000 for metrics in taken for one in metrics if one["name"] == "TaskDuration"
        )
        for page, _ in opened:
            expect(page.get_by_role("button", name=LAUNCHER)).to_have_count(1 if name == "with" else 0)
            page.context.close()
    assert spent["with"] - spent["without"] < MAX_MAIN_THREAD_MS, spent


def test_keys_pressed_in_the_assistant_do_not_reach_the_host_page(page: Page, host: Host) -> None:
    page.goto(host.url)
    page.evaluate("document.addEventListener('keydown', event => { window.heard = event.key })")
    page.get_by_role("button", name=LAUNCHER).click()
    page.keyboard.type("/s?")
    assert page.evaluate("window.heard") is None


def test_an_embedded_assistant_is_accessible(browser: Browser, host: Host, house: House) -> None:
    host.embed(house.url)
    with screen(browser, 390, 844, "light") as page:
        page.goto(host.url)
        launcher = page.get_by_role("button", name=LAUNCHER)
        expect(launcher).to_be_visible()
        assert_accessible(page, "closed")
        launcher.click()
        assert_accessible(page, "open")
