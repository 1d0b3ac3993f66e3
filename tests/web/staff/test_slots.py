"""The Pôle's own named texts on screen: written once, said wherever they are named."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from httpx import Response
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import settings
from knowledge.answers import store as answers
from knowledge.models import AuditEntry, Fact
from knowledge.pack.importer import import_folder
from tests import prepared
from tests.web.staff.conftest import Desk
from tests.web.staff.content import answer, fill
from tests.web.staff.test_reporting import pack_with_doors, ticket, upload

PATH = "/equipe/pole/textes"
TEXT = "On se réunit ici:\n\n- {local:salle}.\n- Venez à pied."


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    with database() as session, session.begin():
        record = answer("reunion", "Où se réunissent les bobineuses?", "salle des bobineuses")
        record = record.model_copy(update={"text": TEXT})
        answers.save(session, record, author="tests", action="create")


def keep(desk: Desk, *rows: tuple[str, str], **fields: str) -> Response:
    """Send the texts as the screen does, from what stands there now."""
    state = re.search(r'name="state" value="(\w+)"', desk.get(PATH).text)
    assert state
    given: dict[str, Any] = {
        "state": state[1],
        "name": [one for one, _ in rows],
        "text": [two for _, two in rows],
    }
    return desk.submit(PATH, **{**given, **fields})


def said(desk: Desk, good: str, *, gone: bool = False) -> str:
    """The answer as it is given out, once it is as wanted."""
    found = desk.answered("salle des bobineuses", lambda found: (good in str(found)) is not gone)
    return str(found["results"][0]["text"])


def test_a_text_written_once_is_said_in_seconds_changes_everywhere_and_is_undone(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    assert "{local" not in said(editor, "à pied") and "- ." not in said(editor, "à pied")
    assert "1 réponse le dit" in editor.get(PATH).text and "<legend>salle</legend>" in editor.get(PATH).text
    saved = keep(editor, ("salle", "au  sous-sol de la bibliothèque"), ("", ""))
    assert saved.status_code == 303, unescape(saved.text)
    assert "- au sous-sol de la bibliothèque.\n- Venez à pied." in said(editor, "sous-sol")
    with database() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "le Pôle: modifié")).one()
        assert told.subject == "site.yaml: slots" and "sous-sol" in str(told.after)
    journal = unescape(editor.get("/equipe/journal").text)
    assert "Textes locaux" in journal and f'<a href="{PATH}">' in journal
    number = saved.headers["location"].split("annuler=")[1]
    assert editor.submit("/equipe/annuler", number=number).status_code == 303
    assert said(editor, "sous-sol", gone=True).endswith("- Venez à pied.")


def test_a_text_that_is_emptied_takes_its_line_away(editor: Desk) -> None:
    keep(editor, ("salle", "au sous-sol"))
    assert "au sous-sol" in said(editor, "sous-sol")
    assert keep(editor, ("salle", "")).status_code == 303
    assert said(editor, "sous-sol", gone=True) == "On se réunit ici:\n\n- Venez à pied."


def test_what_is_wrong_is_refused_and_nothing_typed_is_lost(editor: Desk, reader: Desk) -> None:
    for rows, why in (
        ([("", "au sous-sol")], "il manque son nom"),
        ([("salle", "ici"), ("Salle", "là")], "deux fois"),
        ([("salle", "dans {pole}")], "accolades"),
        ([("salle", "<b>ici</b>")], "chevrons"),
        ([("salle", "x" * 700)], "600 caractères"),
    ):
        page = keep(editor, *rows)
        assert page.status_code == 422 and why in unescape(page.text), (rows, why)
        assert rows[0][1] in unescape(page.text)
    late = keep(editor, ("salle", "ici"), state="ancien")
    assert late.status_code == 422 and "pendant que vous écriviez" in late.text
    assert "Enregistrer" not in reader.get(PATH).text
    assert keep(editor, ("Salle d'été!", "au parc")).status_code == 303
    assert "{local:salle-d-ete}" in editor.get(PATH).text, "named as it is to be written"


def test_texts_go_out_in_the_pack_and_come_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    keep(editor, ("salle", "au sous-sol"))
    out = editor.get("/equipe/transfert/contenu.zip").content
    with zipfile.ZipFile(io.BytesIO(out)) as content:
        assert yaml.safe_load(content.read("site.yaml"))["slots"] == {"salle": "au sous-sol"}
    keep(editor)
    page = upload(administrator, "contenu.zip", out)
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    assert 'value="au sous-sol"' in editor.get(PATH).text


def test_what_a_pack_fills_once_follows_too_and_a_new_import_keeps_it(
    editor: Desk, database: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = prepared.small_pack(tmp_path / "pack")
    facts = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    facts["facts"][0]["statement"] = "La salle est {local:salle}, ouverte à tous."
    (folder / "facts.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr("knowledge.staff.slots.content_dir", lambda: folder)
    assert settings.content_dir() != folder
    name = facts["facts"][0]["id"]
    with database() as session, session.begin():
        row = session.get(Fact, name)
        content = {**facts["facts"][0], "statement": ""} if row is None else dict(row.content)
        session.merge(Fact(id=name, theme=content["theme"], content=content))
    assert keep(editor, ("salle", "au sous-sol")).status_code == 303

    def statement() -> str:
        with database() as session:
            return str(session.get_one(Fact, name).content["statement"])

    assert statement() == "La salle est au sous-sol, ouverte à tous."
    assert keep(editor, ("salle", "au grenier")).status_code == 303
    assert statement() == "La salle est au grenier, ouverte à tous."
    with database() as session, session.begin():
        import_folder(session, folder)
    assert statement() == "La salle est au grenier, ouverte à tous.", "a restart takes nothing away"
