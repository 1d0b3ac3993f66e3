"""The Pôle's own words on screen: spellings, synonyms, expressions that hold no place."""

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

from knowledge.answers import store as answers
from knowledge.models import AuditEntry
from knowledge.pack.files import read_pack
from knowledge.pack.words_form import check_words
from knowledge.referral.sectors import sectors_of
from knowledge.resources import store as resources
from knowledge.vocabulary import SECTOR_NAMES
from tests.web.staff.conftest import Desk
from tests.web.staff.content import answer, fill, organization
from tests.web.staff.test_reporting import archive, pack_with_doors, ticket, upload

PATH = "/equipe/mots"


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    with database() as session, session.begin():
        record = answer("popote", "Qui livre des repas à domicile?", "popote roulante")
        answers.save(session, record, author="tests", action="create")


def keep(desk: Desk, part: str, *rows: tuple[str, str], **fields: str) -> Response:
    """Send a list as the screen does, from what stands there now."""
    form = desk.get(PATH).text.split(f'id="{part}"')[1]
    state = re.search(r'name="state" value="(\w+)"', form)
    assert state
    given = {
        "do": part,
        "state": state[1],
        "one": [one for one, _ in rows],
        "other": [two for _, two in rows],
    }
    return desk.submit(PATH, **{**given, **fields})


def popote(found: dict[str, Any]) -> bool:
    return bool(found["decision"] == "answer" and found["results"][0]["id"] == "answer:popote")


def test_an_abbreviation_of_here_is_understood_at_once_and_undone(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    asked = "c'est quoi la prvsl"
    assert not popote(editor.answered(asked, bool))
    saved = keep(editor, "spellings", ("PRVSL", "popote roulante"), ("", ""))
    assert saved.status_code == 303, unescape(saved.text)
    assert popote(editor.answered("prvsl", popote))
    with database() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "le Pôle: modifié")).one()
        assert told.subject == "words.yaml: spellings" and "popote roulante" in str(told.after)
    journal = unescape(editor.get("/equipe/journal").text)
    assert "Les mots du Pôle: façons d'écrire" in journal and '<a href="/equipe/mots">' in journal
    number = saved.headers["location"].split("annuler=")[1]
    assert editor.submit("/equipe/annuler", number=number).status_code == 303
    assert not popote(editor.answered("prvsl", lambda found: not popote(found)))


def test_a_synonym_of_here_leads_to_the_answer(editor: Desk) -> None:
    assert keep(editor, "synonyms", ("popote roulante", "cantine de Gaston, gastonnerie")).status_code == 303
    for said in ("la gastonnerie", "les gastonneries", "cantine-de-gaston"):
        assert popote(editor.answered(said, popote)), said


def test_a_resource_is_found_by_its_name_whatever_its_words_are_read_as(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        record = organization("gastonnerie", "La Gastonnerie du coin")
        resources.save(session, record, author="tests", action="create")
    assert keep(editor, "synonyms", ("popote roulante", "gastonnerie, cantine")).status_code == 303
    assert keep(editor, "spellings", ("lgdc", "La Gastonnerie du coin")).status_code == 303
    assert popote(editor.answered("une cantine", popote))
    for said in ("La Gastonnerie du coin", "lgdc"):
        found = editor.answered(said, lambda found: "gastonnerie" in str(found["results"][:1]))
        assert "organization:gastonnerie" in str(found["results"][0]), said


def test_words_that_would_turn_the_answers_are_refused_and_nothing_typed_is_lost(editor: Desk) -> None:
    wrong = {
        (("popote", "gastonnerie"),): "c'est «gastonnerie» qui devrait se lire «popote»",
        (("le", "popote"),): "mot de tous les jours",
        (("prvsl", ""),): "il manque un côté",
        (("prvsl", "Prvsl"),): "déjà lu ainsi",
        (("prvsl", "xyzw"), ("xyzw", "popote")): "se lit lui-même autrement",
        (("prvsl", "popote"), ("PRVSL", "repas")): "deux fois",
        (("…", "popote"),): "ni lettre ni chiffre",
    }
    for rows, why in wrong.items():
        page = keep(editor, "spellings", *rows)
        assert page.status_code == 422 and why in unescape(page.text), (rows, why)
        assert f'value="{rows[0][0]}"' in unescape(page.text)
    late = keep(editor, "spellings", ("prvsl", "popote"), state="ancien")
    assert late.status_code == 422 and "pendant que vous écriviez" in late.text


def test_a_word_of_here_says_what_a_project_does(editor: Desk) -> None:
    assert not sectors_of("une gastonnerie")
    rows = [(sector, "Gastonnerie, cabane à Gaston" if sector == "food" else "") for sector in SECTOR_NAMES]
    assert keep(editor, "sectors", *rows).status_code == 303
    assert sectors_of("une gastonnerie") == sectors_of("la cabane à Gaston") == {"food"}
    assert not sectors_of("gastonneriesque"), "that word and its plural, no other that begins so"
    assert "Gastonnerie" not in editor.get(PATH).text and "gastonnerie" in editor.get(PATH).text
    wrong = keep(editor, "sectors", ("food", "le, la"))
    assert wrong.status_code == 422 and "mot de tous les jours" in wrong.text
    assert keep(editor, "sectors").status_code == 303
    assert not sectors_of("une gastonnerie")


def test_an_expression_that_holds_no_place_is_no_place(editor: Desk) -> None:
    editor.answered("météo", bool)
    places = editor.app.state.gazetteer  # type: ignore[attr-defined]
    said = "on parle du Festival de Huntingdon des neiges"
    assert places.find(said)
    assert (
        keep(editor, "not_places", lines="Festival de Huntingdon\nFestival de Huntingdon").status_code == 303
    )
    assert "festival de huntingdon" in editor.get(PATH).text
    assert not places.find(said)


def test_the_common_words_are_read_and_looked_for_there(reader: Desk) -> None:
    page = unescape(reader.get(PATH, params={"q": "piasse"}).text)
    assert "argent: cash, bidou" in page and "Enregistrer" not in page


def test_own_words_stay_at_an_import_go_out_in_a_sound_pack_and_come_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session], tmp_path: Path
) -> None:
    pack_with_doors(database)
    keep(editor, "spellings", ("prvsl", "popote roulante"))
    keep(editor, "synonyms", ("popote roulante", "gastonnerie"))
    out = editor.get("/equipe/transfert/contenu.zip").content
    folder = tmp_path / "exported"
    zipfile.ZipFile(io.BytesIO(out)).extractall(folder)
    words = yaml.safe_load((folder / "words.yaml").read_text(encoding="utf-8"))
    assert words["spellings"] == {"prvsl": "popote roulante"} and words["places"]["not_places"]
    assert check_words(read_pack(folder)) == []
    keep(editor, "spellings")
    assert "prvsl" not in editor.get(PATH).text
    page = upload(administrator, "contenu.zip", out)
    assert "words.yaml: spellings" in page.text and "prvsl" not in editor.get(PATH).text
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    assert 'value="prvsl"' in editor.get(PATH).text
    bad = upload(administrator, "contenu.zip", archive({"words.yaml": "spellings: {le: popote}\n"}))
    assert bad.status_code == 422 and "mot de tous les jours" in bad.text
