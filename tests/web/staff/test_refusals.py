"""What is not valid is refused on a French page, and nothing that one types breaks a page."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill
from tests.web.staff.test_answers import typed
from web.staff.pages import markdown

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
HUGE = "9" * 5_000
ROW = "9223372036854775808"  # one more than a database's largest number


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


@pytest.mark.parametrize(
    "path",
    [
        f"/equipe/reponses/nouvelle?questions={ROW},{HUGE}",
        f"/equipe/bulletin?mois={HUGE}-{HUGE}",
        f"/equipe/boite?page={HUGE}",
        "/equipe/boite?page=abc",
        f"/equipe/reponses?page=-1&theme={HUGE[:900]}",
        f"/equipe/journal?page={ROW}",
    ],
)
def test_a_number_that_is_none_of_ours_is_a_page_or_a_refusal_in_french(
    administrator: Desk, path: str
) -> None:
    reply = administrator.get(path, headers=BROWSER)
    assert reply.status_code in (200, 422)
    assert reply.headers["content-type"].startswith("text/html")
    if reply.status_code == 422:
        assert "pas pu être faite" in reply.text and "page" in reply.text


@pytest.mark.parametrize("page", [f"/equipe/comptes/{ROW}", f"/equipe/demandes/{ROW}", "/equipe/comptes/-1"])
def test_a_row_that_cannot_exist_does_not(administrator: Desk, page: str) -> None:
    reply = administrator.submit(page, do="save", name="A", role="reader")
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")


def test_questions_and_tickets_that_cannot_exist_do_not(administrator: Desk) -> None:
    assert administrator.submit("/equipe/boite", do="dismiss", questions=ROW).status_code == 422
    kept = administrator.submit("/equipe/reponses/nouvelle", do="draft", questions=[ROW, HUGE], question="x")
    assert kept.status_code == 422
    for ticket in (HUGE, "../../secret-key", "x.zip", "\x00.csv"):
        assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket).status_code == 404


def test_a_table_with_a_quote_never_closed_is_refused_with_what_to_look_for(administrator: Desk) -> None:
    table = 'identifiant,texte\nanswer:a,"' + "mot " * 50_000
    reply = administrator.post(
        "/equipe/transfert/import",
        data={"csrf": administrator.token()},
        files={"file": ("reponses.csv", io.BytesIO(table.encode()))},
    )
    assert reply.status_code == 422
    assert "guillemet" in reply.text


@pytest.mark.parametrize("theme", ["coop / OBNL", "../../ailleurs", "/srv/ailleurs", "经济"])
def test_a_theme_with_a_slash_does_not_break_the_export(editor: Desk, tmp_path: Path, theme: str) -> None:
    saved = editor.submit("/equipe/reponses/nouvelle", **typed(do="draft", theme=theme))
    assert saved.status_code == 303, saved.text
    reply = editor.get("/equipe/transfert/contenu.zip")
    assert reply.status_code == 200
    names = zipfile.ZipFile(io.BytesIO(reply.content)).namelist()
    assert all(re.fullmatch(r"(answers/)?[\w.-]+", name) for name in names)
    assert not [path for path in tmp_path.rglob("*.yaml") if "ailleurs" in path.name]


def test_a_body_that_is_too_big_is_refused_on_a_page_in_a_browser_and_in_json_to_a_program(
    editor: Desk,
) -> None:
    page = editor.post("/equipe/reponses/nouvelle", content="a" * 70_000, headers=BROWSER)
    assert page.status_code == 413
    assert "trop volumineuse" in page.text and page.headers["content-type"].startswith("text/html")
    program = editor.post("/api/chat", content="a" * 70_000)
    assert program.status_code == 413
    assert program.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    ("body", "told"), [("{pas du json", "JSON lisible"), ('"texte"', "objet JSON"), ("{}", "message")]
)
def test_a_body_that_is_not_json_is_told_so(anonymous: Desk, body: str, told: str) -> None:
    reply = anonymous.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert told in reply.json()["error"]["message"]


@pytest.mark.parametrize(
    "url", ["//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_a_link_of_a_text_does_not_lead_elsewhere_in_disguise(url: str) -> None:
    html = markdown(f"[x](<{url}>)")
    assert not re.search(r'href="(?://|/?\\|javascript)', html)
    assert "evil.example" not in (re.search(r'href="([^%"]*)"', html) or [""])[0]


def test_a_plain_link_stays() -> None:
    assert 'href="https://exemple.org/a"' in markdown("[x](https://exemple.org/a)")
    assert 'href="/ressources"' in markdown("[x](/ressources)")
