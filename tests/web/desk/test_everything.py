"""One search: a question, a name, an acronym or a project finds answers and doors together, with sources."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import DailyCount, OpenQuestion
from knowledge.records import ActivityRecord, ActivitySession
from knowledge.referral.together import find_together
from knowledge.resources import store
from web.desk.pages import catalogue


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


def page(client: TestClient, text: str) -> str:
    answer = client.get("/recherche", params={"q": text})
    assert answer.status_code == 200
    return html.unescape(answer.text)


def doors(shown: str) -> list[str]:
    return re.findall(r'<h3><a href="/ressources/([^"]+)">', shown)


def test_a_name_an_acronym_and_a_project_in_a_sentence_find_their_doors_with_a_source_and_a_date(
    client: TestClient,
) -> None:
    named = page(client, "La Ruche")
    assert any("ruche" in name for name in doors(named)[:2]) and "Ce qui a été compris" not in named
    for acronym in ("cdrq", "C.D.R.Q."):
        assert "organization:cdrq" in doors(page(client, acronym)), acronym
    told = page(client, "financement pour un OBNL à Huntingdon, 25 000 $")
    assert "Ce qui a été compris" in told and "Huntingdon" in told and "25 000" in told.replace("\u00a0", " ")
    assert doors(told) and "Source: " in told and "Vérifié" in told
    for written in ("coop", "co-op", "coops"):
        assert doors(page(client, f"{written} Huntingdon financement")), written


def test_a_project_told_gets_its_doors_in_sight_and_not_first_those_of_its_mrc(client: TestClient) -> None:
    told = page(client, "financement pour un OBNL à Huntingdon")
    assert "Ce qui a été compris" in told and doors(told)
    assert '<details class="panel answer" open>' not in told


def test_answers_are_beside_the_doors_with_the_date_of_each_source(client: TestClient, app: FastAPI) -> None:
    question = next(iter(app.state.search.snapshot().answers.values())).question
    shown = page(client, question)
    assert "Réponses" in shown and "Sources:" in shown


def test_words_in_no_sheet_are_said_to_be_left_aside(client: TestClient) -> None:
    told = page(client, "financement OBNL Huntingdon zorglub")
    assert "zorglub" in told and "laissés de côté" in told and doors(told)


def test_signs_alone_search_nothing_and_nothing_found_says_what_to_loosen_and_tells_the_team(
    client: TestClient, database: sessionmaker[Session]
) -> None:
    assert "aucun mot à chercher" in page(client, "?? … !!") and "<h2" not in page(client, "   ")
    some = page(client, "zorglubique futurpreneur")
    assert "Aucune fiche n'a tous ces mots" in some and "sans: le mot «zorglubique»" in some
    assert "Rien n'a été trouvé" in page(client, "zorglubique xylophage")
    with database() as session:
        assert session.scalars(select(DailyCount).where(DailyCount.kind == "empty_search")).one().count == 1
        assert [row.text for row in session.scalars(select(OpenQuestion))] == ["zorglubique xylophage"]


def test_a_person_in_danger_is_met_first_and_nothing_of_it_is_kept(
    client: TestClient, database: sessionmaker[Session]
) -> None:
    shown = page(client, "je suis à bout, je veux en finir")
    assert "Avant tout" in shown and 'href="tel:' in shown
    assert shown.index("Avant tout") < shown.index("Joindre une personne")
    with database() as session:
        assert session.scalars(select(OpenQuestion)).all() == []


def test_an_activity_is_found_with_its_day(
    client: TestClient, app: FastAPI, database: sessionmaker[Session]
) -> None:
    some = next(iter(app.state.search.snapshot().resources.values()))
    day = clock.today() + dt.timedelta(days=9)
    shared = ("sources", "as_of", "confidence", "review_by", "status", "eligibility")
    content = {name: value for name, value in store.content_of(some).items() if name in shared}
    made = ActivityRecord.model_validate(
        {
            **content,
            "id": "zythum",
            "name": "Soirée Zythum",
            "kind": "réseautage",
            "sessions": [ActivitySession(day=day, time="17:00")],
        }
    )
    with database() as session, session.begin():
        store.save(session, made, author="editor", action="edit")
    app.state.search.refresh()
    shown = page(client, "zythum")
    assert "/ressources/activity:zythum" in shown and "17 h" in shown and "Source: " in shown


def test_what_is_called_so_wins_over_what_a_sentence_may_mean(app: FastAPI) -> None:
    now = app.state.search.snapshot()
    found = find_together(catalogue(now), app.state.gazetteer, "Futurpreneur")
    assert found.by == "words" and "futurpreneur" in found.names[0]
    assert find_together(catalogue(now), app.state.gazetteer, "!!!").by == "nothing"
