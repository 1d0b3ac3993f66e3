"""A promoter on a phone: in sight at once, a project that takes shape, nothing lost, somebody to call."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.browsing import (
    REPLY_MS,
    ask,
    assert_accessible,
    assert_fits,
    focused,
    mine,
    press_choice,
    screen,
    thread,
    visit,
)
from tests.e2e.house import Conversation, House

PHONES = ((390, 664), (320, 568))
QUESTION = "ça prend combien de monde pour partir une coop de travail"
PROJECT = "on veut ouvrir un café communautaire à Huntingdon, un OBNL en démarrage, on cherche des fonds"
# What stands on the screen of a phone: where the box, the last door and the thread are.
BOXES = """() => {
  const root = document.querySelector("es-assistant").shadowRoot;
  const box = (name) => root.querySelector(name).getBoundingClientRect().toJSON();
  const { scrollHeight } = document.documentElement;
  const overflow = getComputedStyle(document.documentElement).overflow;
  const [write, log, door] = [".write", ".log", ".doors button:last-child"].map(box);
  return { write, log, door, scrolls: scrollHeight > innerHeight + 1 && overflow !== "hidden" };
}"""
OLD_PHONE = """
delete AbortSignal.timeout;
delete Document.prototype.adoptedStyleSheets;
delete ShadowRoot.prototype.adoptedStyleSheets;
window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };
"""


def chips(page: Page) -> dict[str, str]:
    """«Mon projet» as it is shown: field -> what it says."""
    found = page.locator("es-assistant .project .field:not(.unknown)").all()
    return {
        str(one.get_attribute("data-field")): (one.locator("span").nth(1).text_content() or "")
        for one in found
    }


def test_the_doors_of_the_welcome_lead_where_they_say(conversation: Conversation) -> None:
    [model] = conversation.say("Comprendre le modèle collectif")
    assert model["answer"]["id"] == "answer:entreprise-economie-sociale"
    conversation.say("Trouver du financement")
    assert "MRC de Roussillon" in [one["title"] for part in conversation.last for one in part["buttons"]]
    for told in ("Sainte-Martine, idée, pas encore décidé", "en fait, c'est à Vaudreuil-Dorion"):
        conversation.say(told)
        last = conversation.last[-1]
        assert {row["field"]: row["value"] for row in last["project"]}["need"] == "funding"
    assert "pour trouver du financement" in conversation.last[0]["text"]
    conversation.say("Trouver de l'accompagnement")
    need = {row["field"]: row["value"] for row in conversation.last[-1]["project"]}["need"]
    assert need == "support"


def test_numbers_go_on_from_one_list_to_the_next_and_mean_what_they_say(conversation: Conversation) -> None:
    first = conversation.say(PROJECT)
    others = conversation.press("Voir d'autres organismes et fonds")
    numbers = [found["number"] for part in (*first, *others) for found in part.get("resources", [])]
    assert numbers == list(range(1, len(numbers) + 1))
    named = {
        found["number"]: found["name"] for part in (*first, *others) for found in part.get("resources", [])
    }
    for said, number in (("la première", 1), ("la cinquième", 5)):
        assert named[number] in conversation.say(said)[0]["text"]


def test_on_a_phone_the_box_and_every_door_are_in_the_first_screen(browser: Browser, house: House) -> None:
    for width, height in PHONES:
        with screen(browser, width, height, "light") as page:
            visit(page, house.url)
            at = page.evaluate(BOXES)
            assert at["write"]["bottom"] <= height, (width, at)
            assert at["door"]["bottom"] <= at["write"]["top"], (width, at)
            assert_fits(page, f"welcome at {width}")
            ask(page, QUESTION)
            expect(thread(page).locator(".bubble").last).to_be_visible(timeout=REPLY_MS)
            at = page.evaluate(BOXES)
            assert at["log"]["height"] > 0.62 * height, "the thread has the screen"
            assert not at["scrolls"], "one scroll, not two"
            page.get_by_role("button", name="Voir la page").click()
            expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
            assert_accessible(page, f"reduced at {width}")


def test_a_low_window_leaves_the_answer_the_whole_screen(browser: Browser, house: House) -> None:
    for width, height in ((320, 256), (740, 340)):
        with screen(browser, width, height, "light") as page:
            visit(page, house.url)
            ask(page, QUESTION)
            answer = thread(page).locator(".exchange .bubble").last
            expect(answer).to_be_visible(timeout=REPLY_MS)
            expect(answer.locator("p").first).to_be_in_viewport()
            box = answer.bounding_box()
            assert box is not None
            assert 0 <= box["y"] < height / 2
            assert_fits(page, f"low window {width}")


def test_a_project_takes_shape_is_put_right_in_one_tap_and_is_there_tomorrow(
    browser: Browser, house: House
) -> None:
    context = browser.new_context(locale="fr-CA", viewport={"width": 390, "height": 664})
    page = context.new_page()
    visit(page, house.url)
    ask(page, PROJECT)
    expect(thread(page).locator("article.card").first).to_be_visible(timeout=REPLY_MS)
    assert chips(page) == {
        "place": "Huntingdon", "stage": "Ça démarre", "legal_form": "Un OBNL", "need": "Du financement",
    }  # fmt: skip
    page.get_by_role("button", name=re.compile("^Étape Ça démarre")).click()
    assert_accessible(page, "a field is changed")
    page.get_by_role("button", name="J'ai une idée", exact=True).click()
    expect(mine(page).last).to_have_text("Vous: Étape: J'ai une idée")
    expect(page.get_by_role("button", name=re.compile("^Étape J'ai une idée"))).to_be_attached(
        timeout=REPLY_MS
    )
    # A card goes on the sheet; both are kept, in this browser only.
    card = thread(page).locator("article.card").first
    name = re.sub(r"^\d+\. ", "", card.get_by_role("heading").inner_text())
    card.get_by_role("button", name="Ajouter à ma feuille").click()
    expect(card.get_by_role("button", name="Dans ma feuille")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="Ma feuille (1)")).to_have_attribute(
        "href", re.compile(r"/ma-feuille\?choix=\w+")
    )
    kept = json.loads(page.evaluate("localStorage['es.feuille']"))
    assert [door["name"] for door in kept["doors"]] == [name]
    assert kept["doors"][0]["place"] == "Huntingdon"
    page.evaluate("localStorage.removeItem('es.fil')")  # the conversation's day is over
    page.close()
    page = context.new_page()
    sent: list[dict[str, Any]] = []
    page.on("request", lambda one: sent.append(one.post_data_json) if one.url.endswith("/api/chat") else None)
    visit(page, house.url)
    expect(mine(page)).to_have_count(0)
    assert sent == [], "nothing goes to the server by being kept"
    page.get_by_role("button", name="Reprendre").click()
    expect(thread(page).locator("article.card").first).to_be_visible(timeout=REPLY_MS)
    assert chips(page)["stage"] == "J'ai une idée"
    page.get_by_role("button", name="Mon projet", exact=True).click()
    expect(page.get_by_text("jusqu'à ce que vous l'effaciez")).to_be_visible()
    page.get_by_role("button", name="Effacer mon projet").click()
    expect(thread(page)).to_contain_text("j'oublie ce que je savais", timeout=REPLY_MS)
    assert chips(page) == {}
    assert page.evaluate("localStorage['es.projet'] ?? null") is None
    context.close()


def test_starting_over_can_be_taken_back_and_is_then_final(page: Page, house: House) -> None:
    forgotten: list[str] = []
    page.on("request", lambda one: forgotten.append(one.url) if one.url.endswith("/api/forget") else None)
    visit(page, house.url)
    ask(page, QUESTION)
    expect(thread(page).locator("summary").first).to_be_visible(timeout=REPLY_MS)
    page.get_by_role("button", name="Recommencer").click()
    expect(mine(page)).to_have_count(0)
    assert focused(page) == "Annuler"
    assert_accessible(page, "just erased")
    page.keyboard.press("Enter")
    expect(mine(page)).to_have_text(f"Vous: {QUESTION}")
    assert forgotten == []
    page.get_by_role("button", name="Recommencer").click()
    ask(page, "c'est quoi un obnl")  # going on settles it
    expect(thread(page).locator("summary").first).to_be_visible(timeout=REPLY_MS)
    assert len(forgotten) == 1
    expect(page.get_by_role("button", name="Annuler")).to_be_hidden()
    page.reload()
    expect(mine(page)).to_have_count(1)


def test_a_person_is_asked_for_in_one_form_and_nothing_is_said_to_be_sent_before(
    page: Page, house: House
) -> None:
    visit(page, house.url)
    press_choice(page, "Parler à quelqu'un")
    form = thread(page).get_by_role("form", name="Parler à quelqu'un")
    expect(form).to_contain_text("Pas encore envoyé", timeout=REPLY_MS)
    send = form.get_by_role("button", name="Envoyer")
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("courriel complet")
    form.get_by_label("Courriel ou téléphone").fill("450 555-0142")
    form.get_by_label("Un mot pour l'équipe").fill("je voudrais savoir si le FDEÉS finance un four à pain")
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("case d'accord")
    assert_accessible(page, "form refused")
    assert_fits(page, "form refused")
    form.get_by_role("checkbox").check()
    send.click()
    expect(thread(page)).to_contain_text("Votre demande est enregistrée", timeout=REPLY_MS)
    expect(thread(page)).not_to_contain_text("Laquelle de ces questions")
    expect(thread(page)).not_to_contain_text("pas encore en place")
    expect(thread(page).get_by_text("Pas encore envoyé")).to_be_hidden()
    assert "450 555-0142" not in page.evaluate(
        "JSON.stringify(JSON.parse(sessionStorage['es-assistant']).turns.map(one => one.given))"
    )


def test_an_old_phone_sends_and_is_styled(page: Page, house: House) -> None:
    page.add_init_script(OLD_PHONE)
    visit(page, house.url)
    ask(page, QUESTION)
    expect(thread(page).locator("summary").first).to_be_visible(timeout=REPLY_MS)
    assert (
        thread(page).locator(".bubble").first.evaluate("one => getComputedStyle(one).borderRadius") != "0px"
    )


def test_a_lost_reply_is_asked_again_under_the_same_name(page: Page, house: House) -> None:
    names: list[str] = []

    def lose_first(route: Route) -> None:
        names.append(route.request.post_data_json["id"])
        if len(names) == 1:
            route.fetch()  # the server acts on it, its reply is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/api/chat", lose_first)
    visit(page, house.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="Réessayer").click(timeout=REPLY_MS)
    expect(thread(page).locator("summary").first).to_be_visible(timeout=REPLY_MS)
    assert len(names) == 2
    assert names[0] == names[1]


def test_without_a_script_the_page_still_serves(browser: Browser, house: House) -> None:
    for scripts in (False, True):
        context = browser.new_context(
            locale="fr-CA", viewport={"width": 390, "height": 664}, java_script_enabled=scripts
        )
        page = context.new_page()
        page.route("**/widget.js", lambda route: route.abort())
        page.goto(house.url)
        expect(page.get_by_role("link", name="Joindre une personne du Pôle VHSL")).to_be_in_viewport()
        expect(page.get_by_role("link", name="Appels de projets")).to_be_visible()
        page.get_by_label("Chercher une réponse ou une ressource").fill("RISQ")
        page.get_by_role("button", name="Chercher").click()
        expect(page.get_by_role("heading", level=3).first).to_contain_text("Réseau d'investissement social")
        context.close()


def test_what_is_read_aloud_is_brief_and_what_is_shown_is_in_order(page: Page, house: House) -> None:
    visit(page, house.url)
    ask(page, PROJECT)
    expect(thread(page).locator("article.card").first).to_be_visible(timeout=REPLY_MS)
    said = page.get_by_role("status").inner_text()
    assert "5 ressources" in said
    assert len(said) < 700
    expect(thread(page)).to_have_attribute("aria-live", "off")
    # One state a card, no opinion asked among the choices, the way to act named after its card.
    for card in thread(page).locator("article.card").all():
        assert card.locator(".caution").count() <= 1
        assert card.inner_text().count("À confirmer") == 0
        whose = re.sub(r"^\d+\. ", "", card.get_by_role("heading").inner_text())
        for way in card.locator("a.way").all():
            assert whose in (way.text_content() or "")
    actions = thread(page).locator(".exchange .actions").first.get_by_role("button")
    assert [one.inner_text() for one in actions.all()][-2:] == ["Ma feuille de route", "Parler à quelqu'un"]
    # From the box, one step back leads to the newest answer.
    page.get_by_role("textbox", name="Votre message").focus()
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Aller à la dernière réponse"
    page.keyboard.press("Enter")
    assert focused(page).startswith("Vous: on veut ouvrir un café")
    ask(page, "مرحبا، أريد تأسيس تعاونية")
    expect(mine(page)).to_have_count(2)
    assert mine(page).last.locator("span").last.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_the_choice_made_is_marked_and_an_answer_is_judged_by_two_small_marks(
    page: Page, house: House
) -> None:
    visit(page, house.url)
    ask(page, QUESTION)
    useful = thread(page).get_by_role("button", name="Utile", exact=True)
    expect(useful).to_be_visible(timeout=REPLY_MS)
    box = useful.bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (44, 44)
    expect(thread(page).locator(".exchange .choices")).not_to_contain_text("Pas utile")
    next_one = thread(page).locator(".exchange .choices button").first
    title = next_one.inner_text()
    next_one.click()
    expect(thread(page).locator(".past .choices .chosen").last).to_contain_text(title)
    page.reload()
    expect(thread(page).locator(".past .choices .chosen").last).to_contain_text(title)


def test_an_answer_is_sent_to_oneself_without_passing_through_here(page: Page, house: House) -> None:
    visit(page, house.url)
    ask(page, QUESTION)
    thread(page).locator(".send-me summary").click(timeout=REPLY_MS)
    mail = thread(page).get_by_role("link", name="Par courriel").get_attribute("href") or ""
    assert mail.startswith("mailto:?")
    assert "trois" in mail
    assert (thread(page).get_by_role("link", name="Par texto").get_attribute("href") or "").startswith(
        "sms:?"
    )


def test_a_printed_thread_shows_who_said_what_and_no_button(page: Page, house: House) -> None:
    visit(page, house.url)
    ask(page, PROJECT)
    expect(thread(page).locator("article.card").first).to_be_visible(timeout=REPLY_MS)
    page.emulate_media(media="print")
    expect(thread(page).locator("button:visible")).to_have_count(0)
    assert mine(page).first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    assert_fits(page, "printed")
    printed = page.pdf(format="Letter")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
