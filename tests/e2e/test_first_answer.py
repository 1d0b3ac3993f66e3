"""The first answer: asked in a real browser, given with its sources, through the whole house."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Conversation, House

QUESTION = "c'est quoi la différence entre une coop pis un OBNL?"


def test_a_promoter_asks_and_sees_a_sourced_answer(page: Page, house: House) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(house.url)
    box = page.get_by_role("textbox")
    box.fill(QUESTION)
    box.press("Enter")
    log = page.get_by_role("log")
    expect(log).to_contain_text("commun aux membres", timeout=15_000)
    expect(log).to_contain_text("Sources")
    assert errors == []


def test_the_answer_names_its_facts_sources_and_dates(conversation: Conversation) -> None:
    [part] = conversation.say(QUESTION)
    answer = part["answer"]
    assert answer["id"].startswith("answer:")
    assert "m052" in answer["facts"]
    assert all(source["title"] for source in answer["sources"])
    assert any(source["as_of"] for source in answer["sources"])
    assert part["text"].strip()


def test_how_many_people_a_workers_coop_takes_is_found(conversation: Conversation) -> None:
    parts = conversation.say("ça prend combien de monde pour partir une coop de travail")
    assert "m032" in parts[0]["answer"]["facts"]
    assert "trois" in parts[0]["text"].lower()
