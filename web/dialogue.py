"""Talking with Rasa over loopback, and turning what it says into the contract's messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from web.turns import inner_headers, note_inner_times

# A person waits at most 5 seconds for an answer or for being told that there is none (issue: gateway).
TIMEOUT_SECONDS = 4.5
CONTRACT_FIELDS = ("answer", "resources", "profile")
ADDED_FIELDS = ("project", "form")
# What a button is for, told by its command, so that a page can set a question apart from what may be done
# anyway and from what was thought of an answer. Any other is a choice.
BUTTON_KINDS = {
    "feedback_useful": "feedback",
    "feedback_not_useful": "feedback",
    "more_results": "action",
    "roadmap": "action",
    "talk_to_person": "action",
}
ERASE = "erase"  # the gateway erases the conversation; not told to the client


class DialogueUnavailableError(Exception):
    """Rasa is down, slow, or said nothing."""


class Dialogue:
    """The Rasa server behind the gateway."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url.rstrip("/")
        self._client = client

    async def send(self, conversation: str, message: str, waited: float = 0.0) -> list[dict[str, Any]]:
        """What Rasa answers to a message, as parts with text and buttons (payloads are Rasa's own).

        Input: `waited`, the seconds that the person has waited already. Raises `DialogueUnavailableError`;
        Rasa then drops the turn, as its connection is closed.
        """
        body = {"sender": conversation, "message": message}
        try:
            response = await self._client.post(
                f"{self._url}/webhooks/rest/webhook",
                json=body,
                headers=inner_headers(),
                timeout=TIMEOUT_SECONDS - waited,
            )
            response.raise_for_status()
            note_inner_times(response.headers)
            replies = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueUnavailableError from error
        parts = [part for reply in replies if (part := to_part(reply))]
        if not parts:
            raise DialogueUnavailableError
        return parts

    async def healthy(self) -> bool:
        """Whether Rasa would answer a message: it runs, with a model that reads."""
        try:
            return (await self._client.get(f"{self._url}/webhooks/rest/ready", timeout=2)).status_code == 200
        except httpx.HTTPError:
            return False


def to_part(reply: dict[str, Any]) -> dict[str, Any] | None:
    """One Rasa reply as a part of the contract, or None when it says nothing."""
    custom = reply.get("custom")
    source = custom if isinstance(custom, dict) else reply
    part: dict[str, Any] = {
        "text": source.get("text") or "",
        "buttons": [
            {"title": button["title"], "payload": button["payload"], "kind": button_kind(button["payload"])}
            for button in source.get("buttons") or []
        ],
    }
    for name in (*CONTRACT_FIELDS, ERASE):
        if source.get(name):
            part[name] = source[name]
    for name in ADDED_FIELDS:  # an empty project is one that was forgotten
        if source.get(name) is not None:
            part[name] = source[name]
    return part if len(part) > 2 or part["text"] or part["buttons"] else None


def unavailable_sentence(site: Mapping[str, Any]) -> str:
    """What is said when the dialogue does not answer: whom to reach instead."""
    return (
        "L'assistant ne répond pas en ce moment. Réessayez dans un instant. "
        f"Vous pouvez aussi joindre {site['name']}: {site['address']}."
    )


def button_kind(command: str) -> str:
    """`feedback`, `action` or `choice`; a button of a request underway answers its question."""
    name, _, values = command.removeprefix("/").partition("{")
    kind = BUTTON_KINDS.get(name, "choice")
    return "choice" if kind == "action" and values else kind
