"""Nothing that somebody typed or did is lost: drafts, the end of a session, taking back, who else writes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import (
    Answer,
    AnswerReview,
    AuditEntry,
    DeskDraft,
    Fact,
    MemberCount,
    OpenQuestion,
    Resource,
    StaffUser,
    Topic,
    Undoable,
)
from knowledge.pole import MESSAGES, current
from tests.web.staff.conftest import EMAILS, PASSWORD, Desk
from tests.web.staff.content import ask, fill
from tests.web.staff.test_answers import as_published, typed
from tests.web.staff.test_freshness import make_request
from tests.web.staff.test_reporting import pack_with_doors
from web.staff.access import COOKIE

PAGE = "/equipe/reponses/membres"


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def undo_of(location: str) -> str:
    found = re.search(r"annuler=(\d+)", location)
    assert found, location
    return found[1]


def test_what_is_typed_is_kept_and_taken_up_again_and_a_colleague_sees_it(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    kept = editor.submit("/equipe/brouillon", draft_page="/reponses/membres", **as_published(text="À moitié"))
    assert re.fullmatch(r"\d+ h \d\d", kept.json()["saved"]) and kept.json()["others"] == []
    mine, theirs = editor.get(PAGE).text, administrator.get(PAGE).text
    assert "Vous aviez commencé à écrire ici" in mine and "À moitié" not in mine
    assert "data-writing hidden" in mine and "<span data-names>Editor</span>" in theirs
    link = re.search(r"\?reprendre=\d+", mine)
    assert link and "À moitié" in editor.get(PAGE + link[0]).text
    assert editor.submit(PAGE, **as_published(text="Fini.")).status_code == 303
    with database() as session:
        assert session.scalars(select(DeskDraft)).all() == [], "what is published is no longer a draft"
    assert editor.submit("/equipe/brouillon", draft_page="/compte", text="x").status_code == 404


def test_a_published_answer_is_worked_on_in_several_sittings_by_two(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    reply = editor.submit(PAGE, **as_published(do="keep", text="Pas encore **fini**"))
    assert reply.headers["location"].endswith("?fait=garde")
    with database() as session:
        assert session.get_one(Answer, "membres").text.startswith("Voici"), "people still get the former text"
    shown = administrator.get(PAGE).text
    assert "Editor a gardé un brouillon" in shown
    link = re.search(r"\?reprendre=(\d+)", shown)
    assert link and "Pas encore **fini**" in administrator.get(PAGE + link[0]).text
    refused = administrator.submit(PAGE, **as_published(text="", resumed=link[1]))
    assert refused.status_code == 422 and f'name="resumed" value="{link[1]}"' in refused.text
    done = as_published(text="Fini.", resumed=link[1])
    assert administrator.submit(PAGE, **done).status_code == 303
    with database() as session:
        assert session.scalars(select(DeskDraft)).all() == []


def test_what_was_sent_after_the_session_ended_is_there_once_signed_in_again(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    fields = {"csrf": editor.token(), **typed(text="Un long texte que personne ne retape.")}
    editor.cookies.delete(COOKIE, path="/equipe")
    away = editor.post("/equipe/reponses/nouvelle", data=fields, follow_redirects=False)
    assert away.status_code == 303, "another site's form is not kept"
    same = {"Sec-Fetch-Site": "same-origin"}
    page = editor.post("/equipe/reponses/nouvelle", data=fields, headers=same)
    assert page.status_code == 401 and "Votre session était finie" in page.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    data = {name: value.replace("&#34;", '"').replace("&#39;", "'") for name, value in hidden.items()}
    data |= {"email": EMAILS["editor"], "password": PASSWORD}
    reply = editor.post("/equipe/connexion", data=data, follow_redirects=False)
    assert "reprendre=" in reply.headers["location"]
    assert "Un long texte que personne ne retape." in editor.get(reply.headers["location"]).text
    with database() as session:
        assert "csrf" not in dict(session.scalars(select(DeskDraft)).one().fields)


def test_what_another_page_of_content_sent_after_the_session_ended_is_sent_again_by_one_button(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    page = "/equipe/pole/phrases/greet"
    fields = {"csrf": editor.token(), "text": "Salut!\n\nIci le «{pole}».", "do": "save"}
    editor.cookies.delete(COOKIE, path="/equipe")
    same = {"Sec-Fetch-Site": "same-origin"}
    secret = {"csrf": "x", "current": PASSWORD, "password": "autre chose de long", "again": "x"}
    account = editor.post("/equipe/compte/mot-de-passe", data=secret, headers=same, follow_redirects=False)
    assert account.status_code == 303, "what opens an account is never kept"
    of_somebody = editor.post("/equipe/demandes/1", data=fields, headers=same, follow_redirects=False)
    assert of_somebody.status_code == 303, "nor what is about a person, who may have it erased"
    asked = editor.post(page, data=fields, headers=same)
    assert asked.status_code == 401 and "Votre session était finie" in asked.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    data = {name: unescape(value) for name, value in hidden.items()}
    data |= {"email": EMAILS["editor"], "password": PASSWORD}
    there = editor.post("/equipe/connexion", data=data, follow_redirects=False).headers["location"]
    shown = editor.get(there).text
    assert "Rien n'est perdu" in shown and f'action="{page}"' in shown
    assert "Rien n'attend" in administrator.get(there).text, "one's own"
    sent = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" hidden>\n([^<]*)<', shown)}
    assert sent == {"text": fields["text"], "do": "save"}
    assert editor.submit(page, **sent).status_code == 303
    assert current(MESSAGES)["greet"] == fields["text"]


def test_archiving_deleting_dismissing_and_confirming_are_taken_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    ask(database, "une question de la boîte")
    with database() as session, session.begin():
        row = session.scalars(select(OpenQuestion)).one()
        number, row.answer_id, row.status = row.id, "membres", "answered"
    archived = editor.submit(f"{PAGE}/etat", do="archive").headers["location"]
    assert "Annuler</button>" in editor.get(archived).text
    assert administrator.submit("/equipe/annuler", number=undo_of(archived)).status_code == 409, "one's own"
    back = editor.submit("/equipe/annuler", number=undo_of(archived), back=PAGE)
    assert back.headers["location"] == f"{PAGE}?fait=annule"
    with database() as session:
        assert session.get_one(Answer, "membres").status == "published"
        assert session.get_one(OpenQuestion, number).status == "answered"
    editor.submit(f"{PAGE}/etat", do="archive")
    deleted = editor.submit(f"{PAGE}/etat", do="delete").headers["location"]
    editor.submit("/equipe/annuler", number=undo_of(deleted))
    dismissed = editor.submit("/equipe/boite", questions=[number], do="dismiss").headers["location"]
    editor.submit("/equipe/annuler", number=undo_of(dismissed))
    confirmed = editor.submit("/equipe/veille", subject="fund:coup-de-pouce", do="confirm").headers[
        "location"
    ]
    editor.submit("/equipe/annuler", number=undo_of(confirmed))
    with database() as session:
        assert session.get_one(Answer, "membres").status == "archived"
        assert session.get_one(OpenQuestion, number).status == "open"
        assert session.get_one(Resource, "fund:coup-de-pouce").as_of is None
    assert editor.submit("/equipe/annuler", number=undo_of(confirmed)).status_code == 409, "once"


def test_a_corrected_fact_a_sentence_a_subject_and_the_members_are_taken_back(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    with database() as session:
        fact, topic = session.get_one(Fact, "m001").content, session.scalars(select(Topic)).first()
        assert topic is not None
        subject = topic.id
    page = editor.get("/equipe/faits/m001").text
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state
    typed_fact = {"theme": fact["theme"], "statement": "Autre chose.", "confidence": fact["confidence"]}
    source = {"source_title": "Une loi", "source_url": "", "source_as_of": ""}
    done = [
        editor.submit("/equipe/faits/m001", state=state[1], **typed_fact, **source),
        editor.submit("/equipe/pole/phrases/greet", text="Allô tout le monde."),
        editor.submit(f"/equipe/sujets/{subject}", do="remove"),
        editor.submit("/equipe/chiffres/membres", day="2026-10-01", members=61, renewed=""),
    ]
    with database() as session:
        assert session.scalars(select(AnswerReview)).all(), "what rests on the fact waits"
    assert "Allô tout le monde." in editor.get("/equipe/pole/phrases").text
    for reply in done:
        assert editor.submit("/equipe/annuler", number=undo_of(reply.headers["location"])).status_code == 303
    with database() as session:
        assert session.get_one(Fact, "m001").content == fact
        assert session.scalars(select(AnswerReview)).all() == []
        assert session.get(Topic, subject) is not None and session.scalars(select(MemberCount)).all() == []
        undone = select(AuditEntry.subject).where(AuditEntry.action == "annulé")
        assert {"fact:m001", "messages.yaml: greet", f"topic:{subject}"} <= set(session.scalars(undone))
    assert "Allô tout le monde." not in editor.get("/equipe/pole/phrases").text


def test_a_change_of_account_is_taken_back_unless_nobody_would_administer(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    def account(role: str) -> StaffUser:
        return session.scalars(select(StaffUser).where(StaffUser.email == EMAILS[role])).one()

    with database() as session:
        one, own = account("editor").id, account("administrator").id
    disabled = administrator.submit(f"/equipe/comptes/{one}", do="save", name="Editor", role="reader")
    with database() as session:
        kept = session.scalars(select(Undoable)).one().rows
        assert set(kept[0]["before"]) == {"role", "name", "active"}, "nothing that opens an account is copied"
        assert not account("editor").active
    administrator.submit("/equipe/annuler", number=undo_of(disabled.headers["location"]))
    with database() as session:
        assert account("editor").active and account("editor").role == "editor"
    promoted = administrator.submit(
        f"/equipe/comptes/{one}", do="save", name="Editor", role="administrator", active=1
    )
    renamed = administrator.submit(
        f"/equipe/comptes/{own}", do="save", name="Moi", role="editor", active=1
    ).headers["location"]
    for number in (undo_of(promoted.headers["location"]), undo_of(renamed)):
        refused = administrator.submit("/equipe/annuler", number=number)
        assert refused.status_code == 409 and "rôle d&#39;administration" in refused.text
    with database() as session:
        assert account("editor").role == "administrator"


def test_what_a_colleague_changed_since_is_not_taken_back(
    editor: Desk, administrator: Desk, database: sessionmaker[Session]
) -> None:
    archived = editor.submit(f"{PAGE}/etat", do="archive").headers["location"]
    assert administrator.submit(PAGE, **as_published(version=2, text="Autre.")).status_code == 303
    refused = editor.submit("/equipe/annuler", number=undo_of(archived))
    assert refused.status_code == 409 and "changé la fiche depuis" in refused.text
    with database() as session:
        assert session.get_one(Answer, "membres").text == "Autre."


def test_what_is_typed_at_length_is_asked_about_before_the_page_goes(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    make_request(database)
    pages = ("/pole", "/pole/phrases/greet", "/territoire", "/table", "/demandes", "/sujets/nouveau")
    for path in (*pages, "/faits/m001", "/reponses/nouvelle", "/ressources/nouvelle/fund"):
        page = administrator.get(f"/equipe{path}").text
        forms = re.findall(r"<form[^>]*>.*?</form>", page, re.DOTALL)
        long = [form for form in forms if "<textarea" in form or 'name="hours"' in form]
        assert all("data-guard" in form.partition(">")[0] for form in long), path


# A page with its form, a field of it and what is typed there, by where it is kept.
FORMS = {
    "/faits/m001": ("statement", {"theme": "essais", "confidence": "high"}),
    "/sujets/nouveau": ("phrasings", {"label": "impôts", "area": "near"}),
    "/pole#site": ("hours", {}),
    "/pole#contacts": ("default", {}),
    "/pole/phrases/greet": ("text", {}),
    "/pole/vie-privee": ("privacy_own", {}),
    "/pole/textes": ("text", {"name": "salle"}),
    "/mots#spellings": ("one", {"other": ""}),
    "/mots#not_places": ("lines", {}),
    "/territoire#around": ("places", {"served_by": ""}),
    "/ressources/nouvelle/activity": ("name", {}),
}


@pytest.mark.parametrize("page", FORMS)
def test_every_form_of_content_is_kept_as_it_is_typed_offered_again_and_told_to_colleagues(
    page: str, editor: Desk, administrator: Desk, reader: Desk, database: sessionmaker[Session]
) -> None:
    name, beside = FORMS[page]
    address = f"/equipe{page.partition('#')[0]}"
    before = editor.get(address).text
    assert f'data-autosave="{page}"' in before and f'name="draft_page" value="{page}"' in before
    assert "Vous aviez commencé" not in before
    assert editor.submit("/equipe/brouillon", draft_page=page, **{**beside, name: "À moitié"}).json()["saved"]
    mine, theirs = unescape(editor.get(address).text), administrator.get(address).text
    assert mine.count("Vous aviez commencé à écrire ici") == 1 and "À moitié" not in mine, (
        "offered, not forced"
    )
    assert "<span data-names>Editor</span>" in theirs and "Vous aviez commencé" not in theirs
    link = re.search(r'href="/equipe([^"]*reprendre=\d+[^"]*)"', mine)
    assert link
    again = editor.get(f"/equipe{link[1]}").text
    assert "À moitié" in again and 'data-guard="changed"' in again and 'name="resumed"' in again
    assert "Vous aviez commencé" not in again
    if "#" in page:
        assert (
            link[1].endswith(f"#forme-{page.partition('#')[2]}")
            and f'id="forme-{page.partition("#")[2]}"' in again
        )
    if not page.endswith(("nouveau", "activity")):
        seen = reader.get(address).text
        assert "data-autosave" not in seen and "Vous aviez" not in seen
    gone = editor.submit("/equipe/brouillon/jeter", draft_page=page)
    assert gone.headers["location"] == f"{address}?fait=jete"
    with database() as session:
        assert session.scalars(select(DeskDraft)).all() == []


def test_a_draft_of_a_place_is_in_sight_where_its_list_was_folded(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    pack_with_doors(database)
    folded = editor.get("/equipe/territoire").text
    code = re.search(r'data-autosave="/territoire#names-(\d+)"', folded)
    assert code
    list_of = r"<details(| open)><summary>\d+ municipalité"
    assert " open" not in re.findall(list_of, folded)
    page = f"/territoire#names-{code[1]}"
    editor.submit("/equipe/brouillon", draft_page=page, place=code[1], names="La Tuque")
    assert " open" in re.findall(list_of, editor.get("/equipe/territoire").text)


def test_what_is_saved_is_no_longer_a_draft_and_other_forms_of_the_page_stay(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    for page in ("/pole#site", "/pole#contacts", "/pole/phrases/greet"):
        editor.submit("/equipe/brouillon", draft_page=page, text="À moitié")
    done = editor.submit("/equipe/pole", do="contacts", default="a@exemple.org", draft_page="/pole#contacts")
    assert done.status_code == 303
    bad = editor.submit("/equipe/pole/phrases/greet", text="{ouvert", draft_page="/pole/phrases/greet")
    assert bad.status_code == 422
    with database() as session:
        kept = set(session.scalars(select(DeskDraft.page)))
    assert kept == {"/pole#site", "/pole/phrases/greet"}


def test_a_form_of_content_sent_after_the_session_ended_is_filled_in_again(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    state = re.search(r'name="state" value="(\w+)"', editor.get("/equipe/mots").text)
    assert state
    fields = {"csrf": editor.token(), "do": "not_places", "state": state[1]}
    fields |= {"lines": "Festival de la Tuque", "draft_page": "/mots#not_places"}
    editor.cookies.delete(COOKIE, path="/equipe")
    page = editor.post("/equipe/mots", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert page.status_code == 401 and "Votre session était finie" in page.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    data = {name: unescape(value) for name, value in hidden.items()}
    data |= {"email": EMAILS["editor"], "password": PASSWORD}
    there = editor.post("/equipe/connexion", data=data, follow_redirects=False).headers["location"]
    assert there.startswith("/equipe/mots?reprendre=") and there.endswith("#forme-not_places")
    assert "Festival de la Tuque" in editor.get(there).text
    with database() as session:
        kept = dict(session.scalars(select(DeskDraft)).one().fields)
    assert kept.keys() & {"csrf", "draft_page"} == set() and kept["lines"] == "Festival de la Tuque"


def test_nothing_about_a_person_is_kept_as_it_is_typed(editor: Desk) -> None:
    for page in ("/bulletin/abonnes", "/demandes", "/compte", "/comptes", "/table", "https://exemple.org"):
        assert editor.submit("/equipe/brouillon", draft_page=page, text="x").status_code == 404, page
