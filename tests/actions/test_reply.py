"""What a turn leaves behind: the question that failed with what was said, and nothing of a trial."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions import reply
from actions.reply import Around, Reply, deliver, says

FAILED = says("Je n'ai pas de réponse.") + Reply(
    counts=(("decision", "none"),), failed=("une question", "none")
)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[object, ...], dict[str, object]]]:
    """What would be kept, instead of a base."""
    kept: list[tuple[tuple[object, ...], dict[str, object]]] = []

    def note(_base: object, write: Callable[[Session], None]) -> None:
        write(None)  # type: ignore[arg-type]

    monkeypatch.setattr(reply, "database", lambda: None)
    monkeypatch.setattr(reply, "note", note)
    monkeypatch.setattr(reply, "count", lambda *_: kept.append((("count",), {})))
    monkeypatch.setattr(reply, "remember_question", lambda _, *words, **more: kept.append((words, more)))
    return kept


def test_a_question_that_failed_is_kept_with_what_was_said_and_the_turns_before(
    noted: list[tuple[tuple[object, ...], dict[str, object]]],
) -> None:
    deliver(FAILED, CollectingDispatcher(), None, Around(("bonjour",), "avant", "answer:x", content=7))
    words, more = noted[1]
    assert words == ("une question", "none")
    said = {"said": "Je n'ai pas de réponse.", "shown": None, "turns": ("bonjour",), "content": 7}
    assert more == said
    disliked = says("Désolé.") + Reply(failed=("une question", "not_useful"))
    deliver(disliked, CollectingDispatcher(), None, Around((), "Trois membres.", "answer:x"))
    assert noted[2][1] == {"said": "Trois membres.", "shown": "answer:x", "turns": (), "content": None}


def test_what_the_team_tries_is_said_and_leaves_nothing(
    noted: list[tuple[tuple[object, ...], dict[str, object]]],
) -> None:
    dispatcher = CollectingDispatcher()
    deliver(FAILED, dispatcher, None, None)
    assert dispatcher.messages[0]["custom"]["text"] == "Je n'ai pas de réponse."
    assert noted == []
