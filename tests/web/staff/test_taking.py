"""Taking a question from another answer, or from a declined subject, is shown and chosen."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import Answer, Fact, LinkCheck, OpenQuestion, Topic
from tests.serving import answering
from tests.web.staff.conftest import Desk
from tests.web.staff.content import ask, fill
from tests.web.staff.test_answers import typed

STOLEN = "les obnl sont-ils imposables"
HELP = {"question": "Besoin d'aide?", "text": "Appelez-nous."}


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def phrasings(database: sessionmaker[Session], answer: str) -> list[str]:
    with database() as session:
        return list(session.get_one(Answer, answer).phrasings)


def only_new(database: sessionmaker[Session]) -> Answer:
    with database() as session:
        return session.scalars(select(Answer).where(Answer.id.not_in(("membres", "impots")))).one()


def test_a_phrasing_that_another_answer_has_is_taken_only_when_ticked(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    both = f"{STOLEN}\nest-ce qu'un obnl paie des impôts"
    page = editor.submit("/equipe/reponses/nouvelle", **typed(**HELP, phrasings=both))
    assert page.status_code == 409
    assert f"«{STOLEN}»: prendre à «Un OBNL paie-t-il" in page.text
    assert "est-ce qu&#39;un obnl paie des impôts»: prendre à" in page.text, "also one that is only answered"
    with database() as session:
        assert session.get(Answer, "besoin-d-aide") is None
    again = typed(**HELP, phrasings=both, shown=both.split("\n"), take=STOLEN)
    assert editor.submit("/equipe/reponses/nouvelle", **again).status_code == 303
    assert only_new(database).phrasings == [STOLEN], "what was not ticked stays where it is"
    assert STOLEN not in phrasings(database, "impots")


def test_the_words_of_a_declined_subject_nearby_are_shown_and_taken(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    typed_now = {"question": "Quelle est la météo au Pôle?", "phrasings": "va-t-il pleuvoir"}
    page = editor.submit("/equipe/reponses/nouvelle", **typed(**typed_now))
    assert page.status_code == 409
    assert "prendre à «la météo (hors champ)»" in page.text
    assert "Sujet hors champ tout près: «la météo»" in page.text and "météo demain" in page.text
    chosen = {
        "take": ["va-t-il pleuvoir", "météo demain"],
        "shown": "va-t-il pleuvoir",
        "accepted": "topic:meteo",
    }
    assert editor.submit("/equipe/reponses/nouvelle", **typed(**typed_now, **chosen)).status_code == 303
    assert only_new(database).phrasings == chosen["take"]
    with database() as session:
        assert session.get(Topic, "meteo") is None, "with one way of asking left, it is retired"
    said = editor.answered("météo demain", lambda found: found["decision"] == "answer")
    assert said["results"][0]["question"] == typed_now["question"]


def test_out_of_scope_is_undone_with_the_words_that_the_subject_learned(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    words = "emplois d'été pour mon obnl"
    ask(database, words)
    with database() as session:
        number = session.scalars(select(OpenQuestion.id)).one()
    editor.submit("/equipe/boite", questions=[number], do="topic:meteo")
    editor.submit("/equipe/boite", questions=[number], do="open")
    with database() as session:
        assert words not in session.get_one(Topic, "meteo").content["phrasings"]
    fields = typed(question="Y a-t-il une subvention pour des emplois d'été?", phrasings=words)
    reply = editor.submit("/equipe/reponses/nouvelle", **fields)
    assert reply.status_code == 303, reply.text
    assert editor.answered(words, lambda found: found["decision"] == "answer")["decision"] == "answer"


def test_a_dead_link_and_a_number_that_differs_are_said_before_publishing(
    editor: Desk, app: FastAPI, database: sessionmaker[Session]
) -> None:
    url = "https://exemple.org/nexiste(pas)"
    app.state.try_links = lambda urls: dict.fromkeys(urls, ("réponse 404", False))
    fields = typed(text=f"Voir [la page]({url}). Dix personnes.")
    with database() as session, session.begin():
        fact = session.get_one(Fact, "m001")
        fact.content = {**fact.content, "statement": "Il faut trois fondateurs."}
    page = editor.submit("/equipe/reponses/nouvelle", **fields)
    assert page.status_code == 409
    assert f"(réponse 404): {url}" in page.text and "Le texte dit «10 personnes»" in page.text
    accepted = [f"link:{url}", "number:10 personnes"]
    assert editor.submit("/equipe/reponses/nouvelle", **{**fields, "accepted": accepted}).status_code == 303
    with database() as session:
        assert session.get_one(LinkCheck, url).failures > 1, "the watch lists it at once"


class Rasa(BaseHTTPRequestHandler):
    """A chat that starts over at «nouveaux horizons», and otherwise does not know."""

    asked: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body)
        text = "C'est effacé." if body["message"] == "nouveaux horizons" else "Je n'ai pas de réponse."
        reply = json.dumps([{"custom": {"text": text, "buttons": []}}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        pass


def rasa() -> AbstractContextManager[str]:
    Rasa.asked = []
    return answering(Rasa)


def test_trying_asks_the_chat_itself_and_shows_who_loses_each_phrasing(
    editor: Desk, app: FastAPI, database: sessionmaker[Session]
) -> None:
    fields = typed(
        do="try",
        question="C'est quoi le programme Nouveaux Horizons?",
        phrasings=f"nouveaux horizons\n{STOLEN}",
        try_question="programme des nouveaux horizons",
    )
    with rasa() as url:
        app.state.settings = replace(app.state.settings, rasa_url=url)
        page = editor.submit("/equipe/reponses/nouvelle", **fields)
    assert page.status_code == 200
    assert "<strong>Prise à «Un OBNL paie-t-il de l&#39;impôt?»</strong>" in page.text
    assert {body["message"] for body in Rasa.asked} == {fields["try_question"], "nouveaux horizons", STOLEN}
    names = [body["sender"] for body in Rasa.asked]
    assert len(set(names)) == 3 and all(name.startswith("essai-") for name in names)
    app.state.settings = replace(app.state.settings, rasa_url=url)
    away = editor.submit("/equipe/reponses/nouvelle", **fields)
    assert "Le chat ne répond pas en ce moment" in away.text
