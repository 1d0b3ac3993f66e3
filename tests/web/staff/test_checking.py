"""What changed is looked at again: the answers on a fact or a fund, part by part, with what they rest on."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import today
from knowledge.models import Answer, Fact, LinkCheck, Resource
from knowledge.staff.differing import differing
from knowledge.staff.facts import to_record
from knowledge.staff.freshness import watch
from knowledge.staff.links import links_in, record
from knowledge.staff.resting import ask_for_review
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill
from tests.web.staff.forms import form_of

FUND = "fund:coup-de-pouce"
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    with database() as session, session.begin():
        row = session.get_one(Answer, "membres")
        row.facts, row.text = (
            [FUND, "m001"],
            "Le fonds donne jusqu'à 5 000 $. [Voir](https://exemple.org/a_(b))",
        )


def change_fund(editor: Desk, database: sessionmaker[Session], amount: int, as_of: str = "") -> None:
    with database() as session:
        version = session.get_one(Resource, FUND).version
    reply = editor.submit(
        f"/equipe/ressources/{FUND}",
        **{
            "version": version,
            "name": "Fonds Coup de pouce",
            "nature": "bourse",
            "organization_name": "La porte",
            "amount_max": amount,
            "as_of": as_of,
            "status": "active",
            "confidence": "high",
            "refer": "1",
            "review_by": "2027-05",
            "needs": "funding",
            "eligibility.territory.level": "mrc",
            "mrc.haut-saint-laurent": "yes",
            "eligibility.sectors.mode": "unknown",
            "eligibility.calls.mode": "unknown",
            "source_title": "Page",
            "source_url": "https://exemple.org/page",
            "source_as_of": "2026-11",
        },
    )
    assert reply.status_code == 303, reply.text


def reasons(database: sessionmaker[Session]) -> dict[str, list[str]]:
    with database() as session:
        return {one.identifier: one.reasons for one in watch(session, TODAY)}


def test_a_corrected_fund_has_its_answers_looked_at_again_until_somebody_says_they_hold(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    asked = {"q": "Combien de membres faut-il pour une coopérative?"}
    assert editor.get("/api/answers", params=asked).json()["results"][0]["to_confirm"] is False
    change_fund(editor, database, 25_000)
    page = editor.get(f"/equipe/ressources/{FUND}").text
    assert "1 réponse s'appuie sur cette fiche" in page and "1 à revoir" in page
    assert reasons(database)["answer:membres"] == ["rests"]
    said = editor.answered(asked["q"], lambda found: found["results"][0]["to_confirm"])
    assert said["results"][0]["to_confirm"], "the old amount is not given as sure"
    sheet = editor.get("/equipe/veille/answer:membres").text
    assert "Le texte dit «5000 $»" in sheet and "dit «25000 $»" in sheet
    assert "https://exemple.org/page" in sheet and "Un énoncé d&#39;essai." in sheet
    assert "A changé: <" in (watch := editor.get("/equipe/veille").text) and f">{FUND}</a>" not in watch
    editor.submit("/equipe/veille", subject="answer:membres", do="confirm")
    assert "answer:membres" not in reasons(database)
    change_fund(editor, database, 25_000)
    assert "answer:membres" not in reasons(database), "nothing changed of what people are told"
    for amount in (26_000, 27_000):
        change_fund(editor, database, amount, as_of="février 2022")
    page = editor.get(f"/equipe/ressources/{FUND}").text
    assert "<strong>En date du</strong>: février 2022" in page, "an amount corrected today is told as of then"


def test_a_changed_fact_has_its_answers_looked_at_again_and_publishing_is_looking(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        fact = session.get_one(Fact, "m001")
        before, after = dict(fact.content), {**fact.content, "statement": "Il en faut quatre."}
        fact.content = after
        assert ask_for_review(session, "m001", "e@pole.example.org", before, after) == 2
    assert {"answer:membres", "answer:impots"} <= set(reasons(database))
    editor.submit(
        "/equipe/reponses/impots",
        do="publish",
        version=1,
        question="Un OBNL paie-t-il de l'impôt?",
        theme="essais",
        text="Parfois.",
        facts="m001",
        review_by="2027-05",
    )
    assert set(reasons(database)) == {"answer:membres"}


def test_who_looks_again_sees_what_the_fact_said_before(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        fact = session.get_one(Fact, "m001")
        fact.content = to_record(fact).model_dump(mode="json")
    fields = form_of(editor.get("/equipe/faits/m001").text, "/equipe/faits/m001", "statement")
    (before,) = fields["statement"]
    data = fields | {"statement": [f"{before} Et quatre."]}
    assert editor.post("/equipe/faits/m001", data=data, follow_redirects=False).status_code == 303
    page = unescape(editor.get("/equipe/veille/answer:membres").text)
    assert "<ins> Et quatre.</ins>" in page and before in page.partition("<ins>")[0]
    again = form_of(editor.get("/equipe/faits/m001").text, "/equipe/faits/m001", "statement")
    editor.post("/equipe/faits/m001", data=again | {"statement": [before]}, follow_redirects=False)
    page = unescape(editor.get("/equipe/veille/answer:membres").text)
    assert "<ins>" not in page and "remis comme il était" in page


@pytest.mark.parametrize(
    ("text", "statement", "pointed"),
    [
        ("Dix personnes.", "Il faut trois fondateurs.", ["10 personnes"]),
        ("Trois personnes.", "Il faut 3 fondateurs.", []),
        ("Jusqu'à 25 000 $, soit 50 %.", "Au plus vingt mille dollars, la moitié.", ["25000 $"]),
        ("1. Appelez au 450 555-0100.\n2. Écrivez.", "Il faut trois fondateurs.", []),
        ("En 2019, on comptait 4 membres.", "Sans aucun nombre.", []),
        ("Trois gestes: appelez, écrivez, venez.", "La demande se fait en six mois.", []),
        ("Vous avez un an.", "Le délai est de 12 mois.", []),
        ("Vous avez deux ans.", "Le délai est de 12 mois.", ["2 ans"]),
        ("Entre 3 et 9 membres.", "Il faut trois ou cinq membres.", ["9 membres"]),
        ("C'est l'article 15.", "Les fondateurs sont 5 (art. 7).", ["15"]),
        ("C'est cinq fondateurs.", "Les fondateurs sont 5 (art. 7).", []),
        ("Près de 53,6 milliards de dollars.", "Elles ont 53,6 G$ de revenus.", []),
    ],
)
def test_a_number_that_differs_from_its_fact_is_pointed_at(
    text: str, statement: str, pointed: list[str]
) -> None:
    assert [one.said for one in differing(text, {"m001": {"statement": statement}})] == pointed


def test_an_entry_is_confirmed_part_by_part(editor: Desk, database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        row = session.get_one(Resource, FUND)
        row.content = {**row.content, "contact": {**row.content["contact"], "phone": "1", "as_of": "2018"}}
        row.as_of = None
    parts = ("contact", "money", "rest")
    for key in parts[:-1]:
        reply = editor.submit("/equipe/veille", subject=FUND, do=f"part:{key}")
        assert "fait=partie" in reply.headers["location"], key
    with database() as session:
        row = session.get_one(Resource, FUND)
        assert row.content["contact"]["as_of"] is None and row.as_of is None, "only what was checked"
    page = editor.get(f"/equipe/veille/{FUND}").text
    assert page.count("Vérifié</span>") == 2
    editor.submit("/equipe/veille", subject=FUND, do="part:rest")
    with database() as session:
        assert session.get_one(Resource, FUND).as_of == today().isoformat()
    assert editor.submit("/equipe/veille", subject=FUND, do="part:rien").status_code == 404


def test_what_was_written_for_waits_below_and_says_so(editor: Desk, database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        session.get_one(Resource, FUND).review_by = "2026-01"
        session.get_one(Answer, "impots").review_by = "2026-10"
    note = "Courriel à la MRC"
    assert editor.submit("/equipe/veille", subject=FUND, do="wait", note=note).status_code == 303
    page = editor.get("/equipe/veille").text
    assert f"en attente</strong>: {note}" in page
    assert page.index("Un OBNL paie") < page.index("Fonds Coup de pouce")


def test_links_are_those_that_are_shown_and_one_that_its_site_calls_gone_is_dead_at_once(
    database: sessionmaker[Session], editor: Desk
) -> None:
    text = "[Voir](https://exemple.org/a_(b)), https://exemple.org/c. [Non](page) `https://exemple.org/d`"
    assert links_in(text) == ["https://exemple.org/a_(b)", "https://exemple.org/c"]
    with database() as session, session.begin():
        record(session, "https://exemple.org/a_(b)", "réponse 404", alive=False, surely=True)
        assert session.get_one(LinkCheck, "https://exemple.org/a_(b)").failures > 1
    assert reasons(database)["answer:membres"] == ["dead"]
    assert "<strong>réponse 404</strong>" in editor.get("/equipe/veille/answer:membres").text
