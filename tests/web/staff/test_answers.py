"""The editor of answers: what may be published, trying first, two people at once, and going back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import Answer, AuditEntry, Revision
from knowledge.pole import MESSAGES
from knowledge.revisions import history
from knowledge.staff.pole import pack_file
from tests.web.staff.conftest import Desk
from tests.web.staff.content import ask, fill
from web.staff.chat_trial import ChatSaid

QUESTION = "Peut-on louer une salle au Pôle?"


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def typed(**changes: object) -> dict[str, object]:
    return {
        "do": "publish",
        "version": 0,
        "question": QUESTION,
        "phrasings": "location de salle\nc'est combien louer une salle",
        "theme": "essais",
        "text": "Appelez l'équipe pour le savoir.",
        "facts": "m001",
        "review_by": "2027-05",
        **changes,
    }


def as_published(answer: str = "membres", **changes: object) -> dict[str, object]:
    return typed(
        **{
            "question": "Combien de membres faut-il pour une coopérative?",
            "phrasings": "faut être combien pour partir une coop",
            "version": 1,
            **changes,
        }
    )


def test_a_published_answer_is_found_at_once_and_a_draft_is_not(editor: Desk) -> None:
    draft = editor.submit("/equipe/reponses/nouvelle", **typed(do="draft"))
    assert draft.status_code == 303
    asked = {"q": "c'est combien louer une salle"}
    before = editor.get("/api/answers", params=asked).json()["results"]
    assert all(hit["question"] != QUESTION for hit in before)
    reply = editor.submit(draft.headers["location"].partition("?")[0], **typed(version=1))
    assert reply.status_code == 303, reply.text
    found = editor.answered(asked["q"], lambda said: said["results"][0]["question"] == QUESTION)
    assert found["results"][0]["question"] == QUESTION


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"facts": ""}, "au moins un fait ou une source"),
        ({"facts": "m999"}, "Le fait «m999» n&#39;existe pas"),
        ({"related_add": "rien"}, "La réponse liée «rien» n&#39;existe pas"),
        ({"text": "mot " * 121}, "121 mots, 120 au plus"),
        ({"question": "Un OBNL paie-t-il de l'impôt?"}, "mène déjà à «Un OBNL paie-t-il de l&#39;impôt?»"),
        ({"review_by": "bientôt"}, "À revoir"),
        ({"source_title": "Sans adresse valable", "source_url": "javascript:alert(1)"}, "Sources"),
        ({"question": ""}, "Question"),
    ],
)
def test_what_may_not_be_published_is_said_and_nothing_typed_is_lost(
    editor: Desk, database: sessionmaker[Session], changes: dict[str, object], sentence: str
) -> None:
    blank = {"source_title": "", "source_url": "", "source_as_of": ""}
    page = editor.submit("/equipe/reponses/nouvelle", **typed(**{**blank, **changes}))
    assert page.status_code == 422
    assert sentence in page.text
    assert "location de salle" in page.text or "phrasings" in changes
    with database() as session:
        assert session.scalar(select(Answer).where(Answer.question == QUESTION)) is None


def test_a_source_of_ones_own_is_enough_to_publish(editor: Desk, database: sessionmaker[Session]) -> None:
    fields = typed(facts="", source_title="Règlement du Pôle", source_url="", source_as_of="2026-10")
    assert editor.submit("/equipe/reponses/nouvelle", **fields).status_code == 303
    with database() as session:
        row = session.scalars(select(Answer).where(Answer.question == QUESTION)).one()
    assert row.sources == [{"title": "Règlement du Pôle", "url": None, "as_of": "2026-10"}]


def test_trying_shows_now_and_after_and_changes_nothing(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    ask(database, "combien de monde pour fonder une coopérative")
    fields = typed(
        do="try",
        question="Combien de personnes pour fonder une coopérative de travail?",
        phrasings="faut être combien pour une coop de travail\ncombien de monde pour une coop de travail",
        try_question="combien de monde pour une coop de travail",
    )
    page = editor.submit("/equipe/reponses/nouvelle", **fields)
    assert page.status_code == 200
    now, after = re.findall(r"<h3>(?:Maintenant|Après)</h3>(.*?)</div>\s*<", page.text, re.DOTALL)[:2]
    assert "coopérative de travail?" not in now and "coopérative de travail?" in after
    table = page.text.partition("Questions qui changeraient de réponse")[2]
    assert "combien de monde pour fonder une coopérative" in table
    with database() as session:
        assert session.scalars(select(Answer.id).order_by(Answer.id)).all() == ["impots", "membres"]


def test_trying_tells_what_the_chat_does_where_the_search_finds_nothing(
    editor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        "pouvez-vous me prêter une tente": "C'est noté: votre projet. Dans quelle municipalité?",
        "avez-vous une tente": str(pack_file(MESSAGES)["not_known"]),
    }
    monkeypatch.setattr(
        "web.staff.trials.ask_chat",
        lambda _request, texts: [ChatSaid(said.get(text, ""), None, ()) for text in texts],
    )
    fields = typed(
        do="try",
        question="Prêtez-vous une tente?",
        phrasings="\n".join(said),
        try_question="pouvez-vous me prêter une tente",
    )
    page = unescape(editor.submit("/equipe/reponses/nouvelle", **fields).text)
    now = page.partition("<h3>Maintenant</h3>")[2].partition("<h3>Après</h3>")[0]
    assert "Le chat dit:</strong> C'est noté: votre projet" in now and "ne sait pas" not in now
    table = page.partition("une par une")[2]
    assert "Le chat dit:</strong> Je n'ai pas" not in table and "dit qu'il ne sait pas" in table


def test_two_people_at_once_do_not_overwrite_each_other(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    first = editor.submit("/equipe/reponses/membres", **as_published(text="Cinq en général."))
    assert first.status_code == 303
    second = administrator.submit("/equipe/reponses/membres", **as_published(text="Trois suffisent."))
    assert second.status_code == 409
    assert "pendant que vous écriviez" in second.text and "C'était Editor," in second.text
    assert "Trois suffisent." in second.text and "Cinq" in second.text
    with database() as session:
        assert session.get_one(Answer, "membres").text == "Cinq en général."
    version = re.search(r'name="version" value="(\d+)"', second.text)
    assert version
    again = administrator.submit(
        "/equipe/reponses/membres", **as_published(text="Trois suffisent.", version=version[1])
    )
    assert again.status_code == 303


def test_history_shows_differences_and_restores_any_version(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    editor.submit("/equipe/reponses/membres", **as_published(text="Cinq en général."))
    page = editor.get("/equipe/historique/answer:membres").text
    assert "<ins>Cinq" in page and "<del>Voici" in page
    assert editor.submit("/equipe/historique/answer:membres", number=1).status_code == 303
    with database() as session:
        assert session.get_one(Answer, "membres").text.startswith("Voici")
        assert session.get_one(Answer, "membres").status == "published"
        assert [row.action for row in history(session, "answer:membres")] == ["restore", "publish", "import"]


def test_a_deleted_answer_comes_back_as_a_draft(editor: Desk, database: sessionmaker[Session]) -> None:
    editor.submit("/equipe/reponses/membres/etat", do="archive")
    editor.submit("/equipe/reponses/membres/etat", do="delete")
    assert editor.get("/equipe/reponses/membres").status_code == 404
    assert editor.submit("/equipe/historique/answer:membres", number=1).status_code == 303
    with database() as session:
        assert session.get_one(Answer, "membres").status == "draft"


def test_a_crash_in_the_middle_of_a_save_leaves_the_former_version(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    def crash(_mapper: object, _connection: object, _target: object) -> None:
        raise RuntimeError("the power went out")

    token = editor.token()
    event.listen(AuditEntry, "after_insert", crash)
    try:
        reply = editor.post(
            "/equipe/reponses/membres", data={"csrf": token, **as_published(text="À moitié écrit.")}
        )
        assert reply.status_code == 500
    finally:
        event.remove(AuditEntry, "after_insert", crash)
    with database() as session:
        assert session.get_one(Answer, "membres").text.startswith("Voici")
        assert session.scalars(select(Revision.id).where(Revision.subject == "answer:membres")).all() == [1]


def test_the_preview_is_markdown_without_anything_that_runs(editor: Desk) -> None:
    text = '**Gras** <script>alert(1)</script> [lien](javascript:alert(1)) <img src=x onerror="alert(1)">'
    html = editor.submit("/equipe/apercu", text=text).text
    assert "<strong>Gras</strong>" in html
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html


def test_the_list_is_narrowed_by_words_theme_and_state(editor: Desk) -> None:
    editor.submit("/equipe/reponses/nouvelle", **typed(do="draft"))
    assert QUESTION in editor.get("/equipe/reponses", params={"q": "SALLE pole"}).text
    assert QUESTION not in editor.get("/equipe/reponses", params={"etat": "published"}).text
    assert "2 réponses" in editor.get("/equipe/reponses", params={"etat": "published"}).text
    assert "0 réponse<" in editor.get("/equipe/reponses", params={"theme": "autre"}).text
