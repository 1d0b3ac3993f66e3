"""After a danger was told, the person is not handed back to projects; nothing of it is kept here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge import clock
from knowledge.models import DailyCount
from knowledge.pole import MESSAGES, current
from knowledge.safety.kinds import right_for
from tests.web.test_danger import NOT_THAT, Heard, app, talk
from web.danger import Told
from web.sessions import TOLD_SECONDS, Sessions

__all__ = ["app"]

TOLD = {
    "suicide": "je veux mourir",
    "child": "un bénévole a touché une petite fille",
    "partner": "mon chum me bat",
    "medical": "mon bébé a avalé de l'eau de Javel",
    "shelter": "je sais pas où dormir ce soir",
}


def after(app: FastAPI, heard: Heard, *messages: str) -> list[dict[str, Any]]:
    """What is said to the last of these messages."""

    async def run(say: Callable[..., Any]) -> Any:
        session, reply = None, {}
        for message in messages:
            reply = await say(message, session)
            session = reply["session"]
        return reply["messages"]

    parts: list[dict[str, Any]] = talk(app, heard, run)
    return parts


def sentence(name: str) -> str:
    texts: Mapping[str, str] = current(MESSAGES)
    return texts[name].strip()


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("message", ["faut appeler qui", "on appelle la police?", "je fais quoi là"])
def test_who_asks_whom_to_call_is_told_in_short_with_buttons_that_call(
    app: FastAPI, kind: str, message: str
) -> None:
    heard = Heard()
    (part,) = after(app, heard, TOLD[kind], message)
    assert part["text"] == sentence(f"danger_still_{kind}") and part["private"]
    assert part["buttons"][0]["url"].startswith("tel:")
    assert part["buttons"][-1]["title"] == NOT_THAT
    assert heard.messages == [], "no project"


@pytest.mark.parametrize("message", ["y rit peut-être, y'est de même", "je peux le dire au CA?", "j'ai peur"])
def test_a_doubt_or_a_fear_after_a_danger_is_no_question_on_a_project(app: FastAPI, message: str) -> None:
    heard = Heard()
    (part,) = after(app, heard, "mon ami parle de se tuer", message)
    assert part["text"] == sentence("danger_still_suicide") and heard.messages == []


def test_the_same_is_not_said_a_third_time(app: FastAPI) -> None:
    (part,) = after(app, Heard(), TOLD["child"], "on appelle qui", "je suis pas sûre", "j'ai peur")
    assert part["text"] == sentence("danger_still_again") and part["buttons"][0]["url"] == "tel:911"


def test_thanks_are_answered_with_the_numbers_at_hand(app: FastAPI) -> None:
    heard = Heard()
    (part,) = after(app, heard, TOLD["partner"], "ok merci")
    assert part["text"] == sentence("danger_nod") and part["buttons"][0]["url"] == "tel:911"
    assert heard.messages == []


@pytest.mark.parametrize(
    "message",
    ["non pas suicidaire, juste fatiguée", "c'est une façon de parler", "la police est venue, c'est réglé"],
)
def test_who_says_that_it_is_over_gets_a_gentle_word_and_somebody_to_talk_to(
    app: FastAPI, message: str
) -> None:
    heard = Heard()
    (part,) = after(app, heard, TOLD["suicide"], message)
    assert part["text"] == sentence("danger_eased") and heard.messages == []
    assert part["buttons"][0]["url"] == "tel:811"


def test_of_who_says_that_it_is_over_only_the_question_goes_on(app: FastAPI) -> None:
    heard = Heard()
    said = after(
        app, heard, TOLD["suicide"], "ça va mieux, j'ai parlé à ma soeur. c'est quoi une coop de travail?"
    )
    assert [part["text"] for part in said] == [sentence("danger_eased"), "Bonjour!"]
    assert heard.messages == ["c'est quoi une coop de travail?"]


def test_a_question_that_stands_by_itself_is_answered_with_the_numbers_above_once(app: FastAPI) -> None:
    heard, question = Heard(), "combien de membres ça prend pour une coop de travail?"
    line, answer = after(app, heard, TOLD["child"], question)
    assert line["text"] == sentence("danger_other") and line["private"]
    assert [button["url"] for button in line["buttons"]] == ["tel:911", "tel:811"]
    assert answer["text"] == "Bonjour!" and heard.messages == [question]
    assert (
        len(after(app, Heard(), TOLD["child"], question, "et pour un OBNL, ça prend combien de monde?")) == 1
    )


def test_who_types_that_it_was_none_asks_again_and_is_answered(app: FastAPI) -> None:
    heard, asked = Heard(), "j'ai nulle part où aller avec notre friperie"
    said = after(app, heard, asked, NOT_THAT)
    assert [part["text"] for part in said] == [sentence("danger_ask_again")] and heard.messages == []
    line, answer = after(app, heard, asked, NOT_THAT, asked)
    assert line["text"] == sentence("danger_other") and answer["text"] == "Bonjour!"
    assert heard.messages == [asked]


def test_a_life_at_risk_is_met_in_full_though_a_danger_was_said_to_be_none(app: FastAPI) -> None:
    heard = Heard()
    (part,) = after(app, heard, TOLD["shelter"], NOT_THAT, TOLD["suicide"])
    assert part["buttons"][0]["url"].startswith("tel:") and heard.messages == []


def test_another_danger_is_met_in_full(app: FastAPI) -> None:
    (part,) = after(app, Heard(), TOLD["shelter"], "je veux mourir")
    assert part["text"] == sentence("danger_suicide")


@pytest.mark.parametrize("message", ["elle est juste fatiguée je pense", "il doit être juste tanné"])
def test_a_guess_about_somebody_does_not_end_a_danger(app: FastAPI, message: str) -> None:
    (part,) = after(app, Heard(), "des fois j'ai envie d'étouffer ma mère", message)
    assert part["text"] != sentence("danger_eased") and "tant mieux" not in sentence("danger_eased")


def test_whom_to_call_stays_after_the_end_of_a_grave_danger(app: FastAPI) -> None:
    (part,) = after(app, Heard(), TOLD["child"], "c'est réglé, la police est venue")
    assert part["text"] == sentence("danger_eased")
    assert [button["url"] for button in part["buttons"] if "url" in button][:2] == ["tel:811", "tel:911"]


def test_what_is_asked_beside_a_lesser_danger_is_answered_below_the_numbers(app: FastAPI) -> None:
    heard, asked = Heard(), "combien de membres ça prend pour une coop de travail?"
    card, answer = after(app, heard, f"j'ai pas mangé depuis deux jours. {asked}")
    assert card["buttons"][0]["url"] == "tel:211" and answer["text"] == "Bonjour!"
    assert heard.messages == [asked]


def test_what_is_asked_beside_a_life_at_risk_waits(app: FastAPI) -> None:
    heard = Heard()
    (part,) = after(app, heard, "je vais me tuer ce soir. combien de membres ça prend pour une coop?")
    assert part["text"] == sentence("danger_suicide") and heard.messages == []


@pytest.mark.parametrize(
    "message", ["j'ose le dire à personne", "où est-ce que je peux aller à soir", "je pleure"]
)
def test_a_fear_or_a_need_told_after_a_graver_danger_leans_on_it(app: FastAPI, message: str) -> None:
    (part,) = after(app, Heard(), TOLD["partner"], message)
    assert part["text"] == sentence("danger_still_partner")


def test_the_same_danger_is_not_told_in_full_again(app: FastAPI) -> None:
    (part,) = after(app, Heard(), TOLD["suicide"], "je vais me tuer ce soir")
    assert part["text"] == sentence("danger_still_suicide")


def test_a_false_alarm_is_over_once_it_is_pressed(app: FastAPI) -> None:
    heard = Heard()

    async def run(say: Callable[..., Any]) -> Any:
        first = await say(TOLD["suicide"])
        pressed = await say(first["messages"][0]["buttons"][-1]["payload"], first["session"])
        return await say("ok merci", pressed["session"])

    assert talk(app, heard, run)["messages"][0]["text"] == "Bonjour!"
    assert heard.messages == [TOLD["suicide"], "ok merci"]


def test_nothing_of_what_follows_is_kept_but_the_first_count(app: FastAPI, tmp_path: Path) -> None:
    heard = Heard()
    after(app, heard, "je veux mourir zibeline", "on appelle qui zibeline", "ok merci zibeline")
    assert heard.messages == []
    with app.state.sessions_factory() as session:
        rows = [(row.key, row.count) for row in session.scalars(select(DailyCount)) if row.kind == "danger"]
    assert rows == [("suicide", 1)]
    assert all(b"zibeline" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@given(st.sampled_from(sorted(right_for())), st.integers(0, 99), st.booleans())
def test_what_was_told_comes_back_from_the_page_that_holds_it(kind: str, times: int, leaving: bool) -> None:
    sessions, told = Sessions("k" * 40), Told(kind, times, leaving)
    token = sessions.token("c", str(told))
    assert Told.read(sessions.told(token)) == told
    assert sessions.told(sessions.token("c")) is None


@given(st.text(max_size=60))
def test_a_page_that_holds_anything_else_holds_nothing(held: str) -> None:
    told = Told.read(held)
    assert told is None or told.kind in right_for()


def test_a_danger_is_not_spoken_of_again_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions("k" * 40)
    name = sessions.new()
    token = sessions.token(name, "suicide.0.0")
    later = clock.now() + dt.timedelta(seconds=TOLD_SECONDS + 60)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sessions.told(token) is None and sessions.conversation(token) == name
