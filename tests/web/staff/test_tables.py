"""Tables to a French spreadsheet and back: nothing is lost, nothing is erased, lines can be added."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import Answer, Resource
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, fill
from tests.web.staff.test_reporting import ticket, upload

RESOURCES = "/equipe/transfert/ressources.csv"


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def lines(desk: Desk, path: str = RESOURCES) -> list[dict[str, str]]:
    text = desk.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def saved_by_excel(rows: list[dict[str, str]]) -> bytes:
    """As a French Excel saves it: its encoding, its dates, an empty line and an empty column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*names, ""])
    for row in rows:
        writer.writerow([*(row.get(name, "") for name in names), ""])
        writer.writerow([""] * (len(names) + 1))
    return out.getvalue().replace("2027-05", "2027-05-01").encode("cp1252")


def test_a_table_that_excel_saved_changes_only_what_was_typed(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    rows = lines(administrator)
    page = upload(administrator, "ressources.csv", saved_by_excel(rows))
    assert "0 mise à jour, 2 sans changement" in page.text, page.text
    rows[0]["nom"] = "Fonds de départ d'été"
    page = upload(administrator, "ressources.csv", saved_by_excel(rows))
    assert "1 mise à jour, 1 sans changement" in page.text
    administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    with database() as session:
        row = session.get_one(Resource, "fund:coup-de-pouce")
    assert (row.name, row.review_by) == ("Fonds de départ d'été", "2027-05")


def test_a_table_never_erases_what_a_colleague_wrote_since(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    former = lines(administrator)
    newer = lines(administrator)
    newer[1]["telephone"] = "1 877 111-2222"
    page = upload(administrator, "r.csv", saved_by_excel(newer))
    administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    former[0]["nom"], former[1]["nom"] = "Autre nom", "Autre porte"
    refused = upload(administrator, "r.csv", saved_by_excel(former))
    assert refused.status_code == 422 and "modifiée depuis" in refused.text
    former[1].pop("version")
    assert "il manque sa «version»" in upload(administrator, "r.csv", saved_by_excel(former)).text
    with database() as session:
        assert session.get_one(Resource, "organization:porte").content["contact"]["phone"] == "1 877 111-2222"


def test_lines_are_added_as_drafts_and_to_be_verified(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    answer = {
        "identifiant": "",
        "theme": "essais",
        "question": "Prêtez-vous vos locaux?",
        "formulations": "salle gratuite | vos locaux",
        "texte": "Oui, sur réservation.",
        "faits": "m001",
    }
    resource = {
        "identifiant": "",
        "genre": "Fonds",
        "nom": "Bourse du coin",
        "nature": "bourse",
        "besoins": "financement | l'accompagnement",
        "mrc": "Haut-Saint-Laurent",
        "source": "Dépliant de 2026",
    }
    page = upload(administrator, "reponses.csv", saved_by_excel([answer]))
    assert "1 ajout" in page.text, page.text
    administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    both = [{**lines(administrator)[0], **dict.fromkeys(("genre", "nature", "besoins", "mrc", "source"), "")}]
    page = upload(administrator, "ressources.csv", saved_by_excel([*both, resource]))
    assert "1 ajout" in page.text and "1 sans changement" in page.text, page.text
    administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    with database() as session:
        written = session.get_one(Answer, "pretez-vous-vos-locaux")
        fund = session.get_one(Resource, "fund:bourse-coin")
    assert (written.status, written.phrasings) == ("draft", ["salle gratuite", "vos locaux"])
    assert fund.status == "to_verify" and fund.content["eligibility"]["needs"] == ["funding", "support"]
    assert fund.content["eligibility"]["territory"]["mrc"] == [MRC]
    bad = upload(
        administrator, "r.csv", saved_by_excel([{**resource, "besoins": "magie", "mrc": "Ailleurs"}])
    )
    for part in ("besoin inconnu: «magie»", "MRC inconnue: «Ailleurs»"):
        assert part in bad.text
    assert "il faut son nom" in upload(administrator, "r.csv", saved_by_excel([{**resource, "nom": ""}])).text


def test_a_theme_is_written_by_its_name_and_a_line_without_question_is_told_so(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    line = {
        "identifiant": "",
        "theme": "Adhésion à un pôle",
        "question": "Prêtez-vous un projecteur?",
        "formulations": "projecteur",
        "texte": "Oui.",
        "faits": "m001",
    }
    page = upload(administrator, "reponses.csv", saved_by_excel([line]))
    assert "Prêtez-vous un projecteur?" in page.text and "answer:" not in page.text, "called as people do"
    administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    with database() as session:
        assert session.get_one(Answer, "pretez-vous-projecteur").theme == "adhesion_pole"
    refused = upload(administrator, "reponses.csv", saved_by_excel([{**line, "question": ""}])).text
    assert "il faut la question" in refused and "genre" not in refused.partition("Sortir le contenu")[0]
