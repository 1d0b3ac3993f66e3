"""`python -m tools.pictures`: the pictures of the README and of the team's guide, taken in a running house.

The house is at `SITE_URL`, best on a base of its own: questions are asked there, and wait in its inbox.
`STAFF_EMAIL` and `STAFF_PASSWORD` open its desk. Nothing is published, and nothing is saved at the desk.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from knowledge.settings import PROJECT_DIR
from tools.browser import bring

DOCS = PROJECT_DIR / "docs"
DESK_SIZE = {"width": 1280, "height": 860}
PHONE_SIZE = {"width": 390, "height": 844}
SETTLE_MS = 1_500
ANSWER_MS = 60_000  # the trial asks the chat once for each way of asking
ACCESS = ("SITE_URL", "STAFF_EMAIL", "STAFF_PASSWORD")
# Said by somebody with a project, on a phone.
STORY = ("on part un café communautaire à Huntingdon, un obnl en démarrage, et on cherche du financement",)
# What waits in the inbox: a few ways of asking the same thing, and others.
ASKED = (
    "vous prêtez-tu des chaises pliantes",
    "prêtez-vous des chaises pliantes pour une ag",
    "le pôle prête-t-il des chaises",
    "donnez-vous des conférences dans les cégeps",
    "où trouver des statistiques sur les coops de la Chine",
)
NEW_ANSWER = {
    "theme": "Pôle",
    "question": "Le Pôle prête-t-il des chaises?",
    "text": "Écrivez à l'équipe **deux semaines d'avance**:\n\n- la date;\n- combien de chaises.",
}
OF_POLE = {  # typed, not saved
    "vie-privee": {"Qui est responsable": "direction générale", "Son courriel": "vieprivee@exemple.org"},
    "textes": {"Nom": "salle", "Texte": "au sous-sol de la bibliothèque"},
}
OWN_WORDS = {
    "On écrit": "PRVSL",
    "Se lit": "popote roulante",
    "Mot des réponses": "popote roulante",
    "On dit aussi": "cantine mobile, repas livrés",
}
# The pages of the desk that are shown as they open.
PAGES = {
    "boite": "boite",
    "ressource": "ressources/fund:biec",
    "veille": "veille",
    "chiffres": "chiffres",
    "mots": "mots",
    "vie-privee": "pole/vie-privee",
    "textes": "pole/textes",
    "territoire": "territoire",
}


def take(site: str, email: str, password: str) -> None:
    """Take every picture. Raises Playwright's errors when a page is not what it was."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=bring(), args=["--no-sandbox"])
        _phone(browser, site)
        page = browser.new_page(viewport=DESK_SIZE)
        page.goto(f"{site}/equipe/connexion")
        page.get_by_label("Courriel").fill(email)
        page.get_by_label("Mot de passe", exact=True).fill(password)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url(f"{site}/equipe")
        for question in ASKED:
            page.request.post(f"{site}/api/chat", data={"session": None, "message": question})
        _desk(page, f"{site}/equipe")
        browser.close()


def _phone(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport=PHONE_SIZE, device_scale_factor=2)
    page.goto(site)
    for said in STORY:
        page.get_by_role("textbox").first.fill(said)
        page.get_by_role("textbox").first.press("Enter")
        page.wait_for_timeout(2 * SETTLE_MS)
    page.screenshot(path=DOCS / "assistant-telephone.png")
    page.close()


def _desk(page: Page, desk: str) -> None:
    def shoot(name: str) -> None:
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=DOCS / "images" / f"equipe-{name}.png")

    page.goto(desk)
    page.get_by_text("Tout le reste").click()
    shoot("accueil")
    for name, path in PAGES.items():
        page.goto(f"{desk}/{path}")
        if name == "boite":
            _group(page).scroll_into_view_if_needed()
        if name == "mots":  # typed, not saved
            for label, typed in OWN_WORDS.items():
                page.get_by_label(label).first.fill(typed)
        for label, typed in OF_POLE.get(name, {}).items():
            page.get_by_label(label).first.fill(typed)
        shoot(name)
    page.goto(f"{desk}/reponses/coop-ou-obnl")
    page.locator("textarea[name=text]").scroll_into_view_if_needed()
    shoot("reponse")
    page.goto(f"{desk}/boite")
    _group(page).get_by_role("button", name="Écrire une réponse").click()
    for name, typed in NEW_ANSWER.items():
        page.locator(f"[name={name}]").fill(typed)
    page.get_by_role("button", name="Essayer", exact=True).click()
    page.get_by_role("heading", name="Essai:").wait_for(timeout=ANSWER_MS)
    shoot("essai")


def _group(page: Page) -> Locator:
    """The first questions of the inbox, together."""
    return page.locator("section.inbox", has_text=ASKED[0]).first


def main() -> int:
    """Command line."""
    site, email, password = (
        os.environ.get(name, "") for name in ("SITE_URL", "STAFF_EMAIL", "STAFF_PASSWORD")
    )
    if not (site and email and password):
        print(f"▸ Il faut {', '.join(ACCESS)}.", file=sys.stderr)
        return 2
    take(site.rstrip("/"), email, password)
    shown = [path.relative_to(PROJECT_DIR) for path in sorted(Path(DOCS).rglob("*.png"))]
    print("\n".join(map(str, shown)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
