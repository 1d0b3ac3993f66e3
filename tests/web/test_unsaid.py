"""What a Pôle does not say of itself yet leaves no hole on its pages."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from knowledge.pole import reach
from tests import prepared
from web.app import create_app
from web.dialogue import unavailable_sentence
from web.settings import Settings


def test_a_pole_without_an_address_or_a_site_has_pages_that_show_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", prepared.copy_to(prepared.migrated(), tmp_path))
    app = create_app(Settings(secret_key="a" * 40))
    app.state.site = {**app.state.site, "address": None, "website": None, "website_note": None}
    visitor = TestClient(app, headers={"Accept": "text/html"})
    for path in ("/", "/outils", "/nulle-part"):
        page = visitor.get(path).text
        assert app.state.site["name"] in unescape(page)
        assert "None" not in page and ", ." not in page and 'href=""' not in page, path


def test_the_pole_is_reached_by_the_first_that_is_known() -> None:
    assert reach({"address": "1, rue d'Essai", "phone": "450 555-0100"}) == "1, rue d'Essai"
    assert reach({"address": None, "phone": "450 555-0100"}) == "450 555-0100"
    assert reach({"address": None}) == ""


def test_when_nothing_answers_the_pole_is_named_as_one_says_it_or_not_at_all() -> None:
    known = {"name": "Pôle d'essai", "address": "1, rue d'Essai"}
    assert unavailable_sentence(known).endswith("joindre le Pôle d'essai: 1, rue d'Essai.")
    assert unavailable_sentence({"name": "Pôle d'essai", "address": None}).endswith("dans un instant.")
