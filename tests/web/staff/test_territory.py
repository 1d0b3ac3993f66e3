"""The territory on screen: other names of places, the communities' label, who serves the places around."""

from __future__ import annotations

import io
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import AuditEntry, Mrc, Municipality
from knowledge.pack.files import read_pack
from knowledge.pack.validation import check_territory
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, fill
from tests.web.staff.test_reporting import pack_with_doors, ticket, upload

TOWN = "69055"  # Huntingdon
OTHER = "69070"
NAME = "Le Vieux-Moulin-Rond"
PATH = "/equipe/territoire"


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    pack_with_doors(database)


def names_of(database: sessionmaker[Session], code: str = TOWN) -> list[Any]:
    with database() as session:
        return list(session.get_one(Municipality, code).content["aliases"])


def resolved(desk: Desk, name: str) -> str:
    """The place that the public interface understands by a name; empty for none."""
    reply = desk.get("/api/resources", params={"municipality": name, "limit": 1})
    return str(reply.json().get("profile", {}).get("municipality") or "") if reply.status_code == 200 else ""


def with_names(database: sessionmaker[Session], *more: str) -> str:
    had = [one if isinstance(one, str) else one["name"] for one in names_of(database)]
    return "\n".join([*had, *more])


def test_a_name_that_people_write_is_understood_at_once_and_undone(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    editor.answered("météo", bool)
    assert not resolved(editor, NAME)
    saved = editor.submit(PATH, do="names", place=TOWN, names=with_names(database, NAME))
    assert saved.status_code == 303, unescape(saved.text)
    assert NAME in editor.get(PATH).text
    assert resolved(editor, NAME) == TOWN
    with database() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "le Pôle: modifié")).one()
        assert told.subject == "territory.yaml: aliases" and NAME in str(told.after["Huntingdon"])
    journal = editor.get("/equipe/journal").text
    assert "Les autres noms des lieux" in journal and '<a href="/equipe/territoire">' in journal
    number = saved.headers["location"].split("annuler=")[1]
    assert editor.submit("/equipe/annuler", number=number).status_code == 303
    editor.answered("météo", bool)
    assert NAME not in editor.get(PATH).text and not resolved(editor, NAME)


def test_a_name_of_another_place_is_refused_and_nothing_typed_is_lost(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    before = names_of(database)
    for wrong, why in {
        "Ormstown": "désigne déjà Ormstown",
        "Vaudreuil": "désigne",
        "Rimouski": "autre municipalité du Québec",
        "- !": "un nom d'un à 80 caractères",
    }.items():
        page = editor.submit(PATH, do="names", place=TOWN, names=with_names(database, wrong))
        assert page.status_code == 422 and why in unescape(page.text), wrong
        assert f"{wrong}</textarea>" in unescape(page.text)
    assert editor.submit(PATH, do="names", place="99999", names="X").status_code == 422
    assert names_of(database) == before


def test_an_everyday_word_is_a_place_only_where_the_sentence_says_so(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    editor.submit(PATH, do="names", place=TOWN, names=with_names(database, "Moulin"))
    assert {"name": "Moulin", "as": "common"} in names_of(database)
    again = editor.submit(PATH, do="names", place=TOWN, names=with_names(database))
    assert again.status_code == 303, "its class stays when it is saved again"
    assert {"name": "Moulin", "as": "common"} in names_of(database)


def test_the_communities_are_named_together_as_the_team_says(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    def label() -> str:
        with database() as session:
            return str(session.get_one(Mrc, MRC).content["reserves_label"])

    packs = label()
    assert editor.submit(PATH, do="label", label="une communauté mohawk").status_code == 303
    assert label() == "une communauté mohawk"
    assert editor.submit(PATH, do="label", label="x" * 81).status_code == 422
    pack_with_doors(database)
    assert label() == "une communauté mohawk", "the pack is imported again at each start"
    assert editor.submit(PATH, do="label", label="").status_code == 303
    assert label() == packs


def test_who_serves_the_places_around_is_changed(editor: Desk, database: sessionmaker[Session]) -> None:
    page = unescape(editor.get(PATH).text)
    assert "Longueuil" in page
    held = page.split('name="served_by"')[1].split('value="')[1].split('"')[0]
    wrong = {"places": ["Rimouski", ""], "served_by": ["Personne du tout", ""]}
    refused = editor.submit(PATH, do="around", **wrong)
    assert refused.status_code == 422 and "n'est pas un organisme de la base" in unescape(refused.text)
    assert "Personne du tout" in refused.text
    nowhere = editor.submit(PATH, do="around", places=["Nullepartville"], served_by=[held])
    assert "n'est pas une municipalité du Québec" in unescape(nowhere.text)
    saved = editor.submit(PATH, do="around", places=["Longueuil\nRimouski", ""], served_by=[held, ""])
    assert saved.status_code == 303
    place = editor.app.state.gazetteer.resolve("Longueuil").place  # type: ignore[attr-defined]
    assert place.refer_to
    assert "Brossard" not in editor.get(PATH).text.split('id="around"')[1]


def test_what_is_changed_stays_at_an_import_goes_out_in_a_sound_pack_and_comes_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session], tmp_path: Path
) -> None:
    editor.submit(PATH, do="names", place=TOWN, names=with_names(database, NAME))
    editor.submit(PATH, do="label", label="une communauté mohawk")
    pack_with_doors(database)
    assert NAME in names_of(database), "the pack is imported again at each start"
    out = editor.get("/equipe/transfert/contenu.zip").content
    folder = tmp_path / "exported"
    zipfile.ZipFile(io.BytesIO(out)).extractall(folder)
    written = yaml.safe_load((folder / "territory.yaml").read_text(encoding="utf-8"))
    assert written["reserves_label"] == "une communauté mohawk" and "aliases" not in written
    assert NAME in str(written["mrc"]) and check_territory(read_pack(folder)) == []
    editor.submit(PATH, do="names", place=TOWN, names="\n".join(with_names(database).split("\n")[:-1]))
    editor.submit(PATH, do="names", place=OTHER, names="La Pointe-Toute-Neuve")
    editor.submit(PATH, do="label", label="")
    page = upload(administrator, "contenu.zip", out)
    assert "territory.yaml: aliases" in page.text and NAME not in names_of(database), (
        "shown before it is done"
    )
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    assert NAME in names_of(database) and "La Pointe-Toute-Neuve" not in names_of(database, OTHER)
    pack_with_doors(database)
    assert NAME in names_of(database)
    with database() as session:
        assert session.get_one(Mrc, MRC).content["reserves_label"] == "une communauté mohawk"
