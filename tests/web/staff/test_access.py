"""Every route of the desk, as everybody: who gets in, who does not, and no form without its token."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import AuditEntry
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill, write_bulletin
from web.staff.access import SIGN_IN
from web.staff.desk import ROUTERS

# What nobody needs an account for.
OPEN = {"/connexion", "/invitation/{token}", "/mot-de-passe-oublie"}
# The least role that each address asks for; a route that is not here fails the test below.
READER = "reader"
EDITOR = "editor"
ADMINISTRATOR = "administrator"
GET = {
    "": READER,
    "/compte": READER,
    "/boite": READER,
    "/reponses": READER,
    "/reponses/nouvelle": EDITOR,
    "/reponses/{answer_id}": READER,
    "/ressources": READER,
    "/ressources/profil": READER,
    "/ressources/nouvelle/{kind}": EDITOR,
    "/ressources/{subject}": READER,
    "/historique/{subject}": READER,
    "/veille": READER,
    "/veille/{subject}": READER,
    "/demandes": EDITOR,
    "/organismes": EDITOR,
    "/references": READER,
    "/table": EDITOR,
    "/chiffres": READER,
    "/chiffres.csv": READER,
    "/autotest": READER,
    "/sujets": READER,
    "/sujets/nouveau": EDITOR,
    "/sujets/{topic_id}": READER,
    "/faits": READER,
    "/faits/{fact_id}": READER,
    "/pole": READER,
    "/pole/vie-privee": READER,
    "/pole/textes": READER,
    "/pole/phrases": READER,
    "/pole/phrases/{sentence}": READER,
    "/territoire": READER,
    "/reprendre": EDITOR,
    "/mots": READER,
    "/domaines": READER,
    "/rapport": READER,
    "/rapport.pdf": READER,
    "/bulletin": READER,
    "/bulletin/abonnes": EDITOR,
    "/bulletin/{name}": READER,
    "/bulletin/{name}/envoi": EDITOR,
    "/transfert": EDITOR,
    "/transfert/contenu.zip": EDITOR,
    "/transfert/reponses.csv": EDITOR,
    "/transfert/ressources.csv": EDITOR,
    "/transfert/import": ADMINISTRATOR,
    "/comptes": ADMINISTRATOR,
    "/etat": ADMINISTRATOR,
    "/journal": EDITOR,
}
POST = {
    "/organismes": EDITOR,
    "/organismes/reponses/{number}": EDITOR,
    "/table/places/{number}": EDITOR,
    "/table/cas/{number}": EDITOR,
    "/table/rencontres": EDITOR,
    "/deconnexion": READER,
    "/compte/mot-de-passe": READER,
    "/compte/code": READER,
    "/compte/session": READER,
    "/boite": EDITOR,
    "/brouillon": EDITOR,
    "/brouillon/jeter": EDITOR,
    "/annuler": EDITOR,
    "/apercu": EDITOR,
    "/reponses/nouvelle": EDITOR,
    "/reponses/{answer_id}": EDITOR,
    "/reponses/{answer_id}/etat": EDITOR,
    "/ressources/nouvelle/{kind}": EDITOR,
    "/ressources/{subject}": EDITOR,
    "/ressources/{subject}/etat": EDITOR,
    "/historique/{subject}": EDITOR,
    "/veille": EDITOR,
    "/veille/dossier": EDITOR,
    "/demandes/{number}": EDITOR,
    "/chiffres/membres": EDITOR,
    "/autotest": EDITOR,
    "/sujets/{topic_id}": EDITOR,
    "/faits/{fact_id}": EDITOR,
    "/pole": EDITOR,
    "/pole/vie-privee": EDITOR,
    "/pole/textes": EDITOR,
    "/territoire": EDITOR,
    "/mots": EDITOR,
    "/domaines/{area}": EDITOR,
    "/pole/phrases/{sentence}": EDITOR,
    "/bulletin": EDITOR,
    "/bulletin/abonnes": EDITOR,
    "/bulletin/{name}": EDITOR,
    "/bulletin/{name}/envoi": EDITOR,
    "/transfert/import": ADMINISTRATOR,
    "/transfert/confirmer": ADMINISTRATOR,
    "/comptes": ADMINISTRATOR,
    "/comptes/{number}": ADMINISTRATOR,
}
EXAMPLES = {
    "{answer_id}": "membres",
    "{subject}": "fund:coup-de-pouce",
    "{kind}": "fund",
    "{number}": "1",
    "{name}": "2026-11",
    "{fact_id}": "m001",
    "{sentence}": "greet",
    "{topic_id}": "meteo",
    "{area}": "road",
    "{token}": "inconnu",
}
ROLES = (READER, EDITOR, ADMINISTRATOR)


def routes(method: str) -> list[str]:
    return [
        route.path
        for module in ROUTERS
        for route in module.router.routes
        if isinstance(route, APIRoute) and method in route.methods
    ]


def address(path: str) -> str:
    for name, value in EXAMPLES.items():
        path = path.replace(name, value)
    return "/equipe" + path


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    write_bulletin(database)


def test_every_route_has_its_place_in_the_table() -> None:
    assert set(routes("GET")) - OPEN == set(GET)
    assert set(routes("POST")) - OPEN == set(POST)


def test_nobody_sees_anything_without_signing_in(anonymous: Desk) -> None:
    for path in GET:
        reply = anonymous.get(address(path), follow_redirects=False)
        assert reply.status_code == 303 and reply.headers["location"].startswith(SIGN_IN), path
    for path in POST:
        reply = anonymous.post(address(path), data={"csrf": "x"}, follow_redirects=False)
        assert reply.status_code == 303 and reply.headers["location"].startswith(SIGN_IN), path


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_own_pages_and_no_other(role: str, signed_in: Callable[[str], Desk]) -> None:
    desk = signed_in(role)
    for path, needed in GET.items():
        status = desk.get(address(path), follow_redirects=False).status_code
        allowed = ROLES.index(role) >= ROLES.index(needed)
        assert status == (200 if allowed else 403), (path, status)


@pytest.mark.parametrize("role", ROLES[:-1])
def test_a_role_sends_no_form_of_another(
    role: str, signed_in: Callable[[str], Desk], database: sessionmaker[Session]
) -> None:
    desk = signed_in(role)
    token = desk.token()
    for path, needed in POST.items():
        if ROLES.index(role) < ROLES.index(needed):
            reply = desk.post(address(path), data={"csrf": token, "do": "save"}, follow_redirects=False)
            assert reply.status_code == 403, path
            assert "pas permise à votre rôle" in reply.text, path


def test_a_stolen_form_without_its_token_is_refused_everywhere(
    administrator: Desk, editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session:
        before = session.query(AuditEntry).count()
    stolen = editor.token()  # somebody else's
    for path in POST:
        for data in ({}, {"csrf": ""}, {"csrf": stolen}, {"csrf": "é" * 64}):
            reply = administrator.post(address(path), data=data, follow_redirects=False)
            assert reply.status_code == 403, path
            assert "Le formulaire n&#39;est plus valable" in reply.text, path
    for path in ("/equipe/connexion", "/equipe/invitation/inconnu"):
        assert administrator.post(path, data={"csrf": stolen}).status_code == 403
    with database() as session:
        assert session.query(AuditEntry).count() == before


def test_what_does_not_exist_is_said_on_a_page_in_french(editor: Desk) -> None:
    for path in (
        "/reponses/rien",
        "/ressources/fund:rien",
        "/historique/answer:rien",
        "/ressources/nouvelle/x",
    ):
        reply = editor.get("/equipe" + path)
        assert reply.status_code == 404 and "<h1>" in reply.text, path


def test_no_page_has_script_or_style_in_it(administrator: Desk, app: FastAPI) -> None:
    for path in GET:
        reply = administrator.get(address(path))
        if "text/html" in reply.headers["content-type"]:
            assert " style=" not in reply.text and "<style" not in reply.text, path
            assert " onclick=" not in reply.text and "<script>" not in reply.text, path
            assert 'lang="fr-CA"' in reply.text and "<h1" in reply.text, path
