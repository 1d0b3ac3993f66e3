"""Questions with known answers, put to a search: what the ranker and the decision are learned and judged on.

`tests/data/questions.yaml` (by facts), `unanswerable.yaml` (to decline) and `tests/data/world/*.yaml` (by
patterns that a right reply holds).
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge import settings
from knowledge.answers.published import PublishedAnswer
from knowledge.database import migrate, sessions
from knowledge.pack.importer import import_folder
from knowledge.search.decision import Signs, calibration, worth_offering
from knowledge.search.ranking import Ranker
from knowledge.search.service import AnswerSearch, Snapshot
from knowledge.search.sureness import Standing

DATA = settings.PROJECT_DIR / "tests" / "data"
LEARNED = ("dev", "learn", *(f"learn{hand}" for hand in range(3, 12)))
SIDES = ("contrasts.yaml", "directions.yaml")  # questions with a neighbour's answer to avoid
WORLD = tuple(DATA / "world" / f"{name}.yaml" for name in LEARNED)
SHOWN = 3


@dataclass(frozen=True)
class Asked:
    """A question put to the search: its labels, the answers found and whether each is right."""

    id: str
    text: str
    split: str
    kind: str  # register of a question to answer, kind of one to decline
    answerable: bool
    clean_of: str | None
    right: tuple[bool, ...]
    found: tuple[str, ...]
    signs: Signs
    topic: str | None
    standing: Standing = field(default_factory=dict)


@contextmanager
def pack_search(folder: Path) -> Iterator[AnswerSearch]:
    """A search over a content pack, in a database of its own that goes away after."""
    with tempfile.TemporaryDirectory() as temporary:
        url = f"sqlite:///{Path(temporary) / 'base.sqlite3'}"
        migrate(url)
        factory = sessions(url)
        with factory() as session, session.begin():
            import_folder(session, folder)
        yield AnswerSearch(factory)


def read_questions(name: str) -> list[dict[str, Any]]:
    """The questions of a file of `tests/data`."""
    questions: list[dict[str, Any]] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))["questions"]
    return questions


def world_questions(paths: Sequence[Path] = WORLD) -> list[dict[str, Any]]:
    """The questions from the world of some files, those to answer as `world`, the others to decline."""
    found: list[dict[str, Any]] = []
    for path in paths:
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            if one["expects"] == "door" or (one["expects"] == "decline" and one["facts"]):
                continue  # doors are the dialogue's to open; a part of an answer is neither right nor wrong
            labels: dict[str, Any] = {"id": one["id"], "text": one["text"], "split": "tune"}
            if one["expects"] == "answer":
                labels |= {"register": "world", "expect": one["facts"], **_patterns(one)}
            else:
                labels |= {"kind": "world"}
            found.append(labels)
    return found


def _patterns(question: Mapping[str, Any]) -> dict[str, Any]:
    return {"must": question.get("must_match") or [], "must_not": question.get("must_not_match") or []}


def is_right(answer: PublishedAnswer, question: Mapping[str, Any]) -> bool:
    """Whether an answer is one of those that a question expects: by what it rests on, and by its text."""
    expected = set(question.get("expect") or ())
    if expected and not expected & {answer.identifier, *answer.facts}:
        return False
    if not expected and not question.get("must"):
        return False
    return all(_matches(pattern, answer.text) for pattern in question.get("must", ())) and not any(
        _matches(pattern, answer.text) for pattern in question.get("must_not", ())
    )


def _matches(pattern: str, text: str) -> bool:
    return any(
        re.search(one, other, re.IGNORECASE)
        for one, other in ((pattern, text), (_bare(pattern), _bare(text)))
    )


def _bare(text: str) -> str:
    """Without accents, its apostrophes straight, its escapes as they were."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def right_answers(answers: Mapping[str, PublishedAnswer], question: Mapping[str, Any]) -> set[str]:
    """The identifiers of the answers that a question expects."""
    return {key for key, answer in answers.items() if is_right(answer, question)}


def ask(
    snapshot: Snapshot, question: Mapping[str, Any], *, gap: bool = False, ranker: Ranker | None = None
) -> Asked:
    """Rank the answers for one question of the files. `gap`: as if the base did not hold its answers.
    `ranker`: another than the snapshot's."""
    right = right_answers(snapshot.answers, question)
    ranking = (ranker or snapshot.ranker).rank(question["text"], without=right if gap else ())
    near = ranking.candidates[:SHOWN]
    shown = [near[place] for place in worth_offering([calibration().right(one.signs) for one in near])]
    return Asked(
        id=question["id"],
        text=question["text"],
        split=question["split"],
        kind=question.get("register") or question["kind"],
        answerable="expect" in question,
        clean_of=question.get("clean_of"),
        right=tuple(found.answer.identifier in right for found in shown),
        found=tuple(found.answer.identifier for found in shown),
        signs=ranking.candidates[0].signs,
        topic=ranking.topic,
        standing=ranking.standing,
    )
