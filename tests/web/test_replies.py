"""What every reply has in common: its headers, its language, HEAD, and who may ask from another site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests import prepared
from web.app import create_app
from web.settings import Settings

BROWSER = {"Accept": "text/html"}
SITE = "https://site.example.org"


def client_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> TestClient:
    url = prepared.copy_to(prepared.migrated(), tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    app = create_app(Settings(secret_key="x" * 40, allowed_origins=(SITE,), **settings))  # type: ignore[arg-type]

    @app.get("/panne", include_in_schema=False)
    @app.get("/api/panne", include_in_schema=False)
    @app.get("/equipe/panne", include_in_schema=False)
    def broken() -> None:
        raise KeyError("un détail qui ne regarde personne")

    return TestClient(app)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    yield client_of(tmp_path, monkeypatch)


@pytest.mark.parametrize("path", ["/panne", "/api/panne", "/equipe/panne"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_unforeseen_error_has_the_headers_of_every_reply(
    client: TestClient, path: str, accept: str
) -> None:
    usual = client.get("/equipe/connexion" if path.startswith("/equipe") else "/")
    reply = client.get(path, headers={"Accept": accept, "Origin": SITE})
    assert reply.status_code == 500
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Referrer-Policy"):
        assert reply.headers[name] == usual.headers[name]
    assert reply.headers["Access-Control-Allow-Origin"] == SITE
    assert "détail" not in reply.text
    assert "erreur est survenue" in reply.text


def test_an_unforeseen_error_is_logged_without_the_address_s_words(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/panne?q=mon-secret")
    assert "Unexpected error at /panne" in caplog.text
    assert "mon-secret" not in caplog.text


@pytest.mark.parametrize("path", ["/", "/ressources", "/widget.js", "/static/chat.css", "/api/answers?q=a"])
def test_head_says_what_get_says_without_its_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, get.status_code) == (200, 200)
    assert head.content == b""
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/api/chat", "/nulle-part"])
def test_head_is_refused_where_there_is_nothing_to_get(client: TestClient, path: str) -> None:
    assert client.head(path).status_code in (404, 405)


def test_a_site_that_is_not_allowed_is_told_so_in_french(client: TestClient) -> None:
    asks = {"Origin": "https://ailleurs.example.org", "Access-Control-Request-Method": "POST"}
    reply = client.options("/api/chat", headers=asks)
    assert reply.status_code == 400
    assert "Ce site ne peut pas" in reply.json()["error"]["message"]
    assert "Access-Control-Allow-Origin" not in reply.headers
    allowed = client.options("/api/chat", headers={**asks, "Origin": SITE})
    assert (allowed.status_code, allowed.headers["Access-Control-Allow-Origin"]) == (200, SITE)


def test_what_is_not_json_is_told_so(client: TestClient) -> None:
    reply = client.post("/api/chat", content="{", headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert "JSON" in reply.json()["error"]["message"]


def test_fields_that_a_sender_invents_are_quoted_and_never_said_at_length(client: TestClient) -> None:
    invented = {f"invalid » {'x' * 500} {place}": 1 for place in range(300)}
    said = client.post("/api/chat", json={"message": 5, **invented}).json()["error"]["message"]
    assert len(said) < 500
    assert "invalid" not in re.sub("«[^»]*»", "", said)


def test_the_trial_page_is_closed_in_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client_of(tmp_path, monkeypatch).get("/demo").status_code == 200
    assert client_of(tmp_path, monkeypatch, environment="production").get("/demo").status_code == 404


@pytest.mark.parametrize("host", ["ailleurs.example", "[::1", "testserver"])
def test_a_redirection_never_leads_to_the_host_that_a_request_names(client: TestClient, host: str) -> None:
    reply = client.get("/equipe/connexion/", headers={"Host": host}, follow_redirects=False)
    assert (reply.status_code, reply.headers.get("location")) == (307, "/equipe/connexion")
