"""Erased means erased, through the whole house: the words are in no file of var/ any more."""

from __future__ import annotations

import re
import time
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.house import Conversation, House, get, post

ADDRESS = "zibeline.violette@exemple.ca"
WORDS = "girouettes"
SECONDS = 15  # the mail of development is written, or taken back, within five


def found(house: House, *texts: str) -> list[str]:
    """The files of the run's folder that hold one of the texts, in any place of theirs."""
    files: list[Path] = [path for path in sorted(house.var.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(text.encode() in path.read_bytes() for text in texts)]


def gone(house: House, *texts: str) -> bool:
    """Whether the texts leave every file within the time it takes."""
    until = time.monotonic() + SECONDS
    while found(house, *texts) and time.monotonic() < until:
        time.sleep(0.5)
    return found(house, *texts) == []


@pytest.mark.parametrize(
    "asked",
    [
        "recommencer",
        "efface ce que j'ai écrit",
        "efface tout ce que j'ai écrit",
        "je veux que vous effaciez ma conversation au complet",
        "supprimez mes données",
        "supprimez mes données personnelles s'il vous plaît, loi 25",
    ],
)
def test_what_was_written_goes_when_it_is_asked(conversation: Conversation, house: House, asked: str) -> None:
    conversation.say(f"mon adresse est {ADDRESS} et je veux une coop de {WORDS} à Huntingdon")
    assert any(name.startswith("conversations.db") for name in found(house, ADDRESS, WORDS)), (
        "in the file or in its log"
    )
    before = conversation.session
    parts = conversation.say(asked)
    assert any("effacé" in part["text"] for part in parts), parts
    assert not any("erase" in part for part in parts)
    assert conversation.session != before
    assert "conversations.db" not in found(house, ADDRESS)
    assert gone(house, ADDRESS)
    assert conversation.say("bonjour")[0]["text"], "the conversation goes on"


def test_the_button_to_start_over_erases_at_once(conversation: Conversation, house: House) -> None:
    conversation.say(f"mon adresse est {ADDRESS}")
    status, body = post(f"{house.url}/api/forget", {"session": conversation.session})
    assert (status, body) == (200, {"erased": True})
    assert gone(house, ADDRESS)


def send_request(conversation: Conversation) -> str:
    """Leave a request for a person; what is said of it."""
    conversation.say("je veux parler à quelqu'un")
    conversation.press("J'accepte")
    conversation.say(ADDRESS)
    conversation.say(f"c'est pour mes {WORDS}")
    return " ".join(part["text"] for part in conversation.press("Envoyer"))


@pytest.mark.parametrize("way", ["chat", "page"])
def test_a_withdrawn_request_is_in_no_file_any_more(
    conversation: Conversation, house: House, way: str
) -> None:
    said = send_request(conversation)
    link = re.search(r"/demande/[\w-]+", said)
    assert link
    until = time.monotonic() + SECONDS
    while not any(name.endswith(".eml") for name in found(house, ADDRESS)):  # the team's mail is written
        assert time.monotonic() < until
        time.sleep(0.5)
    assert len(found(house, ADDRESS)) >= 2
    if way == "chat":
        assert any("est effacé" in part["text"] for part in conversation.say("je retire ma demande"))
    else:
        status, _ = post_form(f"{house.url}{link[0]}")
        assert status == 200
    assert gone(house, ADDRESS, WORDS)


def post_form(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(urllib.request.Request(url, b"", method="POST"), timeout=30) as reply:
        return reply.status, reply.read().decode()


def test_a_roadmap_goes_with_the_data_of_its_conversation(conversation: Conversation, house: House) -> None:
    conversation.say("on part une coop de solidarité à Huntingdon, on cherche du financement")
    said = conversation.say("fais-moi ma feuille de route")[0]["text"]
    link = re.search(r"/feuille-de-route/[\w-]+", said)
    assert link, said
    assert "feuille de route" in conversation.say("supprimez mes données")[0]["text"]
    assert get(f"{house.url}{link[0]}")[0] == 404


def test_a_vote_on_an_earlier_answer_is_told_as_noted_once(conversation: Conversation) -> None:
    conversation.say("c'est quoi une coopérative de travail?")
    button = next(b["payload"] for p in conversation.last for b in p["buttons"] if b["title"] == "Pas utile")
    conversation.say("c'est quoi un OBNL?")
    assert "notée" in conversation.say(button)[0]["text"]
    assert "déjà noté" in conversation.say(button)[0]["text"]
