"""The journal names what was done and to what, in words, and says gone only what is gone."""

from __future__ import annotations

import re
from html import unescape

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import Adviser, Answer, OpenQuestion, now
from knowledge.network.experts import ASKED
from knowledge.staff.audit import note
from tests.web.staff.conftest import EMAILS, Desk
from tests.web.staff.content import ask, fill

GONE = "(n'existe plus)"


def lines(editor: Desk) -> list[str]:
    """The rows of the journal, as they are read."""
    page = editor.get("/equipe/journal").text
    rows = re.findall(r"<tr>.*?</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def test_what_the_pole_says_of_itself_is_named_as_on_its_screen_and_leads_there(editor: Desk) -> None:
    editor.submit("/equipe/pole", page="/equipe/pole", name="Pôle", hours="le lundi", do="site")
    editor.submit("/equipe/pole/phrases/greet", text="Bonjour à vous!", do="save")
    told = " | ".join(lines(editor))
    assert "Phrase: «Bonjour à vous!»" in told
    assert GONE not in told and ".yaml" not in told and " greet " not in told
    page = editor.get("/equipe/journal").text
    assert '<a href="/equipe/pole/phrases/greet">' in page
    assert editor.get("/equipe/pole/phrases/greet").status_code == 200


def test_no_subject_is_an_identifier_and_only_what_is_gone_is_said_gone(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    fill(database)
    named = {
        "site.yaml: hours": "Le Pôle: Heures d'ouverture",
        "messages.yaml: greet": "Phrase: «",
        "contacts.yaml: default": "Qui reçoit les demandes",
        "territory.yaml: doors": "Les portes des MRC",
        "territory.yaml: outside": "Qui sert les lieux autour",
        "words.yaml: sectors": "Les mots du Pôle: secteurs",
        "areas.yaml: road": "Domaine hors champ: la route",
        "demande:ES-AB12CD": "Demande ES-AB12CD",
        "bulletin:2026-11": "Bulletin 2026-11",
        "adviser:7": "Une place à la table d'experts",
        "question:999": "Une question effacée",
        "fact:m001": "",
        "answer:membres": "",
    }
    with database() as session, session.begin():
        for subject in named:
            note(session, EMAILS["editor"], "essai", subject)
        note(session, EMAILS["editor"], "essai", "answer:jamais-vue")
    told = [line for line in lines(editor) if "essai" in line]
    assert len(told) == len(named) + 1
    for words in named.values():
        assert any(words in line for line in told), words
    assert [line for line in told if GONE in line] == [line for line in told if "jamais-vue" in line]
    assert not any(re.search(r"\w+\.yaml|adviser:|question:|demande:", line) for line in told), told


def test_a_question_given_to_an_answer_names_it_by_its_question(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    fill(database)
    ask(database, "comment on embarque comme membre")
    with database() as session:
        number = session.scalars(select(OpenQuestion.id)).one()
    editor.submit("/equipe/boite", questions=number, do="answer:membres")
    with database() as session:
        called = session.get_one(Answer, "membres").question
    (line,) = [line for line in lines(editor) if "embarque" in line and "répondue" in line]
    assert called in line and " membres " not in line.replace(called, "")


def test_what_the_team_decided_is_said_in_words(editor: Desk, database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        seat = Adviser(address="a@example.org", digest="a", confirm_by=now(), seat=ASKED, shown_as="Agente")
        session.add(seat)
        session.flush()
        number = seat.id
    editor.submit(f"/equipe/table/places/{number}", do="admit")
    editor.submit(f"/equipe/table/places/{number}", do="remove")
    told = " | ".join(lines(editor))
    assert "place donnée" in told and "place retirée" in told
    assert "admit" not in told and "remove" not in told
