"""Trying a question in the chat itself: as a person who has said nothing yet would be answered now.

The conversation is named as a trial: nothing of it is counted nor kept in the inbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import httpx
from fastapi import Request

from knowledge.conversations import TRIAL, ConversationsError, erase_conversation, new_conversation
from web.dialogue import TIMEOUT_SECONDS, to_part

SHOWN_CHARS = 160


@dataclass(frozen=True)
class ChatSaid:
    """What the chat says to a question. `answer`: the identifier of the answer given, if it is one."""

    text: str
    answer: str | None
    choices: tuple[str, ...]


def ask_chat(request: Request, questions: Sequence[str]) -> list[ChatSaid] | None:
    """What the chat says now to each question, each in a conversation of its own; None when it is away."""
    url = f"{request.app.state.settings.rasa_urls[0]}/webhooks/rest/webhook"
    said = []
    try:
        with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
            for question in questions:
                name = new_conversation(TRIAL)
                response = client.post(url, json={"sender": name, "message": question})
                response.raise_for_status()
                said.append(_said(response.json()))
                _forget(name)
    except (httpx.HTTPError, ValueError):
        return None
    return said


def _forget(name: str) -> None:
    """Leave nothing of a trial; what is held just now goes with the day's conversations."""
    with suppress(ConversationsError):
        erase_conversation(name)


def _said(replies: object) -> ChatSaid:
    parts = [part for one in replies if (part := to_part(one))] if isinstance(replies, list) else []
    if not parts:
        raise ValueError("the chat said nothing")
    answer = next((part["answer"].get("id") for part in parts if part.get("answer")), None)
    text = " ".join(" ".join(str(part["text"]).split()) for part in parts).strip()
    choices = tuple(str(button["title"]) for button in parts[0]["buttons"]) if answer is None else ()
    return ChatSaid(text[:SHOWN_CHARS], answer, choices[:3])
