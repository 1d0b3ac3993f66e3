"""What the team's ways of asking teach is used only if nothing got worse, and the desk tells which."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.reading_examples import Example, from_files, label_names, metadata_of
from bot.reading_model import ReadingModel, fit
from bot.relearn import ASKS, relearn
from bot.taught import Taught, taught_file
from knowledge.models import Answer, AuditEntry
from knowledge.search.encoder import encode
from knowledge.settings import PROJECT_DIR
from knowledge.staff.teaching import LEARNED, REFUSED, Lesson, lesson
from tests.web.staff.content import ask, fill
from tools.learning import learn

DATA = PROJECT_DIR / "data"
EVERY = 9  # one example in so many: enough to tell a question from thanks
HOURS = (
    "vos heures",
    "les heures du bureau",
    "vous fermez quand",
    "heures d'ouverture",
    "c'est ouvert le midi",
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def own() -> list[Example]:
    """Some of the house's examples."""
    return from_files(DATA / "nlu", DATA / "readings")[::EVERY]


@pytest.fixture(scope="module")
def current(own: list[Example]) -> ReadingModel:
    """The readings in service, made of them."""
    return fit(own, encode([one.text for one in own]), label_names(own))[0]


@pytest.fixture
def service(current: ReadingModel, tmp_path: Path) -> Path:
    """Where readings that were taught are put in service."""
    stored = tmp_path / "readings.joblib"
    joblib.dump(current, stored)
    return taught_file(stored, tmp_path)


@pytest.fixture
def beside(
    own: list[Example], current: ReadingModel, service: Path
) -> Callable[[Lesson, Path], dict[str, Any]]:
    """Training and comparing for real, on these examples."""

    def train(asked: Lesson, out: Path) -> dict[str, Any]:
        asks = metadata_of(DATA / "nlu", ASKS)
        candidate, told = relearn(own, asks, current, asked.taught, asked.kept, encode)
        joblib.dump(candidate, out)
        return {**told, "target": str(service)}

    return train


def teach(database: sessionmaker[Session], *texts: str) -> None:
    with database() as session, session.begin():
        row = session.get_one(Answer, "impots")
        row.phrasings = [*row.phrasings, *texts]


def told(database: sessionmaker[Session]) -> list[AuditEntry]:
    with database() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("compréhension"))))


def sure(model: ReadingModel, text: str) -> float:
    return model.read([text], encode([text]))[0]["question"]


def test_ways_of_asking_that_the_team_added_are_learned_once_and_used_at_once(
    database: sessionmaker[Session],
    beside: Callable[[Lesson, Path], dict[str, Any]],
    current: ReadingModel,
    service: Path,
    tmp_path: Path,
) -> None:
    fill(database)
    assert learn(database, beside, tmp_path) is None, "what the pack brought is not the team's"
    teach(database, *HOURS)
    running = Taught(current, service)
    assert running.model() is current
    running._looked = 0.0
    verdict = learn(database, beside, tmp_path)
    assert verdict is not None and verdict.good and service.exists()
    new = running.model()
    neighbour = "les heures de votre bureau"
    assert sure(new, neighbour) > sure(current, neighbour), "not the words themselves: their neighbours"
    (entry,) = told(database)
    assert entry.action == LEARNED and entry.after is not None and entry.after["taught"] == len(HOURS)
    assert learn(database, beside, tmp_path) is None, "learned once"
    service.write_bytes(b"cut short")
    running._looked = 0.0
    assert running.model() is new, "a file that cannot be read changes nothing"


def test_what_would_be_read_worse_is_refused_and_told_with_its_questions(
    database: sessionmaker[Session],
    beside: Callable[[Lesson, Path], dict[str, Any]],
    own: list[Example],
    service: Path,
    tmp_path: Path,
) -> None:
    fill(database)
    ask(database, "question jamais réglée")
    small_talk = [one.text for one in own if one.labels & {"thanks", "greet", "leave"}]
    teach(database, *small_talk)  # no questions: whoever thanks would be taken to ask something
    with database() as session:
        assert "question jamais réglée" not in lesson(session).kept
    verdict = learn(database, beside, tmp_path)
    assert verdict is not None and not verdict.good
    assert verdict.worse or verdict.wrong[1] > verdict.wrong[0]
    assert not service.exists() and list(tmp_path.glob("partial-*")) == []
    (entry,) = told(database)
    assert entry.action == REFUSED
    assert learn(database, beside, tmp_path) is None, "not tried again every night"
    assert learn(database, beside, tmp_path, now=True) is not None, "unless somebody asks for it"
