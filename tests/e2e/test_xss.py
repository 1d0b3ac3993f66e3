"""Nothing that is said, by a person, by the team or by a server, is ever parsed as HTML."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import quote_plus

from playwright.sync_api import Page, Response, Route, expect

from knowledge.answers.store import save
from knowledge.database import sessions
from knowledge.records import AnswerRecord, Source
from tests.e2e.browsing import REPLY_MS, ask, mine, thread, visit
from tests.e2e.house import House, get

XSS = (
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "<svg onload=window.hacked=1>",
    "**<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>**",
    "[ici](javascript:window.hacked=1)",
    "[ici](JaVaScRiPt:window.hacked=1)",
    "[ici](\tjavascript:window.hacked=1)",
    "[ici](data:text/html,<script>window.hacked=1</script>)",
    "[ici](vbscript:window.hacked=1)",
    "[ici](//evil.example)",
    "[ici](/\\evil.example)",
    'https://ok.example/"onmouseover="window.hacked=1',
    "[<b onclick=window.hacked=1>x</b>](https://ok.example)",
    "[ici](https://ok.example/' onclick='window.hacked=1)",
    "</textarea></template><img src=x onerror=window.hacked=1>",
    "{{7*7}}${7*7}<!--",
)
# Whatever may carry markup, script or an address, inside the conversation.
FOUND = """() => {
  const all = [...document.querySelector("es-assistant").shadowRoot.querySelectorAll(".log *, .project *")];
  return {
    hacked: Boolean(window.hacked),
    elements: [...new Set(all.map(one => one.localName))],
    handlers: all.flatMap(one => one.getAttributeNames()).filter(name => name.startsWith("on")),
    addresses: all.filter(one => one.localName === "a").map(one => one.href),
  };
}"""
OURS = {
    *(
        "a",
        "article",
        "br",
        "button",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h3",
        "h4",
        "i",
        "li",
        "ol",
        "p",
    ),
    *("form", "input", "label", "textarea"),
    *("path", "small", "span", "strong", "summary", "svg", "ul"),
}

REBUILD_SECONDS = 6  # the former index answers while the new one is built


def assert_harmless(page: Page, *hosts: str) -> None:
    """Nothing of what was said became markup, and links only lead to these beginnings of addresses."""
    found = page.evaluate(FOUND)
    assert not found["hacked"]
    assert set(found["elements"]) <= OURS
    assert found["handlers"] == []
    allowed = (
        *hosts,
        "http://ok.example/",
        "https://ok.example/",
        "tel:",
        "sms:",
        "mailto:?subject=Assistant%20",
    )
    assert [one for one in found["addresses"] if not one.startswith(allowed)] == []


def hostile_reply(text: str) -> dict[str, Any]:
    """A reply of the contract with this text in every place where a text is shown."""
    source = {"title": text, "url": text, "as_of": text}
    resource = {
        **{"id": text, "type": "fund", "kind": text, "name": text, "eligibility": text, "to_confirm": True},
        "reasons": [{"criterion": text, "verdict": verdict, "text": text} for verdict in ("yes", "no", text)],
        "contact": dict.fromkeys(("with", "phone", "email", "website", "address", "note"), text),
        "details": [{"label": text, "value": text}],
        "sources": [source],
    }
    part = {
        "text": text,
        "buttons": [{"title": text, "payload": text}],
        "answer": {"id": text, "facts": [text], "sources": [source], "to_confirm": True},
        "resources": [resource],
    }
    rows = [{"field": text, "label": text, "value": text, "text": text}]
    form = {"kind": "person", **dict.fromkeys(("intro", "consent", "story", "delay"), text)}
    asked = {"text": text, "buttons": [], "form": form, "project": rows}
    return {"session": "s", "messages": [part, asked]}


def test_what_a_person_types_is_shown_as_typed(page: Page, house: House) -> None:
    pages: set[str] = set()  # what the answers given lead to: their sources, their sites

    def note(response: Response) -> None:
        if response.url.endswith("/api/chat"):
            pages.update(re.findall(r"""https://[^\s"\\<>)]+""", response.text()))

    page.on("response", note)
    visit(page, house.url)
    for count, payload in enumerate(XSS, start=1):
        ask(page, payload)
        expect(mine(page)).to_have_count(count)
        expect(thread(page).locator(".exchange").last.locator(".bubble").first).to_be_visible(
            timeout=REPLY_MS
        )
        assert mine(page).last.text_content() == f"Vous: {payload}"
    assert_harmless(page, house.url, *pages)
    page.reload()
    expect(mine(page)).to_have_count(len(XSS))
    assert_harmless(page, house.url, *pages)


def wait_published(house: House, answer: str, question: str) -> None:
    """Wait until the index that holds an answer is the one in use."""
    until = time.monotonic() + REBUILD_SECONDS
    asked = f"{house.url}/api/answers?q={quote_plus(question)}"
    while not any(one["id"] == answer for one in get(asked)[1]["results"]):
        assert time.monotonic() < until, f"{answer} is not served"
        time.sleep(0.2)


def test_what_the_team_publishes_is_never_parsed_as_html(page: Page, house: House) -> None:
    record = AnswerRecord(
        id="poulailler-flottant",
        theme="pole_vhsl",
        question="Où se trouve le poulailler flottant <img src=x onerror=window.hacked=1>?",
        phrasings=["le poulailler flottant", "poulailler flottant adresse"],
        text="Le poulailler flottant:\n\n" + "\n\n".join(XSS),
        facts=[],
        sources=[Source(title=XSS[0], url="https://ok.example/")],
        review_by="2027-11",
    )
    with sessions(house.database_url)() as session, session.begin():
        save(session, record, author="test", action="publish")
    wait_published(house, "answer:poulailler-flottant", "poulailler flottant")
    visit(page, house.url)
    ask(page, "où se trouve le poulailler flottant?")
    expect(thread(page)).to_contain_text(XSS[0], timeout=REPLY_MS)
    assert_harmless(page, house.url)


def test_nothing_a_server_may_send_becomes_markup(page: Page, house: House) -> None:
    sent = XSS[0]

    def answer(route: Route) -> None:
        route.fulfill(json=hostile_reply(sent))

    page.route("**/api/chat", answer)
    visit(page, house.url)
    for turn, payload in enumerate(XSS):
        sent = payload
        ask(page, "bonjour")
        expect(thread(page).locator("article.card")).to_have_count(2 * turn + 1)
        for folded in thread(page).locator(".exchange").last.locator("summary").all():
            folded.click()
        assert_harmless(page, house.url)
        thread(page).locator(".exchange").last.locator(".choices button").click()
        expect(thread(page).locator("article.card")).to_have_count(2 * turn + 2)
        expect(mine(page).last).to_have_text(re.compile("^Vous: "))
        assert_harmless(page, house.url)
