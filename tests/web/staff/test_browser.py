"""The desk in a real Chromium: accessible on every page, nothing blocked, from a question to its answer."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader
from sqlalchemy.orm import Session, sessionmaker

from knowledge.feedback import count
from knowledge.models import ErrorReport, FollowedReferral, SheetProposal, now
from knowledge.network.letters import correspondents, write
from knowledge.network.links import make_link
from knowledge.network.receivers import receivers
from knowledge.network.referrals import create
from knowledge.records import Contact
from knowledge.resources import store as resources
from tests.axe import broken, broken_by_width
from tests.chromium import chromium
from tests.opened import opened
from tests.serving import serving
from tests.web.staff.conftest import EMAILS, PASSWORD
from tests.web.staff.content import ask, fill, fill_table, organization, write_bulletin
from tests.web.staff.test_freshness import make_request

PAGES = (
    "",
    "/boite",
    "/reponses",
    "/reponses/nouvelle",
    "/reponses/membres",
    "/historique/answer:membres",
    "/ressources",
    "/ressources/nouvelle/training",
    "/ressources/nouvelle/fund",
    "/ressources/nouvelle/organization",
    "/ressources/nouvelle/activity",
    "/ressources/fund:coup-de-pouce",
    "/ressources/profil?p_need=funding&p_place=Huntingdon",
    "/veille",
    "/veille/answer:membres",
    "/veille/fund:coup-de-pouce",
    "/demandes",
    "/organismes",
    "/references",
    "/table",
    "/chiffres",
    "/rapport",
    "/sujets",
    "/sujets/meteo",
    "/sujets/nouveau",
    "/autotest",
    "/faits",
    "/faits/m001",
    "/pole",
    "/pole/vie-privee",
    "/pole/textes",
    "/pole/phrases",
    "/pole/phrases/greet",
    "/territoire",
    "/mots",
    "/domaines",
    "/mots?q=coop",
    "/bulletin",
    "/bulletin/2026-11",
    "/bulletin/2026-11/envoi",
    "/bulletin/abonnes",
    "/transfert",
    "/comptes",
    "/etat",
    "/journal",
    "/compte",
    "/reprendre",
)
DATA = Path(__file__).parents[2] / "data"
UNFORESEEN = "est-ce que le Pôle prête des chaises pliantes"

pytestmark = pytest.mark.slow  # a browser


@pytest.fixture
def site(app: FastAPI, database: sessionmaker[Session]) -> Iterator[str]:
    """The application on a free port, with something on every page."""
    fill(database)
    write_bulletin(database)
    fill_table(database)
    ask(database, UNFORESEEN, "le pole prete-tu des chaises", "autre chose tout à fait", outcome="clarify")
    make_request(database)
    with database() as session, session.begin():
        session.add(ErrorReport(subject="fund:coup-de-pouce", reason="montant", note="À vérifier"))
        for kind, key in (("decision", "answer"), ("decision", "none"), ("given", "answer:membres")):
            count(session, kind, key)
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture
def page(site: str, browser: Browser) -> Iterator[Page]:
    """A browser signed in as the administration."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto("/equipe")
    opened.get_by_label("Courriel").fill(EMAILS["administrator"])
    opened.get_by_label("Mot de passe").fill(PASSWORD)
    opened.get_by_role("button", name="Se connecter").click()
    opened.wait_for_url("**/equipe")
    yield opened
    context.close()


