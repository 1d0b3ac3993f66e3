"""Figures over a period, and taking content out and in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
import zipfile
from html import unescape
from pathlib import Path

import pytest
import yaml
from httpx import Response
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import today
from knowledge.feedback import count
from knowledge.models import Answer, MemberCount, OpenQuestion, Resource, Revision
from knowledge.pack.files import read_pack
from knowledge.pack.importer import import_pack
from knowledge.pack.updates import remember_pack
from knowledge.staff.figures import figures
from knowledge.staff.report import period_before, report
from tests import prepared
from tests.web.staff.conftest import Desk
from tests.web.staff.content import MRC, ask, fill
from web.staff.report_parts import Part
from web.staff.report_pdf import report_pdf

TODAY = today()


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def counted(database: sessionmaker[Session], *kinds: tuple[str, str, int], day: dt.date = TODAY) -> None:
    with database() as session, session.begin():
        for kind, key, number in kinds:
            for _ in range(number):
                count(session, kind, key, day)


def test_figures_add_up_over_the_asked_period_only(reader: Desk, database: sessionmaker[Session]) -> None:
    counted(
        database,
        ("decision", "answer", 6),
        ("decision", "clarify", 3),
        ("decision", "none", 1),
        ("given", "answer:membres", 4),
        ("given", "answer:fund-coup-de-pouce", 2),
        ("useful", "answer:membres", 3),
        ("not_useful", "answer:membres", 1),
        ("referral_mrc", MRC, 2),
        ("referral_need", "funding", 2),
        ("referral_stage", "unknown", 2),
        ("empty_search", "resources", 1),
    )
    counted(database, ("decision", "none", 50), day=TODAY - dt.timedelta(days=200))
    with database() as session:
        found = figures(session, TODAY - dt.timedelta(days=6), TODAY)
    assert found.questions == 10
    assert [(line.name, line.count, line.share) for line in found.decisions] == [
        ("répondues", 6, 0.6),
        ("choix offert", 3, 0.3),
        ("sans réponse", 1, 0.1),
    ]
    assert found.helped == 0.75 and found.empty == 2
    assert [(line.name, line.count) for line in found.themes] == [("essais", 4), ("fiches des ressources", 2)]
    assert found.answers[1].name == "Fonds Coup de pouce"
    assert [line.name for line in (*found.mrcs, *found.needs, *found.stages)] == [
        "MRC du Haut-Saint-Laurent",
        "le financement",
        "pas dit",
    ]
    assert len(found.series) == 7 and sum(found.series[-1][1].values()) == 10
    page = reader.get("/equipe/chiffres").text
    assert "MRC du Haut-Saint-Laurent" in page and "<svg" in page and "60&nbsp;%" in page
    long = reader.get("/equipe/chiffres", params={"du": "2020-01-01", "au": TODAY.isoformat()})
    assert long.status_code == 200 and "<strong>60</strong> questions" in long.text


def test_an_empty_period_and_a_senseless_one_show_a_page(reader: Desk) -> None:
    for params in (
        {"du": "2019-01-01", "au": "2019-01-02"},
        {"du": "hier", "au": ""},
        {"du": "2026-01-02", "au": "2026-01-01"},
    ):
        assert reader.get("/equipe/chiffres", params=params).status_code == 200


def test_figures_come_as_csv_with_names(reader: Desk, database: sessionmaker[Session]) -> None:
    counted(database, ("referral_mrc", MRC, 2))
    reply = reader.get("/equipe/chiffres.csv")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        {
            "jour": TODAY.isoformat(),
            "quoi": "Orientations par MRC",
            "lequel": "MRC du Haut-Saint-Laurent",
            "code": MRC,
            "nombre": "2",
        }
    ]


def upload(desk: Desk, name: str, data: bytes) -> Response:
    files = {"file": (name, data)}
    return desk.post(
        "/equipe/transfert/import", data={"csrf": desk.token()}, files=files, follow_redirects=False
    )


def ticket(page: Response) -> str:
    return page.text.split('name="ticket" value="')[1].split('"')[0]


def table(desk: Desk, path: str, **changes: str) -> bytes:
    """A table as exported, with one cell changed: `identifier__column`."""
    text = desk.get(path).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    for name, value in changes.items():
        subject, _, column = name.partition("__")
        next(row for row in rows if row["identifiant"].endswith(subject.replace("_", "-")))[column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_a_table_shows_what_it_would_change_before_it_does(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    data = table(administrator, "/equipe/transfert/ressources.csv", porte__telephone="450 555-0177")
    page = upload(administrator, "ressources.csv", data)
    assert page.status_code == 200
    assert "1 mise à jour, 1 sans changement" in page.text and "555-0177</ins>" in page.text
    with database() as session:
        assert session.get_one(Resource, "organization:porte").version == 1
    done = administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    assert done.status_code == 303
    with database() as session:
        row = session.get_one(Resource, "organization:porte")
    assert row.content["contact"]["phone"] == "450 555-0177"
    again = administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page))
    assert again.status_code == 404, "once"


def test_a_table_taken_out_and_in_changes_nothing(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        session.get_one(Answer, "membres").phrasings = ["-combien de membres", "=1+1", "a, b; c"]
    for name in ("reponses", "ressources"):
        page = upload(
            administrator, f"{name}.csv", administrator.get(f"/equipe/transfert/{name}.csv").content
        )
        assert "0 mise à jour, 2 sans changement" in page.text, page.text
    text = administrator.get("/equipe/transfert/reponses.csv").text
    assert "'-combien" in text, "a spreadsheet runs no formula"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"porte__site_web": "exemple.org"}, "Site web"),
        ({"porte__identifiant": "organization:rien"}, "cet identifiant n&#39;existe pas"),
        ({"porte__a_revoir": "un jour"}, "À revoir"),
    ],
)
def test_a_bad_table_changes_nothing_not_even_its_good_lines(
    administrator: Desk, database: sessionmaker[Session], changes: dict[str, str], sentence: str
) -> None:
    changes = {"coup_de_pouce__nom": "Nom changé", **changes}
    page = upload(administrator, "r.csv", table(administrator, "/equipe/transfert/ressources.csv", **changes))
    assert page.status_code == 422 and sentence in page.text
    with database() as session:
        assert session.get_one(Resource, "fund:coup-de-pouce").name == "Fonds Coup de pouce"


def archive(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return out.getvalue()


def pack_with_doors(database: sessionmaker[Session]) -> None:
    """Doors for the MRC of the real territory, so that the pack as a whole is sound."""
    with tempfile.TemporaryDirectory() as folder, database() as session, session.begin():
        pack = read_pack(prepared.small_pack(Path(folder)))
        pack.answers.clear()
        import_pack(session, pack)


def test_an_archive_is_previewed_then_imported_and_a_bad_one_changes_nothing(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    out = administrator.get("/equipe/transfert/contenu.zip").content
    with zipfile.ZipFile(io.BytesIO(out)) as content:
        funds = yaml.safe_load(content.read("funds.yaml"))["funds"]
    previewed = upload(administrator, "contenu.zip", out).text
    assert "0 ajout, 0 mise à jour" in previewed, previewed
    subject = f"fund:{funds[0]['id']}"
    funds[0]["nature"] = "bourse de lancement"
    good = archive({"contenu/funds.yaml": yaml.safe_dump({"funds": funds}, allow_unicode=True)})
    page = upload(administrator, "funds.zip", good)
    assert "1 mise à jour" in page.text and funds[0]["name"] in unescape(page.text), page.text
    assert administrator.submit("/equipe/transfert/confirmer", ticket=ticket(page)).status_code == 303
    with database() as session:
        assert session.get_one(Resource, subject).content["nature"] == "bourse de lancement"
    pack_with_doors(database)
    with database() as session:
        kept = session.get_one(Resource, subject).content["nature"]
    assert kept == "bourse de lancement", "the pack of the house, imported at each start, leaves it as it is"
    funds[0]["nature"] = "bourse de départ"
    again = archive({"contenu/funds.yaml": yaml.safe_dump({"funds": funds}, allow_unicode=True)})
    assert "1 mise à jour" in upload(administrator, "funds.zip", again).text, "a newer archive updates it"
    funds[0]["eligibility"]["needs"] = ["magie"]
    bad = archive({"funds.yaml": yaml.safe_dump({"funds": funds}, allow_unicode=True)})
    refused = upload(administrator, "funds.zip", bad)
    assert refused.status_code == 422 and "magie" in refused.text
    with database() as session:
        standing = session.get_one(Resource, f"fund:{funds[0]['id']}").content["eligibility"]["needs"]
    assert "magie" not in standing


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("contenu.zip", b"pas une archive"),
        ("contenu.zip", archive({"../../funds.yaml": "funds: []"})),
        ("contenu.zip", archive({"autre.txt": "rien"})),
        ("contenu.exe", b"MZ"),
        ("tableau.csv", "identifiant;téléfone\n1;2\n".encode("cp1252")),
        ("tableau.csv", b"nom;prenom\na;b\n"),
    ],
)
def test_what_is_not_content_is_refused(administrator: Desk, name: str, data: bytes) -> None:
    page = upload(administrator, name, data)
    assert page.status_code == 422 and "Rien n'a été enregistré" in page.text


def test_what_an_import_does_not_read_is_named(administrator: Desk, database: sessionmaker[Session]) -> None:
    pack_with_doors(database)
    out = administrator.get("/equipe/transfert/contenu.zip").content
    with zipfile.ZipFile(io.BytesIO(out)) as whole:
        facts = whole.read("facts.yaml").decode()
    changed = archive({"facts.yaml": facts, "steps.yaml": "etapes: []", "lisez-moi.txt": "rien"})
    page = upload(administrator, "contenu.zip", changed)
    assert "Laissés de côté" in page.text
    assert "steps.yaml" in page.text and "lisez-moi.txt" in page.text


def test_the_pack_of_another_pole_is_refused_with_its_name(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    with database() as session, session.begin():
        remember_pack(session, "vhsl")
    page = upload(administrator, "contenu.zip", archive({"pack.yaml": "id: mauricie\n"})).text
    assert "celui de «mauricie»" in page


def test_a_report_puts_a_period_beside_the_one_before_in_days_of_quebec(
    reader: Desk, editor: Desk, database: sessionmaker[Session]
) -> None:
    start, end = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
    counted(database, ("decision", "answer", 3), ("decision", "none", 1), ("referral_mrc", MRC, 2), day=start)
    counted(database, ("decision", "answer", 1), ("useful", "answer:membres", 1), day=dt.date(2026, 9, 30))
    ask(database, "le pole prete-tu des chaises", "question de novembre")
    # 31 October in Québec is already 1 November in UTC; 30 September there is 1 October in UTC.
    late, early = (
        dt.datetime(2026, 11, 1, 3, tzinfo=dt.timezone.utc),
        dt.datetime(2026, 10, 1, 3, tzinfo=dt.timezone.utc),
    )
    with database() as session, session.begin():
        chairs, november = session.scalars(select(OpenQuestion).order_by(OpenQuestion.id))
        chairs.last_at, november.last_at = late, dt.datetime(2026, 11, 2, tzinfo=dt.timezone.utc)
        for number, moment in enumerate((late, early)):
            content = {"name": "La porte"}
            row = Revision(
                subject=f"fund:f{number}", number=1, action="edit", author="editor", content=content
            )
            row.at = moment
            session.add(row)
        session.add(MemberCount(day=dt.date(2026, 10, 15), members=62, renewed=40, entered_by="editor"))
    with database() as session:
        found = report(session, start, end)
    assert (found.before_start, found.before_end) == (dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    asked, answered = found.main[:2]
    assert (asked.now, asked.before, asked.change) == (4, 1, 3)
    assert (answered.now, answered.before) == (0.75, 1.0)
    assert [(row.name, row.now, row.before) for row in found.mrcs] == [("MRC du Haut-Saint-Laurent", 2, 0)]
    assert [text for text, _ in found.unanswered] == ["le pole prete-tu des chaises"]
    assert [(row.name, row.now, row.before) for row in found.done] == [("ressources modifiées", 1, 1)]
    page = reader.get("/equipe/rapport", params={"du": "2026-10-01", "au": "2026-10-31"}).text
    for part in (
        "sur 100 visés",
        "dont 40 ont renouvelé",
        "prete-tu des chaises",
        "75\u00a0%",
        "-25\u00a0points",
    ):
        assert part in page, part
    assert "question de novembre" not in page
    file = reader.get("/equipe/rapport.pdf", params={"du": "2026-10-01", "au": "2026-10-31"})
    assert file.headers["content-type"] == "application/pdf"
    assert 'filename="rapport-2026-10-01-2026-10-31.pdf"' in file.headers["content-disposition"]
    said = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(file.content)).pages).split())
    for part in (
        "Orientations par MRC",
        "75 %",
        "-25 points",
        "«le pole prete-tu des chaises»",
        "sur 100 visés",
    ):
        assert part in said, part


def test_a_report_can_be_printed_whatever_people_wrote_in_it() -> None:
    odd = ("«😀 Ελλάδα\u202f! ﷽»", "«" + "z" * 400 + "»", "", "{nb} **gras** <b>")
    file = report_pdf("Rapport", "Période.", [Part("Ce qui attend", items=odd, numbered=True)], "Fin.")
    said = PdfReader(io.BytesIO(file)).pages[0].extract_text()
    assert "zzz" in said and "**gras** <b>" in said


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-03-05", "2026-03-11", ("2026-02-26", "2026-03-04")),
    ],
)
def test_the_period_before_is_whole_months_or_as_many_days(
    start: str, end: str, before: tuple[str, str]
) -> None:
    found = period_before(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert tuple(day.isoformat() for day in found) == before


def test_members_are_noted_when_the_pole_wants_to(editor: Desk, database: sessionmaker[Session]) -> None:
    today = TODAY.isoformat()
    assert "Objectif: 100" in editor.get("/equipe/chiffres").text
    too_many = editor.submit("/equipe/chiffres/membres", day=today, members="12", renewed="13")
    assert too_many.status_code == 422 and "pas plus que de membres" in too_many.text
    assert editor.submit("/equipe/chiffres/membres", day="hier", members="12").status_code == 422
    for number in ("12", "13"):
        assert editor.submit("/equipe/chiffres/membres", day=today, members=number).status_code == 303
    page = editor.get("/equipe/chiffres").text
    assert "<strong>13</strong> membres" in page and "sur 100 visés" in page
    editor.submit("/equipe/chiffres/membres", day=today, do="remove")
    assert "Rien n'est noté" in editor.get("/equipe/chiffres").text
