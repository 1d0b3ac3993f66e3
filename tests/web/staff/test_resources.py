"""The editor of resources: every field goes and comes back, trying a profile, two people at once."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session, sessionmaker
from starlette.datastructures import FormData

from knowledge.models import Resource
from knowledge.records import CallRule, resource_type
from knowledge.resources import store
from tests import prepared
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, fill
from tests.web.staff.forms import form_of
from web.staff.access import Form, Staff
from web.staff.resource_form import from_form, from_record, to_record

SOMEBODY = Staff(1, "e@pole.example.org", "E", "editor", "", "")


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def fields_of(page: str) -> list[tuple[str, str]]:
    """What a browser would send of the editor's form, unchanged."""
    form = page.split('action="/equipe/ressources/', 1)[1].split("</form>")[0]
    sent = []
    for tag in re.findall(r"<input[^>]*>", form):
        kind = re.search(r'type="(\w+)"', tag)
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (not kind or kind[1] not in ("checkbox", "radio") or " checked" in tag):
            sent.append((name[1], unescape(value[1]) if value else ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent.append((name, unescape(text)))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent.append((name, chosen[1] if chosen else ""))
    return sent


def send(desk: Desk, path: str, fields: list[tuple[str, str]], **changes: str):  # type: ignore[no-untyped-def]
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    data |= {name.replace("__", "."): [value] for name, value in changes.items()}
    return desk.post(path, data=data, follow_redirects=False)


def test_every_resource_of_the_pack_survives_the_editor_unchanged() -> None:
    pack = prepared.pack()
    assert len(pack.resources) > 100
    for record in pack.resources.values():
        kind = resource_type(record)
        shown = from_record(record, kind, 1)
        sent = list(shown.values.items())
        sent += [("needs", need) for need in shown.needs]
        for rule in ("stages", "legal_forms"):
            if rule in shown.unknown:
                sent.append((f"{rule}.unknown", "1"))
            sent += [(f"{rule}.{name}", level) for name, level in shown.scales.get(rule, {}).items()]
            sent.append((f"{rule}.prose", "\n".join(shown.prose.get(rule, []))))
        sent += [(f"mrc.{name}", level) for name, level in shown.scales["mrc"].items()]
        for source in shown.source_rows:
            sent += [(f"source_{name}", value) for name, value in source.items()]
        standing = store.content_of(record)
        back = from_form(Form(SOMEBODY, FormData(sent)), kind, record.id, archived=record.archived)
        again, faults = to_record(back, standing)
        assert faults == [], record.id
        before, after = record.model_dump(mode="json"), again.model_dump(mode="json") if again else {}
        for side in (before, after):  # order inside a rule means nothing
            for rule in ("stages", "legal_forms"):
                if side["eligibility"][rule]:
                    for level in ("yes", "maybe"):
                        side["eligibility"][rule][level].sort()
            side["eligibility"]["territory"]["mrc"].sort()
            side["eligibility"]["territory"]["maybe_mrc"].sort()
        assert spaces_folded(after) == spaces_folded(before), record.id


def spaces_folded(value: object) -> object:
    if isinstance(value, dict):
        return {name: spaces_folded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [spaces_folded(item) for item in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def test_saving_what_the_editor_shows_changes_only_what_was_typed(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    page = editor.get("/equipe/ressources/fund:coup-de-pouce").text
    path = "/equipe/ressources/fund:coup-de-pouce"
    fields = [field for field in fields_of(page) if not field[0].startswith("p_")]
    reply = send(editor, path, fields, amount_max="7500", do="save")
    assert reply.status_code == 303, reply.text
    with database() as session:
        row = session.get_one(Resource, "fund:coup-de-pouce")
    assert row.content["amount_max"] == 7500
    assert row.content["eligibility"]["stages"] is None and row.content["eligibility"]["age"] is None
    assert row.content["eligibility"]["territory"]["mrc"] == [MRC]
    found = editor.get("/api/resources", params={"q": "coup de pouce"}).json()["results"][0]
    assert any("7\u00a0500" in one["value"] for one in found["details"]), "live at once"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount_max": "beaucoup"}, "Montant maximal: un nombre entier"),
        ({"amount_min": "9000"}, "dépasse le montant maximal"),
        ({"website": "pas une adresse"}, "Site web"),
        (
            {"eligibility__calls__closes": "bientôt", "eligibility__calls__mode": "call"},
            "une date est attendue",
        ),
        ({"organization_name": ""}, "Indiquez l&#39;organisme"),
        ({"review_by": ""}, "À revoir: c&#39;est obligatoire"),
        ({"mrc.haut-saint-laurent": "no"}, "cochez au moins une MRC"),
    ],
)
def test_a_fault_is_said_in_french_and_what_was_typed_stays(
    editor: Desk, database: sessionmaker[Session], changes: dict[str, str], sentence: str
) -> None:
    path = "/equipe/ressources/fund:coup-de-pouce"
    page = send(editor, path, fields_of(editor.get(path).text), **changes, nature="bourse changée", do="save")
    assert page.status_code == 422
    assert sentence in page.text
    assert "bourse changée" in page.text
    with database() as session:
        assert session.get_one(Resource, "fund:coup-de-pouce").version == 1


def test_a_new_organization_is_proposed_at_once(editor: Desk, database: sessionmaker[Session]) -> None:
    blank = fields_of(editor.get("/equipe/ressources/nouvelle/organization").text)
    changes = {
        "name": "Carrefour des idées",
        "kind": "organisme de soutien",
        "needs": "governance",
        f"mrc.{MRC}": "yes",
        "do": "save",
    }
    sent = [field for field in blank if field[0] != "source_title"]
    sent += [("source_title", "Site du carrefour"), ("source_title", "")]
    reply = send(editor, "/equipe/ressources/nouvelle/organization", sent, **changes)
    assert reply.status_code == 303, reply.text
    assert "organization:carrefour-idees" in reply.headers["location"]
    found = editor.get("/api/resources", params={"need": "governance", "mrc": MRC}).json()["results"]
    assert "organization:carrefour-idees" in [one["id"] for one in found]


def test_trying_a_profile_shows_its_doors_now_and_after_a_change(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    page = editor.get("/equipe/ressources/profil", params={"p_need": "funding", "p_place": "Huntingdon"}).text
    assert "Fonds Coup de pouce" in page
    wrong = editor.get("/equipe/ressources/profil", params={"p_place": "Nulle-Part-sur-Lune"}).text
    assert "n&#39;est pas une valeur connue" in wrong
    path = "/equipe/ressources/fund:coup-de-pouce"
    changes = {"needs": "training", "p_need": "funding", "p_place": "Huntingdon", "do": "try"}
    tried = send(editor, path, fields_of(editor.get(path).text), **changes)
    assert tried.status_code == 200
    now, after = tried.text.split("<h3>Maintenant</h3>")[1].split("<h3>Après</h3>")
    assert "Non" not in now and "Non" in after
    with database() as session:
        assert session.get_one(Resource, "fund:coup-de-pouce").version == 1


def test_two_people_at_once_do_not_overwrite_each_other(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    path = "/equipe/ressources/organization:porte"
    first, second = fields_of(editor.get(path).text), fields_of(administrator.get(path).text)
    assert send(editor, path, first, contact__phone="450 555-0111", do="save").status_code == 303
    refused = send(administrator, path, second, contact__phone="450 555-0122", do="save")
    assert refused.status_code == 409
    assert "450 555-0122" in refused.text and "555-0111" in refused.text
    with database() as session:
        assert session.get_one(Resource, "organization:porte").content["contact"]["phone"] == "450 555-0111"


def test_an_archived_resource_is_no_longer_proposed_and_comes_back_from_its_history(editor: Desk) -> None:
    editor.submit("/equipe/ressources/fund:coup-de-pouce/etat", do="archive")
    asked = {"q": "coup de pouce"}
    assert editor.get("/api/resources", params=asked).json()["results"] == []
    assert "Fonds Coup de pouce" in editor.get("/equipe/ressources?etat=archivees").text
    editor.submit("/equipe/historique/fund:coup-de-pouce", number=1)
    assert editor.get("/api/resources", params=asked).json()["results"][0]["id"] == "fund:coup-de-pouce"


def test_an_announced_call_is_kept_with_its_dates(editor: Desk, database: sessionmaker[Session]) -> None:
    path = "/equipe/ressources/fund:coup-de-pouce"
    changes = {
        "eligibility__calls__mode": "call",
        "eligibility__calls__opens": "2027-01-10",
        "eligibility__calls__closes": "2027-02-28",
        "eligibility__calls__confirmed": "1",
        "do": "save",
    }
    assert send(editor, path, fields_of(editor.get(path).text), **changes).status_code == 303
    with database() as session:
        row = session.get_one(Resource, "fund:coup-de-pouce")
        calls = CallRule.model_validate(row.content["eligibility"]["calls"])
    assert (str(calls.opens), str(calls.closes), calls.confirmed) == ("2027-01-10", "2027-02-28", True)


def test_an_activity_of_the_pole_is_announced_by_its_name_and_its_dates_alone(editor: Desk) -> None:
    path = "/equipe/ressources/nouvelle/activity"
    fields = form_of(editor.get(path).text, path, "sessions")
    typed = {
        "name": "5 à 7 d'essai",
        "kind": "5 à 7",
        "sessions": "21 janvier 2099, 17 h à 19 h | Café d'essai",
    }
    reply = editor.post(path, data={**fields, **typed, "do": "save"}, follow_redirects=False)
    assert reply.status_code == 303, re.findall(r'role="alert".*?</div>', reply.text, re.DOTALL)
    shown = unescape(editor.get("/activites").text)
    assert "5 à 7 d'essai" in shown and "Annonce du" in unescape(editor.get(reply.headers["location"]).text)
