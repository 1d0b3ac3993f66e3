"""Talking with Rasa over loopback, and turning what it says into the contract's messages."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from knowledge.pole import reach
from knowledge.search.encoder import remembered
from web.turns import inner_headers, note_inner_times

# A person waits at most 5 seconds for an answer or for being told that there is none (issue: gateway).
TIMEOUT_SECONDS = 4.5
LEAST_SECONDS = 0.5  # left, for another server to be asked
ASIDE_SECONDS = 3.0
NAME_BYTES = 16
MEANING_HEADER = "X-Meaning"  # as `bot/meaning_given.py` reads it
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
    """The Rasa servers behind the gateway. Each conversation has its own, and another answers for one that is
    away: all keep the threads in one place, where there are several."""

    def __init__(self, urls: Sequence[str], client: httpx.AsyncClient) -> None:
        self._urls = tuple(urls)
        self._client = client
        self._aside: dict[str, float] = {}  # who did not answer, and until when they are asked last

    async def send(
        self, conversation: str, message: str, waited: float = 0.0, name: str | None = None
    ) -> list[dict[str, Any]]:
        """What Rasa answers to a message, as parts with text and buttons (payloads are Rasa's own).

        Input: `waited`, the seconds that the person has waited already; `name`, that of the message: sent
        again under it, Rasa says what it said and does not act twice. Raises `DialogueUnavailableError`; Rasa
        then drops the turn, as its connection is closed.
        """
        name = name or secrets.token_hex(NAME_BYTES)
        body = {"sender": conversation, "message": message, "metadata": {"message": name}}
        deadline = time.monotonic() + TIMEOUT_SECONDS - waited
        failure: Exception | None = None
        for url in self._in_turn(conversation):
            left = deadline - time.monotonic()
            if failure and left < LEAST_SECONDS:
                break
            try:
                return await self._ask(url, body, left)
            except (httpx.HTTPError, ValueError, DialogueUnavailableError) as error:
                self._aside[url] = time.monotonic() + ASIDE_SECONDS
                failure = error
        raise DialogueUnavailableError from failure

    def _in_turn(self, conversation: str) -> list[str]:
        """The servers as they are asked: that of the conversation first, those that did not answer last."""
        first = zlib.crc32(conversation.encode()) % len(self._urls)
        urls = (*self._urls[first:], *self._urls[:first])
        now = time.monotonic()
        return sorted(urls, key=lambda url: self._aside.get(url, 0.0) > now)

    async def _ask(self, url: str, body: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
        response = await self._client.post(
            f"{url}/webhooks/rest/webhook",
            json=body,
            headers=inner_headers() | meaning_headers(body["message"]),
            timeout=seconds,
        )
        response.raise_for_status()
        note_inner_times(response.headers)
        parts = [part for reply in response.json() if (part := to_part(reply))]
        if not parts:
            raise DialogueUnavailableError
        return parts

    async def healthy(self) -> bool:
        """Whether a message would be answered: a Rasa runs, with a model that reads."""
        return any(await asyncio.gather(*(self._reads(url) for url in self._urls)))

    async def _reads(self, url: str) -> bool:
        try:
            return (await self._client.get(f"{url}/webhooks/rest/ready", timeout=2)).status_code == 200
        except httpx.HTTPError:
            return False


def meaning_headers(message: str) -> dict[str, str]:
    """What the look for danger has read of a message, so that Rasa does not read it again: the same encoder
    gives the same vector. Nothing for a message that was not read, or that says nothing."""
    vector = remembered(message) if any(char.isalnum() for char in message) else None
    if vector is None:
        return {}
    return {MEANING_HEADER: base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")}


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
    where = reach(site)
    return (
        "L'assistant ne répond pas en ce moment. Réessayez dans un instant."
        + f" Vous pouvez aussi joindre le {site['name']}: {where}." * bool(where)
    )


def button_kind(command: str) -> str:
    """`feedback`, `action` or `choice`; a button of a request underway answers its question."""
    name, _, values = command.removeprefix("/").partition("{")
    kind = BUTTON_KINDS.get(name, "choice")
    return "choice" if kind == "action" and values else kind