def test_every_page_is_accessible_light_or_dark_fits_a_phone_and_breaks_no_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PAGES:
        opened(page, "/equipe" + path)
        assert complaints == [], path
        assert broken(page) == [], path
        complaints.clear()  # axe itself tries an inline style
        page.set_viewport_size({"width": 390, "height": 844})
        assert broken_by_width(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px on a narrow screen"
        page.set_viewport_size({"width": 1280, "height": 900})


def test_axe_finds_nothing_on_the_pages_of_private_links(
    page: Page, app: FastAPI, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        contact = Contact(email="info@porte.example.org")
        resources.save(session, organization("porte", "La porte", contact=contact), author="a", action="edit")
        one = next(one for one in correspondents(session, None, now()) if one.address)
        letter = write(session, one, "moi")
        assert letter is not None
        receiver = receivers(session, resources.load_resources(session))[one.identifier]
        row, follow = create(
            session, receiver, author="person", reach="450 555-0123", story="- Lieu: Huntingdon", mrc=None,
            told=None, consent_text="oui", prefix="ES",
        )  # fmt: skip
        letter_link = make_link(session, "letter", letter.id, 9)
        asked, number = make_link(session, "referral", row.id, 9), row.id
        session.add(SheetProposal(letter_id=letter.id, subject=one.identifier, changes={"website": None}))
    form = f"/transmettre?choix={one.identifier}&stage=idea&need=funding"
    for path in (f"/organisme/{letter_link}", f"/reponse/{asked}", f"/suivi/{follow}", form):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        assert broken(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
    page.get_by_label("Pour joindre la personne").fill("450 555-0123")
    page.get_by_label("Étape").check()
    page.get_by_label("La personne concernée").check()
    page.get_by_role("button", name="Voir ce qui part").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voici ce qui part")
    page.wait_for_load_state("networkidle")
    assert broken(page) == []
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/suivi/**")
    page.get_by_role("button", name="Retirer et tout effacer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C'est retiré")
    page.goto(f"/organisme/{letter_link}")
    page.get_by_role("button", name="Tout est exact").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c'est noté")
    page.goto("/equipe/organismes")
    assert broken(page) == [], "with an answer to read"
    with database() as session:
        assert session.get(FollowedReferral, number) is not None, "the other one stays"


def test_on_a_phone_the_menu_opens_and_the_inbox_is_emptied_then_the_report_printed(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/equipe")
    page.get_by_text("Tout le reste").click()
    assert broken(page) == [], "open, light and dark"
    page.get_by_role("navigation").get_by_role("link", name="Rapport").click()
    page.wait_for_url("**/rapport**")  # its style too: without it, the menu is printed
    printed = PdfReader(io.BytesIO(page.pdf())).pages
    said = " ".join(" ".join(one.extract_text() for one in printed).split())
    assert "Orientations par MRC" in said and "Tout le reste" not in said, "the page itself, without its menu"
    page.goto("/equipe/boite")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Écarter", exact=True).click()
    page.get_by_text("Rien à traiter ici.").wait_for()
    page.get_by_role("button", name="Annuler").click()


def test_axe_finds_nothing_when_signing_in(page: Page, site: str) -> None:
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion**")
    assert broken(page) == []
    page.get_by_label("Courriel").fill(EMAILS["editor"])
    page.get_by_label("Mot de passe").fill("pas le bon mot de passe")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("alert").wait_for()
    assert broken(page) == []


def test_from_the_inbox_to_a_published_answer_with_the_keyboard_and_the_mouse(page: Page, site: str) -> None:
    page.goto("/equipe/boite")
    group = page.locator("section", has_text=UNFORESEEN)
    group.get_by_role("button", name="Écrire une réponse").click()
    assert page.get_by_label("Question, comme on la lit sur un bouton").input_value()
    page.get_by_label("Thème").fill("pole")
    page.get_by_label("Texte de la réponse").fill("Oui: **demandez** à l'équipe.")
    page.locator(".preview strong", has_text="demandez").wait_for()
    page.get_by_label("Ajouter un fait ou une ressource").first.fill("m001")
    page.get_by_role("button", name="Essayer").click()
    page.get_by_role("heading", name="Essai").wait_for()
    assert broken(page) == []
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("C'est publié").wait_for()
    published = time.monotonic()
    while True:
        found = page.request.get("/api/answers", params={"q": UNFORESEEN}).json()
        if found["decision"] == "answer" and found["results"][0]["text"].startswith("Oui"):
            break
        assert time.monotonic() - published < 5
    page.goto("/equipe/boite")
    assert page.get_by_text(UNFORESEEN).count() == 0


def test_the_desk_works_without_any_script(page: Page, site: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False, base_url=site)  # type: ignore[union-attr]
    plain = context.new_page()
    plain.goto("/equipe")
    plain.get_by_label("Courriel").fill(EMAILS["editor"])
    plain.get_by_label("Mot de passe").fill(PASSWORD)
    plain.get_by_role("button", name="Se connecter").click()
    plain.goto("/equipe/veille")
    row = plain.get_by_role("listitem").filter(has_text="Fonds Coup de pouce")
    row.get_by_role("link", name="Vérifier").click()
    plain.get_by_role("button", name="Tout est exact aujourd'hui").click()
    plain.get_by_text("C'est confirmé en date d'aujourd'hui").wait_for()
    context.close()


def test_what_is_typed_before_the_page_is_whole_is_previewed_and_kept(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/static/write.js", hold)
    page.route("**/static/staff.js", hold)
    page.goto("/equipe/reponses/nouvelle", wait_until="commit")
    page.get_by_label("Texte de la réponse").fill("Oui: **demandez** à l'équipe.")
    page.wait_for_timeout(200)
    assert len(held) == 2
    for one in held:
        one.continue_()
    page.locator(".preview strong", has_text="demandez").wait_for()
    page.locator("[data-kept]", has_text="Gardé sur le serveur").wait_for()


def test_each_form_of_a_page_is_kept_by_itself_and_comes_back_where_it_was(page: Page) -> None:
    page.goto("/equipe/mots")
    one = page.get_by_label(re.compile("^On écrit")).first
    one.fill("PRVSL")
    page.locator("#forme-spellings [data-kept]", has_text="Gardé sur le serveur").wait_for()
    expect(page.locator("#forme-synonyms [data-kept]")).to_be_empty()
    page.evaluate("document.querySelectorAll('form').forEach((form) => form.reset())")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(one).to_have_value("")
    assert broken(page) == []
    page.get_by_role("link", name="Reprendre", exact=True).focus()
    page.keyboard.press("Enter")
    expect(one).to_have_value("PRVSL")
    expect(page.locator("#forme-spellings")).to_be_in_viewport()
    assert page.url.endswith("#forme-spellings")


def test_what_is_pasted_keeps_its_form_and_the_preview_is_the_chats(page: Page) -> None:
    page.goto("/equipe/reponses/nouvelle")
    area = page.locator("#text")
    paste = """(area, html) => {
        const data = new DataTransfer();
        data.setData("text/html", html);
        data.setData("text/plain", "texte simple * et _ tel quel");
        const said = {clipboardData: data, bubbles: true, cancelable: true};
        area.dispatchEvent(new ClipboardEvent("paste", said));
    }"""
    programs = yaml.safe_load((DATA / "clipboards.yaml").read_text(encoding="utf-8"))
    for program, one in programs.items():
        area.fill("")
        area.evaluate(paste, one["html"])
        expect(area).not_to_have_value("")
        assert area.input_value() == one["read"], program
    assert not page.evaluate("window.harmed")
    area.fill("Avant. ")
    area.press("End")
    area.evaluate(paste, programs["Word"]["html"])
    page.locator("[data-preview] table td", has_text="Grande").wait_for()
    preview = page.locator("[data-preview]")
    assert preview.locator("li").all_inner_texts() == ["12 places", "projecteur", "Appelez", "Venez"]
    assert preview.locator("a").get_attribute("href") == "https://exemple.org/salle_a"
    area.press("Control+z")
    assert area.input_value() == "Avant. ", "one undoing takes the whole paste back"
    area.select_text()
    page.get_by_role("group", name="Mise en forme").first.get_by_role("button", name="Gras").click()
    assert area.input_value() == "**Avant. **"
    assert broken(page) == []
