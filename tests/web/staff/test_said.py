"""How the desk says who, when and how many."""

from __future__ import annotations

import datetime as dt
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from knowledge.feedback import count
from knowledge.models import Fact
from knowledge.referral.criteria import french_date
from knowledge.staff.dates import date_told
from knowledge.staff.differences import changes
from tests.web.staff.conftest import EMAILS, Desk
from tests.web.staff.content import MRC, fill, fill_table
from tests.web.staff.test_answers import as_published
from web.staff.as_typed import day
from web.staff.said import counted, device


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_a_date_is_told_in_french_and_read_back(when: dt.date) -> None:
    kept = when.isoformat()
    assert date_told(kept) == french_date(when) and day(date_told(kept)) == kept
    month = f"{when.year}-{when.month:02}"
    assert day(date_told(month), month=True) == month


@given(st.text(max_size=12))
def test_what_is_no_date_is_told_as_it_is(text: str) -> None:
    assert date_told(text) == text or "-" in text


def test_a_year_alone_none_and_a_wrong_month_are_no_trouble() -> None:
    assert [date_told(kept) for kept in ("2019", None, "2026-13")] == ["2019", "", "2026-13"]


def test_what_changed_tells_amounts_dates_and_themes_as_people_read_them() -> None:
    before = {"amount_max": 20_000, "as_of": "2026-11", "theme": "coop_ou_obnl"}
    told = {one.label: "".join(piece.text for piece in one.pieces) for one in changes({}, before)}
    assert told["Montant maximal"].split() == ["20", "000", "$"]
    assert told["En date du"] == "novembre 2026" and told["Thème"] == "Coop ou OBNL"
    (source,) = changes({}, {"sources": [{"title": "Page", "url": None, "as_of": "2026-11-30"}]})
    assert "30 novembre 2026" in "".join(piece.text for piece in source.pieces)


def test_none_and_one_are_said_as_one() -> None:
    said = [counted(number, "personne", "personnes") for number in (0, 1, 2)]
    assert said == ["0 personne", "1 personne", "2 personnes"]


def test_colleagues_are_named_and_dates_are_words_wherever_the_desk_tells_them(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    fill(database)
    assert (
        editor.submit("/equipe/reponses/membres", **as_published(text="Cinq en général.")).status_code == 303
    )
    for path in ("/reponses/membres", "/reponses", "/historique/answer:membres"):
        page = editor.get(f"/equipe{path}").text
        assert "Editor" in page and EMAILS["editor"] not in page, path
    watched = editor.get("/equipe/veille").text
    assert "À revoir: mai 2027." in watched or "À revoir: " not in watched
    assert "2027-05" not in watched
    assert "personne le reçoit" in editor.get("/equipe/bulletin").text
    assert "Aucune question posée." in editor.get("/equipe").text


def test_a_session_is_told_by_its_browser_and_its_machine() -> None:
    windows = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0"
    )
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604.1"
    said = [device(one) for one in (f"{windows} Safari/537.36 Edg/143.0", windows, phone, "testclient")]
    assert said == [
        "Edge, sur Windows",
        "Chrome, sur Windows",
        "Safari, sur un iPhone",
        "Un navigateur, sur un appareil inconnu",
    ]


def test_the_first_page_tells_what_the_network_waits_for_and_nothing_of_it_to_a_reader(
    editor: Desk, reader: Desk, database: sessionmaker[Session]
) -> None:
    assert "table d'experts" not in unescape(editor.get("/equipe").text)
    fill(database)
    fill_table(database)
    assert "<strong>1</strong> place demandée à la table d'experts" in unescape(editor.get("/equipe").text)
    assert "table d'experts" not in unescape(reader.get("/equipe").text)


def test_what_is_given_without_being_written_is_called_by_its_question_in_the_figures(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    fill(database)
    with database() as session, session.begin():
        fact = session.get_one(Fact, "m001")
        fact.content = {**fact.content, "terms": ["ristourne"]}
        for key in ("activites-a-venir", f"mrc-{MRC}", "lexique-ristourne"):
            count(session, "given", f"answer:{key}")
    page = unescape(editor.get("/equipe/chiffres").text)
    assert "answer:" not in page
    for said in ("Quelles activités s'en viennent?", "Qui peut aider? ", "«ristourne»: qu'est-ce que"):
        assert said in page, said
