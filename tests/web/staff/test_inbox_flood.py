"""The inbox opens quickly and lightly, however many questions lie in it."""

from __future__ import annotations

import datetime as dt
import random
import re
import resource
import time

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import OpenQuestion, now
from knowledge.staff.inbox import prepare
from knowledge.staff.suggestions import suggestions_over
from tests.web.staff.conftest import Desk
from tests.web.staff.content import ask, fill

ROWS = 50_000
SECONDS = 1.0
MEGABYTES = 200
OFTEN = "est-ce qu'un OBNL peut vendre des tomates?"


@pytest.fixture
def flooded(database: sessionmaker[Session]) -> None:
    fill(database)
    ask(database, *[OFTEN] * 5)
    words = [f"mot{number}" for number in range(2_000)]
    pick = random.Random(1)  # noqa: S311
    moment = now()
    rows = [
        {
            "digest": str(number),
            "text": " ".join(pick.choices(words, k=12)),
            "outcome": "no_resource",
            "last_at": moment + dt.timedelta(seconds=number),
        }
        for number in range(ROWS)
    ]
    with database() as session, session.begin():
        session.execute(insert(OpenQuestion), rows)


def test_fifty_thousand_nonsense_questions_neither_slow_the_inbox_nor_bury_what_is_often_asked(
    editor: Desk, flooded: None, database: sessionmaker[Session]
) -> None:
    editor.get("/equipe/boite?etat=dismissed")  # the search behind it is built at its first use
    assert prepare(database, suggestions_over(editor.app.state.search)) > 100, (
        "as the house does every minute"
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    page = editor.get("/equipe/boite")
    took = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert page.status_code == 200
    assert OFTEN in page.text.replace("&#39;", "'")
    assert re.search(r"\d{5} autres attendent", page.text)
    assert "&amp;amp;" not in page.text
    assert took < SECONDS
    assert grown < MEGABYTES
