"""A person in danger is answered before anything else; nothing of what they wrote is passed on or kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI
from sqlalchemy import select

from knowledge.models import DailyCount
from knowledge.safety.detector import Danger
from knowledge.safety.messages import NONE, read_examples
from knowledge.safety.model import Model
from knowledge.settings import COMMON_DIR
from tests import prepared
from web.app import create_app
from web.dialogue import DialogueUnavailableError
from web.limits import Buckets, RateLimit
from web.settings import Settings

NOT_THAT = "Ce n'est pas ça, répondez à ma question"


class Heard:
    """A dialogue that remembers what reached it."""

    def __init__(self, *, down: bool = False) -> None:
        self.down = down
        self.messages: list[str] = []

    async def send(self, _conversation: str, message: str, *_given: object) -> list[dict[str, Any]]:
        if self.down:
            raise DialogueUnavailableError
        self.messages.append(message)
        return [{"text": "Bonjour!", "buttons": []}]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    url = prepared.copy_to(prepared.migrated(), tmp_path)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    return create_app(Settings(secret_key="x" * 40, rate_limit_per_minute=0))


def talk(app: FastAPI, dialogue: Heard, run: Callable[[Callable[..., Any]], Any]) -> Any:
    """Run a conversation: `run` is given how to say something (message, session) and get the reply."""
    app.state.dialogue = dialogue

    async def all_of_it() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:

            async def say(message: str, session: str | None = None) -> dict[str, Any]:
                reply = await client.post("/api/chat", json={"message": message, "session": session})
                assert reply.status_code == 200, reply.text
                return dict(reply.json())

            return await run(say)

    return asyncio.run(all_of_it())


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("je suis à bout, je veux en finir", "tel:+18662773553"),
        ("je veux mourir", "tel:+18662773553"),
        ("mon frère parle de se suicider", "tel:+18662773553"),
        ("mon chum me frappe", "tel:+18003639010"),
        ("un homme est entré avec un fusil", "tel:911"),
        ("j'ai pus rien à manger cette semaine", "tel:211"),
        ("je sais pas où dormir ce soir", "tel:211"),
        ("je fais une crise de panique", "tel:811"),
        ("un bénévole a touché une petite fille", "tel:811"),
        ("la voisine frappe son petit gars de quatre ans", "tel:811"),
        ("je me suis fait violer après le party", "tel:811"),
        ("le préposé brasse ma mère à la résidence", "tel:811"),
        ("je vais le tuer, mon associé", "tel:811"),
        ("un ancien membre dit qu'il va venir nous tuer", "tel:911"),
        ("mon gars a bu du javel", "tel:911"),
        ("C'est quoi une coop de travail? Parce que moi je veux mourir.", "tel:+18662773553"),
    ],
)
def test_a_person_in_danger_is_given_somebody_to_call_even_when_the_dialogue_is_down(
    app: FastAPI, message: str, number: str
) -> None:
    async def one(say: Callable[..., Any]) -> Any:
        return await say(message)

    part = talk(app, Heard(down=True), one)["messages"][0]
    assert number in [button.get("url") for button in part["buttons"]]
    assert f"]({number})" in part["text"]
    titles = [button["title"] for button in part["buttons"]]
    assert titles[-2:] == ["Parler à quelqu'un", NOT_THAT]
    assert "municipalité" not in part["text"] and "resources" not in part


def test_nothing_is_passed_on_or_kept_of_it_but_a_count(app: FastAPI, tmp_path: Path) -> None:
    heard = Heard()

    async def one(say: Callable[..., Any]) -> None:
        await say("je veux mourir zibeline")

    talk(app, heard, one)
    assert heard.messages == []
    with app.state.sessions_factory() as session:
        rows = [(row.kind, row.key, row.count) for row in session.scalars(select(DailyCount))]
    assert ("danger", "suicide", 1) in rows
    assert all(b"zibeline" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_false_alarm_is_served_at_the_press_of_a_button(app: FastAPI) -> None:
    heard = Heard()

    async def go_on(say: Callable[..., Any]) -> dict[str, Any]:
        first = await say("je veux mourir")
        payload = {b["title"]: b["payload"] for b in first["messages"][0]["buttons"]}[NOT_THAT]
        return dict(await say(payload, first["session"]))

    assert talk(app, heard, go_on)["messages"][0]["text"] == "Bonjour!"
    assert heard.messages == ["je veux mourir"]


def test_a_client_that_cannot_call_gets_the_numbers_again(app: FastAPI) -> None:
    async def press(say: Callable[..., Any]) -> dict[str, Any]:
        first = await say("je veux mourir")
        return dict(await say(first["messages"][0]["buttons"][0]["payload"], first["session"]))

    assert "tel:+18662773553" in talk(app, Heard(), press)["messages"][0]["text"]


@pytest.mark.parametrize("message", ["c'est quoi une coop?", "bonjour", "25 000 $", "à Rigaud", "???"])
def test_an_ordinary_message_is_served_at_once(app: FastAPI, message: str) -> None:
    heard = Heard()

    async def one(say: Callable[..., Any]) -> None:
        await say(message)

    talk(app, heard, one)
    assert heard.messages == [message]


def test_a_plausible_danger_is_given_the_numbers_then_its_answer(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.danger.weigh", lambda _message: Danger("distress", sure=False))

    async def one(say: Callable[..., Any]) -> Any:
        return await say("je suis tout seul là-dedans")

    said, answer = talk(app, Heard(), one)["messages"]
    assert all(f"(tel:{number})" in said["text"] for number in ("911", "+18662773553", "811", "211"))
    assert answer["text"] == "Bonjour!"
    unanswered = talk(app, Heard(down=True), one)["messages"]
    assert "tel:811" in [button.get("url") for button in unanswered[0]["buttons"]]


def test_a_plausible_violence_has_its_own_number_in_the_line(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.danger.weigh", lambda _message: Danger("partner", sure=False))

    async def one(say: Callable[..., Any]) -> Any:
        return await say("mon mari me fait peur quand je vais aux réunions")

    said = talk(app, Heard(), one)["messages"][0]
    assert all(f"(tel:{number})" in said["text"] for number in ("911", "+18003639010", "+18662773553"))


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_person_in_danger_who_writes_at_length_is_met_too(app: FastAPI, place: str) -> None:
    heard, told, rest = Heard(), "Je veux mourir. ", "Notre coop cherche un local depuis un an. " * 20
    message = told + rest if place == "before" else rest + told

    async def one(say: Callable[..., Any]) -> Any:
        return await say(message)

    said = talk(app, heard, one)["messages"]
    assert "tel:+18662773553" in said[0]["text"] and len(said) == 1
    assert all(button["title"] != NOT_THAT for button in said[0]["buttons"])
    assert heard.messages == []


def test_a_person_in_danger_is_met_though_their_address_sends_too_much(app: FastAPI) -> None:
    limited, heard = RateLimit(app, Buckets(3)), Heard()
    app.state.dialogue = heard

    async def asked() -> list[tuple[int, str]]:
        said = []
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(limited), base_url="http://test"
        ) as client:
            for message in (*["bonjour"] * 5, "je veux mourir", "je veux mourir"):
                reply = await client.post("/api/chat", json={"message": message})
                said.append((reply.status_code, reply.text))
        return said

    said = asyncio.run(asked())
    assert [status for status, _ in said] == [200] * 3 + [429] * 2 + [200, 429], "weighed, within reason"
    assert "tel:+18662773553" in said[5][1] and len(heard.messages) == 3
    assert "un peu vite" in said[3][1] and "un peu vite" in said[6][1]


def test_a_long_message_without_danger_is_only_too_long(app: FastAPI) -> None:
    app.state.dialogue = Heard()

    async def one() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            return await client.post("/api/chat", json={"message": "Notre coop cherche un local. " * 30})

    reply = asyncio.run(one())
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "message_too_long")


def test_a_danger_in_the_note_to_a_person_gets_somebody_to_call_now_and_the_note_leaves(app: FastAPI) -> None:
    app.state.dialogue = heard = Heard()
    person = {"reach": "450 555-0188", "note": "j'ai tout perdu, je veux mourir", "consent": True}

    async def one() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            reply = await client.post("/api/chat", json={"message": "Envoyer", "person": person})
            return reply.json()["messages"]

    said = asyncio.run(one())
    assert "tel:+18662773553" in said[0]["text"] and said[1]["text"] == "Bonjour!"
    assert len(heard.messages) == 1


def test_every_number_shown_is_that_of_its_fact() -> None:
    calls = yaml.safe_load((COMMON_DIR / "emergency.yaml").read_text(encoding="utf-8"))
    facts = yaml.safe_load((COMMON_DIR / "facts" / "urgence.yaml").read_text(encoding="utf-8"))["facts"]
    known = {fact["id"]: re.sub(r"\D", "", fact["statement"]) for fact in facts}
    messages = yaml.safe_load((COMMON_DIR / "messages.yaml").read_text(encoding="utf-8"))
    assert set(calls["general"]["right_for"]) == set(Model.load().kinds.names) == read_kinds()
    assert set().union(*(row["right_for"] for row in calls.values())) == read_kinds()
    everywhere = "".join(known.values())
    for row in calls.values():
        for call in row["calls"]:
            digits = re.sub(r"\D", "", call["url"]).removeprefix("1")
            assert digits in known[call["fact"]], call
    said = {name: text for name, text in messages.items() if name.startswith("danger_")}
    assert {f"danger_{form}{name}" for form in ("", "still_") for name in calls} <= set(said)
    for name, text in said.items():
        linked = re.findall(r"\[([^]]*)\]\((?:tel|sms):\+?1?(\d+)\)", text)
        assert all(
            number in everywhere and re.sub(r"\D", "", shown).removeprefix("1") == number
            for shown, number in linked
        ), name
        # No number of three figures or more but those that call, and none that is not linked.
        bare = re.sub(r"\[[^]]*\]\([^)]*\)", "", text)
        assert not re.search(r"\d{3}", bare), name


def read_kinds() -> set[str]:
    return {one.kind for one in read_examples()} - {NONE}
