"""What is answered while the dialogue is away: what the base knows for sure, and why there is no more."""

from __future__ import annotations

import json
from typing import Any

from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import PublishedAnswer
from knowledge.pole import MESSAGES, current
from knowledge.search.service import AnswerSearch

CHOOSE = "/choose_answer"


def known_part(search: AnswerSearch, message: str) -> dict[str, Any] | None:
    """The answer to a typed question, a choice between near ones, or the answer chosen by a button; None when
    the message is none of these. The buttons mean the same to the dialogue, once it is back."""
    if not search.ready:
        return None
    if message.startswith("/"):
        chosen = search.snapshot().answers.get(_chosen(message))
        return _told(chosen) if chosen else None
    result = search.search(message)
    if result.decision == "none":
        return None
    if result.decision == "answer":
        return _told(result.hits[0].answer)
    named = [
        {
            "title": hit.answer.question,
            "payload": f"{CHOOSE}{json.dumps({'answer_id': hit.answer.identifier})}",
            "kind": "choice",
        }
        for hit in result.hits
    ]
    return {"text": f"{_sentence('away')}\n\n{_sentence('which_one')}", "buttons": named}


def _chosen(command: str) -> str:
    name, brace, values = command.partition("{")
    if name != CHOOSE:
        return ""
    try:
        return str(json.loads(brace + values).get("answer_id", ""))
    except ValueError:
        return ""


def _told(answer: PublishedAnswer) -> dict[str, Any]:
    text = f"{_sentence('away')}\n\n{answer.text}"
    if answer.to_confirm and not answer.reservation and answer.confirm_with:
        text += "\n\n" + _sentence("confirm_with").format(whom=answer.confirm_with)
    return {"text": text, "buttons": [], "answer": answer_reference(answer)}


def _sentence(name: str) -> str:
    return str(current(MESSAGES)[name]).strip()
