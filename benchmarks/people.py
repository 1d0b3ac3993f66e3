"""People who talk through the page while something fails: what they saw, how long they waited.

Each goes on as the page does: a message that got no reply is sent again under its name, after the time that
the server asks for, until it is answered or a minute has passed.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

GIVEN_UP_SECONDS = 60.0
PAGE_SECONDS = 15.0  # that the page waits for a reply
PAUSE_SECONDS = 2.0  # before somebody presses «Renvoyer»
THOUGHT_SECONDS = 0.5  # between two messages
AWAY = "Une partie de l'assistant ne répond pas"
TALK = (
    "bonjour",
    "c'est quoi la différence entre une coop pis un OBNL?",
    "j'ai un projet de coop à Rigaud",
)
ASKED = "Ma demande"
CONFIRMED = "sous le numéro"  # a reply that only asks for a telephone number confirms nothing


@dataclass
class Seen:
    """What people saw. `answered`: the names of messages and the conversations they are in; `asked`: the
    addresses left by those whose request was confirmed."""

    answered: list[str] = field(default_factory=list)
    by_the_base: int = 0
    asked: list[str] = field(default_factory=list)
    never: int = 0
    sent_again: int = 0
    longest: float = 0.0
    refusals: Counter[str] = field(default_factory=Counter)


async def talk(
    url: str,
    people: int,
    over: asyncio.Event,
    seen: Seen | None = None,
    thought: float = THOUGHT_SECONDS,
) -> Seen:
    """So many people, each in one conversation after the other, until told to stop. `seen`: to add to;
    `thought`: seconds between two messages of a person."""
    seen = seen or Seen()
    async with httpx.AsyncClient(base_url=url, timeout=PAGE_SECONDS) as client:
        await asyncio.gather(*(_person(client, seen, over, thought) for _ in range(people)))
    return seen


async def _person(client: httpx.AsyncClient, seen: Seen, over: asyncio.Event, thought: float) -> None:
    while not over.is_set():
        session = None
        for text in TALK:
            session = (await _said(client, seen, {"message": text}, session)) or session
            await asyncio.sleep(thought)
            if over.is_set():
                return
        address = f"{secrets.token_hex(8)}@example.org"
        form = {"reach": address, "note": "", "consent": True}
        if await _said(client, seen, {"message": ASKED, "person": form}, session, address):
            await asyncio.sleep(thought)


async def _said(
    client: httpx.AsyncClient, seen: Seen, body: dict[str, Any], session: str | None, address: str = ""
) -> str | None:
    """Say something until it is answered; the session to go on with, None when it never was."""
    name, began = secrets.token_hex(16), time.monotonic()
    while time.monotonic() - began < GIVEN_UP_SECONDS:
        reply, wait = await _once(client, seen, {**body, "session": session, "id": name})
        if reply is not None:
            seen.longest = max(seen.longest, time.monotonic() - began)
            _note(seen, reply, name, address)
            return str(reply["session"])
        seen.sent_again += 1
        await asyncio.sleep(wait)
    seen.never += 1
    return None


async def _once(
    client: httpx.AsyncClient, seen: Seen, body: dict[str, Any]
) -> tuple[dict[str, Any] | None, float]:
    """The reply, or how long to wait before the message is sent again."""
    try:
        response = await client.post("/api/chat", json=body)
    except httpx.HTTPError as error:
        seen.refusals[type(error).__name__] += 1
        return None, PAUSE_SECONDS
    try:
        told = response.json()
    except ValueError:
        told = {}
    if response.status_code == 200:
        return told, 0.0
    seen.refusals[str(told.get("error", {}).get("code", response.status_code))] += 1
    return None, float(response.headers.get("Retry-After", PAUSE_SECONDS))


def _note(seen: Seen, reply: dict[str, Any], name: str, address: str) -> None:
    text = " ".join(part["text"] for part in reply["messages"])
    if AWAY in text:
        seen.by_the_base += 1
        return
    seen.answered.append(name)
    if address and CONFIRMED in text:
        seen.asked.append(address)
