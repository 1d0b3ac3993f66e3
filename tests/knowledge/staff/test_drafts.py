"""What is typed at the desk, kept by page, form and person until it is saved, thrown away or too old."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers import store as answers
from knowledge.models import StaffUser, now
from knowledge.pole import SITE, SLOTS
from knowledge.records import AnswerRecord
from knowledge.retention import erase_due
from knowledge.staff import drafts, slots
from knowledge.staff.pole import keep

PAGE = "/mots_100%"  # what a search by pattern would read otherwise
FORMS = (PAGE, f"{PAGE}#spellings", f"{PAGE}#synonyms")


@pytest.fixture
def people(database: sessionmaker[Session]) -> list[int]:
    with database() as session, session.begin():
        made = [StaffUser(email=f"{name}@exemple.org", name=name, role="editor") for name in ("une", "autre")]
        session.add_all(made)
        session.flush()
        return [one.id for one in made]


def test_each_form_of_a_page_is_kept_by_itself_for_each_person(
    database: sessionmaker[Session], people: list[int]
) -> None:
    one, other = people
    with database() as session, session.begin():
        for page in (*FORMS, "/motsX100Y#spellings", "/mots"):
            drafts.keep(session, page, one, [("one", "PRVSL"), ("csrf", "secret")])
        drafts.keep(session, FORMS[1], other, [("one", "CKZTA")])
        found = drafts.of_page(session, PAGE)
        assert {part: [row.user_id for row in rows] for part, rows in found.items()} == {
            "": [one],
            "spellings": [one, other],
            "synonyms": [one],
        }
        assert found["spellings"][0].fields == [["one", "PRVSL"]]
        drafts.forget(session, FORMS[1], one)
        kept = drafts.of_page(session, PAGE)
        assert [row.user_id for row in kept["spellings"]] == [other] and kept["synonyms"]


def test_what_nobody_takes_up_again_is_erased_in_its_time(
    database: sessionmaker[Session],
    people: list[int],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path_factory.mktemp("var")))
    with database() as session, session.begin():
        drafts.keep(session, FORMS[1], people[0], [("one", "PRVSL")])
    for days, stays in ((drafts.KEPT_DAYS - 1, True), (drafts.KEPT_DAYS + 1, False)):
        erase_due(database, moment=now() + dt.timedelta(days=days))
        with database() as session:
            assert bool(drafts.of_page(session, PAGE)) is stays, days


def test_a_named_text_tells_which_answers_say_it(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        for name, text in (("a", "Venez {local:salle}."), ("b", "Le local: salle."), ("c", "{local:heure}")):
            record = AnswerRecord.model_validate(
                {
                    "id": name,
                    "theme": "pole",
                    "question": f"Question {name} d'essai?",
                    "phrasings": [f"question {name}"],
                    "text": text + " Un texte assez long pour une réponse.",
                    "facts": [],
                    "sources": [{"title": "Essai"}],
                    "review_by": "2030-01",
                    "status": "published",
                }
            )
            answers.save(session, record, author="tests", action="create")
        keep(session, SITE, {SLOTS: {"salle": "au sous-sol", "reste": "x"}}, "tests")
        found = {one.name: (one.text, [row.id for row in one.answers]) for one in slots.places(session)}
    assert found == {"heure": ("", ["c"]), "reste": ("x", []), "salle": ("au sous-sol", ["a"])}
