"""What is kept about people, on screen: who answers for it, what the team does, the machine's words."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pytest
import yaml
from httpx import Response
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import privacy
from knowledge.models import AuditEntry, PoleSetting
from knowledge.retention import CONVERSATION_HOURS, QUESTION_MONTHS
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill
from tests.web.staff.test_reporting import archive, pack_with_doors, ticket, upload

PATH = "/equipe/pole/vie-privee"
OWN = "Les dossiers papier sont sous clé au bureau."


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def keep(desk: Desk, **fields: str) -> Response:
    return desk.submit(PATH, **fields)


def public(desk: Desk) -> str:
    """The section of the public page."""
    return unescape(desk.get("/").text.split('id="vie-privee"')[1])


def test_who_answers_for_it_and_what_the_team_does_are_public_in_seconds_and_undone(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    before = public(editor)
    assert "la personne la plus haut placée au Pôle" in before and "Joindre le Pôle" in before
    saved = keep(
        editor,
        officer="direction générale",
        officer_email="vieprivee@pole.example.org",
        privacy_policy="https://pole.example.org/vie-privee",
        privacy_own=f"{OWN}\n\n{OWN}\nSeule la direction lit le courriel.",
    )
    assert saved.status_code == 303, unescape(saved.text)
    shown = public(editor)
    assert "direction générale. <a" in shown and "vieprivee@pole.example.org" in shown
    assert shown.count(OWN) == 1 and "en dehors de l'assistant" in shown
    assert 'href="https://pole.example.org/vie-privee"' in shown
    with database() as session:
        told = {row.subject for row in session.scalars(select(AuditEntry)) if "site.yaml" in row.subject}
        assert "site.yaml: officer" in told and "site.yaml: privacy_own" in told
    journal = unescape(editor.get("/equipe/journal").text)
    assert "qui est responsable" in journal and f'<a href="{PATH}">' in journal
    number = saved.headers["location"].split("annuler=")[1]
    assert editor.submit("/equipe/annuler", number=number).status_code == 303
    assert public(editor) == before


def test_what_is_emptied_follows_the_common_text_again(editor: Desk, database: sessionmaker[Session]) -> None:
    assert keep(editor, officer="direction générale", privacy_own=OWN).status_code == 303
    assert 'value="direction générale"' in editor.get(PATH).text
    assert keep(editor).status_code == 303
    assert "la personne la plus haut placée" in public(editor) and OWN not in public(editor)
    with database() as session:
        assert session.scalars(select(PoleSetting)).all() == []


def test_the_delays_of_the_machine_are_shown_and_nobody_types_them(editor: Desk, reader: Desk) -> None:
    page = unescape(reader.get(PATH).text)
    for said in (f"au plus {CONVERSATION_HOURS} heures", f"effacée {QUESTION_MONTHS} mois"):
        assert said in page and said in public(reader)
    assert all(line in page for line in privacy.lines()) and "<button>Enregistrer" not in page
    wrong = {
        "Les conversations sont gardées dix ans.": "sans nombre",
        "Tout est effacé après 48 h.": "sans nombre",
        "Écrivez à Marie Tremblay.": "nommer ou joindre une personne",
        "On nous joint au 450 555-0123.": "nommer ou joindre une personne",
        "Gardé {conversation_hours} heures.": "accolades",
        "<b>Rien n'est gardé.</b>": "chevrons",
    }
    for line, why in wrong.items():
        refused = keep(editor, officer="direction", privacy_own=line)
        assert refused.status_code == 422 and why in unescape(refused.text), line
        assert line in unescape(refused.text), "nothing typed is lost"
    for field, typed in (
        ("officer_email", "direction"),
        ("privacy_policy", "javascript:alert(1)"),
        ("privacy_policy", "http://pole.example.org"),
        ("officer", "<img src=x>"),
    ):
        assert keep(editor, **{field: typed}).status_code == 422, typed
    assert "direction" not in public(editor)
    assert keep(editor, privacy_own="La loi 25 nous guide.").status_code == 303, "a law has a number"


def test_it_goes_out_with_the_pack_and_comes_back_without_the_words_of_another_machine(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    keep(editor, officer="direction générale", privacy_own=OWN)
    out = editor.get("/equipe/transfert/contenu.zip").content
    with zipfile.ZipFile(io.BytesIO(out)) as content:
        site = yaml.safe_load(content.read("site.yaml"))
    assert site["officer"] == "direction générale" and site["privacy_own"] == [OWN]
    assert privacy.LINES not in site
    keep(editor)
    page = upload(administrator, "contenu.zip", out)
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    assert OWN in public(editor)
    older = archive({"site.yaml": yaml.safe_dump({**site, "privacy": ["Rien n'est gardé."]})})
    assert "0 ajout, 0 mise à jour" in upload(administrator, "contenu.zip", older).text, "of that machine"
    bad = archive({"site.yaml": yaml.safe_dump({**site, "privacy_own": ["Gardé dix ans."]})})
    assert "sans nombre" in unescape(upload(administrator, "contenu.zip", bad).text)
