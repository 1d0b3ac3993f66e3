"""An adviser's full circle in a real Chromium and a real mailbox: the space, then the table of experts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import Adviser, AdviserSession, ClientSheet, KeptSearch, PrivateLink, Watching
from knowledge.network.experts import MEMBER, make_due
from tests.axe import broken
from tests.chromium import chromium
from tests.mailbox import Mailbox
from tests.serving import serving
from tests.web.staff.conftest import EMAILS, PASSWORD
from tests.web.staff.content import MRC, fill
from tests.web.staff.posting import deliver
from tests.web.staff.test_space import rows

ANA, BO = "ana@example.org", "bo@example.org"
CASE = "Qui pour quatre familles qui veulent une serre à l'année?"
REPLY = "Une serre à l'année se planifie avec la Fédération des serres: elle visite le terrain."

pytestmark = pytest.mark.slow  # a browser


@pytest.fixture
def site(app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox) -> Iterator[str]:
    """The application on a free port, where the links of its mails lead."""
    fill(database)
    before = clock.now() - dt.timedelta(days=2)
    with database() as session, session.begin():
        session.add(
            Adviser(
                address=BO, digest="bo", asked_at=before, confirm_by=before, consent_at=before,
                seat=MEMBER, shown_as="Bo, agente de la CDC", told_at=before,
            )
        )  # fmt: skip
    with serving(app) as address:
        app.state.settings = replace(app.state.settings, site_url=address)
        yield address


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


def person(browser: Browser, site: str) -> Page:
    """Somebody at a browser of their own."""
    return browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}).new_page()


def mailed(mailbox: Mailbox, to: str, path: str) -> str:
    """The link of the last mail to somebody."""
    texts = [
        message.get_content()
        for message, recipients in zip(mailbox.messages, mailbox.recipients, strict=True)
        if recipients == [to]
    ]
    found = re.search(rf"http://\S+({path}/[\w-]+)", texts[-1])
    assert found, texts[-1]
    return found[1]


def enter(page: Page, app: FastAPI, mailbox: Mailbox, address: str) -> str:
    """Ask for the link, open it in the mail, press its button; the path of the link."""
    page.goto("/espace")
    page.get_by_label("Votre courriel").fill(address)
    page.get_by_role("button", name="Recevoir mon lien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos courriels")
    assert deliver(app) == 1
    link = mailed(mailbox, address, "/espace/entrer")
    page.goto(link)
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon espace")
    return link


def told(database: sessionmaker[Session], app: FastAPI) -> None:
    """The round that tells members what is new, and the mail that leaves."""
    with database() as session, session.begin():
        assert make_due(session) == 1
    assert deliver(app) == 1


def test_from_the_mailed_link_to_a_published_answer_and_out_with_nothing_left(
    browser: Browser, site: str, app: FastAPI, database: sessionmaker[Session], mailbox: Mailbox
) -> None:
    ana, bo, client, staff = (person(browser, site) for _ in range(4))

    link = enter(ana, app, mailbox, ANA)
    assert client.goto(link).status == 404, "it serves once, whoever has it"  # type: ignore[union-attr]

    ana.goto(f"/ressources?mrc={MRC}&need=funding&age=30")
    ana.get_by_role("button", name="Garder cette recherche").click()
    ana.get_by_role("button", name="M'avertir").click()
    expect(ana.get_by_role("status")).to_contain_text("vous serez averti")
    ana.goto(f"/ressources/fiche?mrc={MRC}&choix=fund:coup-de-pouce")
    ana.get_by_label("La personne accepte").check()
    ana.get_by_role("button", name="Garder dans mon espace").click()
    ana.get_by_role("button", name="Faire le lien de la personne").click()
    client.goto(ana.locator("a[href*='/fiche-suivie/']").first.inner_text())
    assert broken(client) == [] and len(rows(database, ClientSheet)) == 1, "only opened"
    client.get_by_role("button", name="Retirer mon accord et tout effacer").click()
    expect(client.get_by_role("heading", level=1)).to_contain_text("effacé")
    assert rows(database, ClientSheet) == []

    ana.goto("/espace/table")
    ana.get_by_label("Comment vous présenter").fill("Ana, conseillère d'une MRC")
    ana.get_by_label("M'avertir par courriel").check()
    ana.get_by_role("button", name="Demander une place").click()
    expect(ana.get_by_text("attend l'équipe")).to_be_visible()
    staff.goto("/equipe")
    staff.get_by_label("Courriel").fill(EMAILS["editor"])
    staff.get_by_label("Mot de passe").fill(PASSWORD)
    staff.get_by_role("button", name="Se connecter").click()
    staff.wait_for_url("**/equipe")
    staff.goto("/equipe/table")
    staff.get_by_role("button", name="Donner une place").click()

    ana.goto("/espace/table")
    ana.get_by_label("Qui pour un groupe qui…?").fill(CASE)
    ana.get_by_label("MRC (facultatif)").select_option(MRC)
    ana.get_by_role("button", name="Poser le cas").click()
    expect(ana.get_by_role("heading", name=CASE)).to_be_visible()
    told(database, app)
    leaving = mailed(mailbox, BO, "/espace/table/courriels")
    enter(bo, app, mailbox, BO)
    bo.goto("/espace/table")
    bo.locator("summary", has_text="Répondre").click()
    bo.get_by_label("Votre réponse").fill(REPLY)
    bo.get_by_label("La porte, s'il y en a une").fill("Fédération des serres")
    bo.get_by_role("button", name="Répondre").click()
    expect(bo.get_by_text(REPLY)).to_be_visible()
    assert broken(bo) == []
    told(database, app)
    assert mailbox.recipients[-1] == [ANA] and "1 réponse" in mailbox.messages[-1]["Subject"]

    staff.goto("/equipe/table")
    staff.get_by_role("link", name="En faire une réponse").click()
    staff.get_by_role("button", name="Publier", exact=True).click()
    staff.get_by_text("C'est publié").wait_for()
    staff.goto("/equipe/table")
    staff.get_by_role("link", name="En faire une porte").click()
    staff.get_by_role("button", name="Enregistrer", exact=True).click()
    staff.wait_for_url("**/equipe/ressources/organization:*")
    app.state.search.refresh()
    client.goto("/recherche?q=Fédération des serres")
    expect(client.get_by_role("link", name="Fédération des serres").first).to_be_visible()

    client.goto(leaving)
    assert broken(client) == []
    with database() as session:
        assert session.scalars(select(Adviser.told_at).where(Adviser.address == BO)).one(), "only opened"
    client.get_by_role("button", name="Ne plus les recevoir").click()
    expect(client.get_by_role("heading", level=1)).to_have_text("C'est fait")
    with database() as session:
        bo_row = session.scalars(select(Adviser).where(Adviser.address == BO)).one()
        assert bo_row.told_at is None and bo_row.seat == MEMBER

    ana.goto("/espace/effacer")
    ana.get_by_role("button", name="Tout effacer").click()
    expect(ana.get_by_role("heading", level=1)).to_contain_text("effacé")
    with database() as session:
        assert [row.address for row in session.scalars(select(Adviser))] == [BO]
        assert [row.adviser.address for row in session.scalars(select(AdviserSession))] == [BO]
    assert rows(database, KeptSearch) == rows(database, Watching) == rows(database, PrivateLink) == []
    bo.goto("/espace/table")
    expect(bo.get_by_text("quelqu'un qui a quitté la table").first).to_be_visible()
