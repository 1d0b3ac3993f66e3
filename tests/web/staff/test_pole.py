"""Facts and the Pôle on screen: what is saved is live, kept by imports, carried by exports."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.areas.areas import areas
from knowledge.contacts import load_contacts
from knowledge.database import sessions
from knowledge.models import Answer, AuditEntry, Fact, PoleSetting, Resource, Topic
from knowledge.pack.files import read_pack
from knowledge.pack.importer import import_folder, import_pack
from knowledge.pole import MESSAGES, SITE, current, read_again
from knowledge.records import FactRecord, TopicRecord
from knowledge.referral.doors import load_doors
from knowledge.staff.resting import waiting_for_review
from tests import prepared
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, SOURCE, fill
from tests.web.staff.test_reporting import archive, pack_with_doors, ticket, upload


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def fact_form(desk: Desk, **changes: object) -> dict[str, str]:
    state = re.search(r'name="state" value="(\w+)"', desk.get("/equipe/faits/m001").text)
    assert state
    return {
        "state": state[1],
        "theme": "essais",
        "statement": "Il faut quatre personnes.",
        "confidence": "high",
        "as_of": "2026-11",
        "source_title": "Page d'essai",
        "source_url": "https://exemple.org/page",
        "source_as_of": "2026-11",
        **{name: str(value) for name, value in changes.items()},
    }


def statement(database: sessionmaker[Session]) -> str:
    with database() as session:
        return str(session.get_one(Fact, "m001").content["statement"])


def test_a_fact_is_corrected_with_what_rests_on_it_and_can_be_taken_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    assert "Un énoncé d&#39;essai." in editor.get("/equipe/faits", params={"q": "énoncé"}).text
    assert "Combien de membres" in editor.get("/equipe/faits/m001").text, "what rests on it is shown"
    first = fact_form(editor)
    saved = editor.submit("/equipe/faits/m001", **first)
    assert "fait=fait-utilise" in saved.headers["location"]
    with database() as session:
        assert set(waiting_for_review(session)) == {"impots", "membres"}, "they wait in the watch"
    assert statement(database) == "Il faut quatre personnes."
    late = administrator.submit("/equipe/faits/m001", **{**first, "statement": "Il en faut dix."})
    assert "pendant que vous écriviez" in late.text and statement(database) == "Il faut quatre personnes."
    bad = editor.submit("/equipe/faits/m001", **fact_form(editor, source_url="une adresse à trouver"))
    assert bad.status_code == 422 and "Sources" in bad.text
    page = editor.get("/equipe/historique/fact:m001").text
    assert "Version 2" in page
    assert editor.submit("/equipe/historique/fact:m001", number="1").status_code == 303
    assert statement(database) == "Un énoncé d'essai."


def test_an_import_keeps_a_fact_that_the_team_corrected(
    editor: Desk, database: sessionmaker[Session], tmp_path: Path
) -> None:
    editor.submit("/equipe/faits/m001", **fact_form(editor))
    pack = read_pack(prepared.small_pack(tmp_path / "pack"))
    pack.answers.clear()
    pack.facts = {
        "m001": FactRecord(
            id="m001", theme="essais", statement="Du dossier.", sources=[SOURCE], confidence="high"
        )
    }
    with database() as session, session.begin():
        report = import_pack(session, pack)
    assert "fact:m001" in report.kept
    assert statement(database) == "Il faut quatre personnes."


SITE_FORM = {
    "do": "site",
    "name": "Pôle d'essai",
    "short_name": "Pôle E",
    "territory": "Ici",
    "address": "1, rue Principale",
    "hours": "du lundi au jeudi, de 9 h à 16 h",
    "phone": "450 555-0100",
    "delay": "en deux jours ouvrables",
    "welcome": "Allô! Que puis-je pour vous?",
    "assistant": "Bonjour la coop",
    "website_note": "",
}


def test_what_is_said_of_the_pole_is_live_on_the_site_and_in_the_chat(
    editor: Desk, anonymous: TestClient, database: sessionmaker[Session]
) -> None:
    refused = editor.submit("/equipe/pole", **{**SITE_FORM, "address": "", "website": "exemple.org"})
    assert refused.status_code == 422 and "Adresse: il faut un texte" in refused.text
    assert "avec https://" in refused.text and "Allô! Que puis-je" in refused.text, "nothing typed is lost"
    with database() as session, session.begin():
        session.get_one(Answer, "membres").text = "Le Pôle est ouvert {pole.hours}."
        asked = session.get_one(Answer, "membres").question
    assert editor.submit("/equipe/pole", **SITE_FORM).status_code == 303
    hours = "ouvert du lundi au jeudi"
    assert hours in str(editor.answered(asked, lambda found: hours in str(found))), "answers quote it"
    home = anonymous.get("/").text
    for part in (
        "Pôle d&#39;essai",
        "Ouvert du lundi au jeudi",
        "450 555-0100",
        'message="Allô! Que puis-je',
        'heading="Bonjour la coop"',
    ):
        assert part in home, part
    assert current(SITE)["delay"] == "en deux jours ouvrables"
    assert not current(SITE)["website_note"] and "à confirmer" not in home, "once the address is sure"
    with database() as session:
        journal = session.scalars(select(AuditEntry).where(AuditEntry.action == "le Pôle: modifié")).all()
    assert {"site.yaml: name", "site.yaml: hours"} <= {entry.subject for entry in journal}


def test_requests_go_to_whom_the_screen_says(editor: Desk) -> None:
    bad = editor.submit("/equipe/pole", do="contacts", default="pas une adresse")
    assert bad.status_code == 422 and "Toutes les demandes" in bad.text
    form = {"do": "contacts", "default": "pole@example.org", MRC: "agent@example.org"}
    assert editor.submit("/equipe/pole", **form).status_code == 303
    contacts = load_contacts(environ={})
    assert contacts.recipient(None) == "pole@example.org" and contacts.recipient(MRC) == "agent@example.org"


def test_a_sentence_is_changed_with_its_places_and_comes_back(editor: Desk) -> None:
    path = "/equipe/pole/phrases/greet"
    original = current(MESSAGES)["greet"]
    for wrong in ("Bonjour {prenom}!", "Bonjour {pole!"):
        assert editor.submit(path, text=wrong).status_code == 422
    assert editor.submit(path, text="Salut! Ici le {pole}.").status_code == 303
    assert current(MESSAGES)["greet"] == "Salut! Ici le {pole}."
    assert "changée" in editor.get("/equipe/pole/phrases", params={"q": "salut"}).text
    assert editor.submit(path, do="again").status_code == 303
    assert current(MESSAGES)["greet"] == original
    danger = editor.get("/equipe/pole/phrases/danger_suicide")
    assert danger.status_code == 404, "what is said to somebody in danger was weighed with care"


def test_an_export_carries_what_the_screens_changed_and_founds_or_updates_another(
    editor: Desk, administrator: Desk, database: sessionmaker[Session], tmp_path: Path
) -> None:
    pack_with_doors(database)
    editor.submit("/equipe/pole", **SITE_FORM)
    out = editor.get("/equipe/transfert/contenu.zip").content
    folder = tmp_path / "exported"
    zipfile.ZipFile(io.BytesIO(out)).extractall(folder)
    exported = read_pack(folder)
    assert "hours: du lundi au jeudi" in (folder / "site.yaml").read_text(encoding="utf-8")
    # A new base from it.
    url = prepared.copy_to(prepared.migrated(), tmp_path / "exported")
    with sessions(url)() as session, session.begin():
        report = import_folder(session, folder)
        assert len(session.scalars(select(Fact)).all()) == len(exported.facts)
    assert not report.kept
    # And this one, brought back to its pack, from the archive.
    with database() as session, session.begin():
        for row in session.scalars(select(PoleSetting)):
            session.delete(row)
    read_again()
    assert "hours" not in current(SITE)
    page = upload(administrator, "contenu.zip", out)
    assert "site.yaml: hours" in page.text
    assert "hours" not in current(SITE), "nothing changes before it is confirmed"
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    read_again()
    assert current(SITE)["hours"] == SITE_FORM["hours"]


def test_an_archive_with_a_wrong_sentence_changes_nothing(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    page = upload(administrator, "contenu.zip", archive({"messages.yaml": "greet: Bonjour {prenom}!\n"}))
    assert page.status_code == 422 and "prenom" in page.text


def test_the_territory_shows_the_doors_of_each_mrc(reader: Desk) -> None:
    page = reader.get("/equipe/territoire").text
    assert "MRC du Haut-Saint-Laurent" in page and '<a href="/equipe/ressources/organization:porte">' in page


def test_who_holds_a_door_is_changed_on_screen_kept_by_imports_and_carried_by_exports(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)

    def community() -> str:
        with database() as session:
            return str(load_doors(session).by_mrc[MRC]["community"])

    with database() as session:
        rows = session.scalars(select(Resource).where(Resource.archived.is_(False)))
        found = {row.name: row.identifier.partition(":") for row in rows}
    held_by = {name: one for name, (kind, _, one) in found.items() if kind == "organization"}
    first = community()
    other = next(name for name, one in held_by.items() if one != first)
    given = {"mrc": MRC, "economic": other, "community": other, "complements": f"{other}\n{other}"}
    unknown = editor.submit("/equipe/territoire", **{**given, "community": "La porte d'à côté"})
    assert (
        unknown.status_code == 422 and "n&#39;est pas un organisme" in unknown.text and community() == first
    )
    saved = editor.submit("/equipe/territoire", **given)
    assert saved.status_code == 303 and community() == held_by[other]
    out = editor.get("/equipe/transfert/contenu.zip").content
    pack_with_doors(database)
    assert community() == held_by[other], "the pack is imported again at each start"
    number = saved.headers["location"].split("annuler=")[1]
    assert editor.submit("/equipe/annuler", number=number).status_code == 303
    assert community() == first
    page = upload(administrator, "contenu.zip", out)
    assert "territory.yaml: doors" in page.text and community() == first, "shown before it is done"
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    assert community() == held_by[other]
    pack_with_doors(database)
    assert community() == held_by[other]


def test_a_declined_subject_is_edited_added_and_taken_out_for_good(
    editor: Desk, database: sessionmaker[Session], tmp_path: Path
) -> None:
    assert "la météo" in editor.get("/equipe/sujets", params={"q": "pleuvoir"}).text
    page = editor.get("/equipe/sujets/meteo").text
    state = re.search(r'name="state" value="(\w+)"', page)
    assert state
    words = "va-t-il pleuvoir\nmétéo demain\nil fait quel temps\nneige"
    form = {"state": state[1], "label": "la météo", "area": "near", "phrasings": words}
    assert editor.submit("/equipe/sujets/meteo", **form).status_code == 303
    late = editor.submit("/equipe/sujets/meteo", **form, reply="Autre")
    assert late.status_code == 422 and "pendant que vous écriviez" in late.text
    taken = {"label": "les coops", "phrasings": "a\nb\nfaut être combien pour partir une coop"}
    refused = editor.submit("/equipe/sujets/nouveau", **taken)
    assert refused.status_code == 422 and "mène déjà à answer:membres" in refused.text
    few = editor.submit("/equipe/sujets/nouveau", label="les autos", phrasings="auto")
    assert few.status_code == 422 and "Autres façons de demander" in few.text
    added = editor.submit("/equipe/sujets/nouveau", label="les autos", phrasings="auto\nchar\nvoiture")
    assert added.headers["location"].startswith("/equipe/sujets/les-autos")
    assert editor.submit("/equipe/sujets/meteo", do="remove").status_code == 303
    with database() as session:
        assert session.get(Topic, "meteo") is None
        assert session.get_one(Topic, "les-autos").content["phrasings"] == ["auto", "char", "voiture"]
    pack = read_pack(prepared.small_pack(tmp_path / "pack"))
    pack.answers.clear()
    said = {"id": "meteo", "label": "la météo", "phrasings": ["pluie", "neige", "vent"]}
    pack.topics = {"meteo": TopicRecord.model_validate(said)}
    with database() as session, session.begin():
        import_pack(session, pack)
    with database() as session:
        assert session.get(Topic, "meteo") is None, "an import does not bring it back"


def test_where_a_declined_area_sends_is_changed_at_once_and_comes_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    first = areas()["road"]
    refused = editor.submit("/equipe/domaines/road", label="", door="", refer_to="Personne du tout")
    assert refused.status_code == 422 and "il faut un texte" in refused.text
    assert "Personne du tout" in refused.text and "n&#39;est pas dans la base" in refused.text
    assert editor.submit("/equipe/domaines/near", label="x", door="y").status_code == 422
    given = {"label": "les chemins", "door": "le garage d'en face", "refer_to": "Éducaloi"}
    saved = editor.submit("/equipe/domaines/road", **given)
    assert saved.status_code == 303, saved.text
    now = areas()["road"]
    assert (now.label, now.door) == ("les chemins", "le garage d'en face")
    assert now.refer_to == "organization:educaloi"
    out = editor.get("/equipe/transfert/contenu.zip").content
    number = saved.headers["location"].split("annuler=")[1]
    assert editor.submit("/equipe/annuler", number=number).status_code == 303
    assert areas()["road"] == first
    page = upload(administrator, "contenu.zip", out)
    assert "areas.yaml: road" in page.text and areas()["road"] == first
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    read_again()
    assert areas()["road"].label == "les chemins"
    assert editor.submit("/equipe/domaines/road", do="again").status_code == 303
    assert areas()["road"] == first
