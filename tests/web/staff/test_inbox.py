"""The inbox: what staff can do with a question that found nothing."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import content_number
from knowledge.feedback import remember_question
from knowledge.models import Answer, AuditEntry, OpenQuestion, Topic
from knowledge.staff.leaving import let_answered_leave
from tests.web.staff.conftest import Desk
from tests.web.staff.content import ask, fill
from web.staff.access import ROOT

PEANUT = (
    "Peut-on ouvrir un café coopératif à la ferme?",
    "ouvrir un cafe cooperatif a la ferme",
    "c'est quoi le permis pour un kiosque",
)


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)
    ask(database, *PEANUT, PEANUT[0])


def numbers(database: sessionmaker[Session], *texts: str) -> list[int]:
    with database() as session:
        rows = {row.text: row.id for row in session.scalars(select(OpenQuestion))}
    return [rows[text] for text in texts]


def statuses(database: sessionmaker[Session]) -> dict[str, tuple[str, str | None]]:
    with database() as session:
        return {row.text: (row.status, row.answer_id) for row in session.scalars(select(OpenQuestion))}


def test_similar_questions_are_together_with_their_counts(editor: Desk) -> None:
    page = editor.get("/equipe/boite").text
    groups = re.findall(r'<section class="card inbox".*?</section>', page, re.DOTALL)
    assert len(groups) == 2
    assert "Demandé 3 fois" in groups[0]
    assert PEANUT[0] in groups[0] and PEANUT[1] in groups[0]
    assert "kiosque" in groups[1]


def test_a_question_becomes_a_way_of_asking_an_existing_answer_in_one_click(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    chosen = numbers(database, *PEANUT[:2])
    assert editor.submit("/equipe/boite", questions=chosen, do="answer:membres").status_code == 303
    with database() as session:
        row = session.get_one(Answer, "membres")
        assert PEANUT[0] in row.phrasings and row.version == 2
    assert statuses(database)[PEANUT[0]] == ("answered", "membres")
    found = editor.answered(PEANUT[0], lambda said: said["decision"] == "answer")
    assert found["decision"] == "answer"
    assert found["results"][0]["id"] == "answer:membres", "live at once"


def test_archiving_or_deleting_an_answer_gives_its_questions_back(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    editor.submit("/equipe/boite", questions=numbers(database, PEANUT[0]), do="answer:membres")
    assert editor.submit("/equipe/reponses/membres/etat", do="delete").status_code == 409
    editor.submit("/equipe/reponses/membres/etat", do="archive")
    assert statuses(database)[PEANUT[0]] == ("open", None)
    moved = editor.submit("/equipe/boite", questions=numbers(database, PEANUT[0]), do="answer:impots")
    assert moved.status_code == 303, "an archived answer no longer holds its ways of asking"
    editor.submit("/equipe/reponses/impots/etat", do="archive")
    editor.submit("/equipe/reponses/membres/etat", do="draft")
    ask(database, "encore une autre question sur les membres")
    with database() as session, session.begin():
        row = session.scalars(select(OpenQuestion).where(OpenQuestion.text.contains("encore"))).one()
        row.status, row.answer_id = "answered", "membres"
    assert editor.submit("/equipe/reponses/membres/etat", do="delete").status_code == 303
    assert statuses(database)["encore une autre question sur les membres"] == ("open", None)
    assert editor.get("/equipe/historique/answer:membres").status_code == 200, "its history stays"


def test_a_question_out_of_scope_teaches_the_topic_or_is_only_noted(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    first, second = numbers(database, PEANUT[2], PEANUT[0])
    editor.submit("/equipe/boite", questions=[first], do="out", topic="meteo")
    editor.submit("/equipe/boite", questions=[second], do="out", topic="")
    with database() as session:
        phrasings = session.get_one(Topic, "meteo").content["phrasings"]
    assert PEANUT[2] in phrasings and PEANUT[0] not in phrasings
    assert {statuses(database)[text][0] for text in (PEANUT[0], PEANUT[2])} == {"out_of_scope"}


def test_a_refusal_put_back_waits_with_the_others_even_when_it_is_asked_and_refused_again(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    refused = ("météo demain à beauharnois", "quel temps en fin de semaine")
    ask(database, *refused, outcome="declined")
    dismissed, still = numbers(database, *refused)
    editor.submit("/equipe/boite", questions=[dismissed], do="topic:meteo")
    editor.submit("/equipe/boite", questions=[dismissed], do="open")
    assert "Mettre avec ce qui attend" in editor.get("/equipe/boite?issue=declined").text
    editor.submit("/equipe/boite", questions=[still], do="open")
    ask(database, *refused, outcome="declined")
    waiting = editor.get("/equipe/boite").text
    assert all(text in waiting for text in refused) and "Mettre avec ce qui attend" not in waiting
    assert "0 groupe" in editor.get("/equipe/boite?issue=declined").text


def test_the_declined_topic_that_a_question_is_about_is_one_button_away(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    ask(database, "va-t-il pleuvoir demain?")
    assert 'value="topic:meteo|' in editor.get("/equipe/boite").text
    (chosen,) = numbers(database, "va-t-il pleuvoir demain?")
    editor.submit("/equipe/boite", questions=[chosen], do="topic:meteo")
    assert statuses(database)["va-t-il pleuvoir demain?"][0] == "out_of_scope"
    with database() as session:
        assert "va-t-il pleuvoir demain?" in session.get_one(Topic, "meteo").content["phrasings"]


def test_a_dismissed_question_leaves_and_can_come_back(editor: Desk, database: sessionmaker[Session]) -> None:
    chosen = numbers(database, *PEANUT[:2])
    editor.submit("/equipe/boite", questions=chosen, do="dismiss")
    assert PEANUT[0] not in editor.get("/equipe/boite").text
    assert PEANUT[0] in editor.get("/equipe/boite?etat=dismissed").text
    editor.submit("/equipe/boite", questions=chosen, do="open")
    assert PEANUT[0] in editor.get("/equipe/boite").text


def test_a_new_answer_starts_with_the_words_of_the_questions_and_settles_them(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    chosen = numbers(database, *PEANUT[:2])
    reply = editor.submit("/equipe/boite", questions=chosen, do="new")
    page = editor.get(reply.headers["location"]).text
    assert f'value="{PEANUT[0]}"' in page and PEANUT[1] in page
    reply = editor.submit(
        "/equipe/reponses/nouvelle",
        do="publish",
        version=0,
        questions=chosen,
        question=PEANUT[0],
        phrasings=PEANUT[1],
        theme="essais",
        text="Oui, avec les permis de la municipalité.",
        fact_add="m001",
        review_by="2027-05",
    )
    assert reply.status_code == 303, reply.text
    assert reply.headers["location"].startswith(f"{ROOT}/reponses/peut-on-ouvrir")
    assert statuses(database)[PEANUT[1]][0] == "answered"
    found = editor.answered(PEANUT[1], lambda said: said["results"][0]["text"].startswith("Oui"))
    assert found["results"][0]["text"].startswith("Oui")


def test_what_was_masked_never_becomes_a_phrasing(editor: Desk, database: sessionmaker[Session]) -> None:
    ask(database, "joindre mon ami au 450 555-0199 pour la coop")
    with database() as session:
        row = session.scalars(select(OpenQuestion).where(OpenQuestion.text.contains("joindre"))).one()
    assert "[téléphone]" in row.text
    editor.submit("/equipe/boite", questions=[row.id], do="answer:membres")
    with database() as session:
        assert session.get_one(Answer, "membres").phrasings[-1] == "joindre mon ami au pour la coop"


def test_a_phrasing_that_leads_elsewhere_stays_in_the_inbox(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    ask(database, "Les OBNL sont-ils imposables")
    chosen = numbers(database, "Les OBNL sont-ils imposables")
    assert editor.submit("/equipe/boite", questions=chosen, do="answer:membres").status_code == 409
    assert statuses(database)["Les OBNL sont-ils imposables"][0] == "open"


def test_the_log_tells_what_became_of_each_question(editor: Desk, database: sessionmaker[Session]) -> None:
    editor.submit("/equipe/boite", questions=numbers(database, PEANUT[0]), do="dismiss")
    with database() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("question:"))).one()
    assert (entry.action, entry.before, entry.after) == (
        "question écartée",
        {"status": "open"},
        {"status": "dismissed"},
    )


def test_questions_of_several_groups_are_dealt_with_at_once_by_the_words_of_an_answer(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    chosen = numbers(database, PEANUT[0], PEANUT[2])
    none = editor.submit("/equipe/boite", questions=chosen, do="give", answer_id="girafe")
    assert none.status_code == 404 and "Aucune réponse" in none.text
    words = {"do": "give", "answer_id": "membres coopérative", "etat": "open"}
    given = editor.submit("/equipe/boite", questions=chosen, **words)
    assert given.status_code == 303 and "etat=open" in given.headers["location"]
    assert {statuses(database)[text] for text in (PEANUT[0], PEANUT[2])} == {("answered", "membres")}
    third = numbers(database, PEANUT[1])
    several = editor.submit("/equipe/boite", questions=third, do="give", answer_id="voici")
    assert several.status_code == 200 and 'value="answer:impots"' in several.text
    assert f'name="questions" value="{third[0]}"' in several.text, "still ticked"


def test_what_was_said_and_the_turns_before_are_shown_masked(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        remember_question(
            session,
            "mais pour un café?",
            "not_useful",
            said="Il faut trois membres.",
            shown="answer:membres",
            turns=["appelez-moi au 450 555-0199", "combien de membres"],
        )
    page = editor.get("/equipe/boite").text
    assert "Il faut trois membres." in page and "combien de membres" in page
    assert "[téléphone]" in page and "555-0199" not in page
    assert '<a href="/equipe/reponses/membres">Combien de membres' in page


def test_a_refusal_on_purpose_is_apart_and_an_unlikely_suggestion_is_not_shown(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    ask(database, "météo demain à beauharnois", outcome="declined")
    page = editor.get("/equipe/boite").text
    assert "météo demain à beauharnois" not in page and "1 refus voulu" in page
    assert "météo demain à beauharnois" in editor.get("/equipe/boite?issue=declined").text
    group_of_kiosk = page.partition("kiosque»</h2>")[2].partition("</section>")[0]
    assert "C'est la même chose" not in group_of_kiosk


def test_a_question_that_has_its_answer_leaves_by_itself_and_stays_when_it_comes_back(
    app: FastAPI, database: sessionmaker[Session]
) -> None:
    text = "faut être combien pour partir une coop"
    ask(database, text)
    assert let_answered_leave(database, app.state.search) == 1
    assert statuses(database)[text] == ("answered", "membres")
    assert statuses(database)[PEANUT[2]][0] == "open"
    ask(database, text)
    with database() as session, session.begin():
        session.get_one(Answer, "impots").review_by = "2028-01"
    app.state.search.refresh()
    assert let_answered_leave(database, app.state.search) == 0, "the conversation does not answer it"
    assert statuses(database)[text][0] == "open"


def test_a_question_asked_before_its_answer_was_live_is_not_one_that_came_back(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session:
        before = content_number(session)
    editor.submit("/equipe/boite", questions=numbers(database, PEANUT[0]), do="answer:membres")
    with database() as session, session.begin():
        remember_question(session, PEANUT[0], "none", content=before)
    assert statuses(database)[PEANUT[0]] == ("answered", "membres"), "the former index had nothing for it"
    with database() as session, session.begin():
        assert session.scalar(select(OpenQuestion.count).where(OpenQuestion.text == PEANUT[0])) == 3
        remember_question(session, PEANUT[0], "none", content=content_number(session))
    assert statuses(database)[PEANUT[0]][0] == "open", "the new one has nothing either"


def test_what_one_site_could_not_answer_yet_leaves_though_the_inbox_was_just_looked_at(
    app: FastAPI, database: sessionmaker[Session]
) -> None:
    late, failed = "faut être combien pour partir une coop", "combien de membres faut-il pour commencer"
    let_answered_leave(database, app.state.search)
    with database() as session, session.begin():
        number = content_number(session)
        remember_question(session, late, "none", content=number - 1)
        remember_question(session, failed, "clarify", content=number)
    assert let_answered_leave(database, app.state.search) == 1
    assert statuses(database)[late] == ("answered", "membres")
    assert statuses(database)[failed][0] == "open", "the content as it stands did not answer it"
