"""Two people change what the Pôle says at once: whoever is late is told, and nothing of either is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill
from tests.web.staff.test_pole import SITE_FORM


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def started_from(page: str, form: int) -> str:
    """What one form of a page starts from."""
    return re.findall(r'name="state" value="(\w+)"', page)[form]


def test_who_saves_what_somebody_else_changed_meanwhile_is_told_and_neither_is_lost(editor: Desk) -> None:
    page = "/equipe/pole"
    forms: list[tuple[str, int, dict[str, str], str]] = [
        (page, 0, {**SITE_FORM, "hours": "le lundi"}, "hours"),
        (page, 1, {"do": "contacts", "default": "a@example.org"}, "default"),
        (f"{page}/phrases/greet", 0, {"text": "Salut à vous!"}, "text"),
        (f"{page}/vie-privee", 0, {"officer": "direction du lundi"}, "officer"),
    ]
    for path, which, form, field in forms:
        seen = started_from(editor.get(path).text, which)
        assert editor.submit(path, **form, state=seen).status_code == 303
        mine = form[field].replace("a@", "b@").replace("lundi", "mardi").replace("Salut", "Allô")
        late = editor.submit(path, **{**form, field: mine}, state=seen)
        assert late.status_code == 422 and "pendant que vous écriviez" in late.text, path
        assert mine in late.text, "nothing typed is lost"
        if field != "default":
            assert f"«{form[field]}»" in unescape(late.text), "what stands is told"
        again = {**form, field: mine, "state": started_from(late.text, which)}
        assert editor.submit(path, **again).status_code == 303, "once read, it may be saved"
