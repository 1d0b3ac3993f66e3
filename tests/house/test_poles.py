"""Several Pôles share a house: each serves its own people, and nothing of one is seen, counted or sent by
another; a mistake in the pack of one stops that one alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from actions.server import create_app as create_actions
from house import poles as house_poles
from house.opening import open_pole
from house.poles import House
from knowledge.contacts import load_contacts
from knowledge.database import sessions
from knowledge.hosted import Pole, read_poles, serving
from knowledge.models import ContactRequest, DailyCount, OpenQuestion, now
from knowledge.pole import SITE, Live
from knowledge.requests import create_request
from knowledge.settings import var_dir
from knowledge.staff.accounts import accept, find_invitation, invite
from tests import prepared
from tests.invented_pack import AUSTRAL, BOREAL
from tests.serving import answering
from web.crowd import Crowd
from web.mailing import mail_tasks
from web.settings import load_settings
from web.staff.access import COOKIE

OPEN_SECONDS = 60
RETRY_SECONDS = 4  # reading the pack that has a mistake takes a second of a processor, away from all others
PER_MINUTE = 60
BROKEN = "brisee"
EMAIL, PASSWORD = "equipe@exemple.org", "quatre mots bien choisis"


class Town:
    """A house of three Pôles that runs: two that are open, and one whose pack has a mistake."""

    def __init__(self, client: TestClient, house: House, poles: tuple[Pole, ...], folder: Path) -> None:
        self.client = client
        self.house = house
        self.poles = {pole.id: pole for pole in poles}
        self.folder = folder

    def get(self, pole: str, path: str, **options: Any) -> Any:
        return self.client.get(path, headers=_at(pole, options), **options)

    def post(self, pole: str, path: str, **options: Any) -> Any:
        return self.client.post(path, headers=_at(pole, options), **options)

    def say(self, pole: str, message: str, session: str | None = None) -> Any:
        return self.post(pole, "/api/chat", json={"message": message, "session": session})

    def base(self, pole: str) -> Any:
        """A session on the base of a Pôle."""
        with serving(self.poles[pole]):
            return sessions()()

    def comes(self, good: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + OPEN_SECONDS
        while not good() and time.monotonic() < deadline:
            time.sleep(0.1)
        return good()


def _at(pole: str, options: dict[str, Any]) -> dict[str, str]:
    return {"host": f"{pole}.example", **options.pop("headers", {})}


def _rasa(poles: tuple[Pole, ...]) -> type[BaseHTTPRequestHandler]:
    """What stands for the one Rasa of the house: it hands every message to the actions, which alone know of
    Pôles."""
    actions = TestClient(create_actions(poles))

    class Rasa(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            intent = {"name": "ask", "confidence": 1.0}
            tracker = {
                "sender_id": asked["sender"],
                "slots": {},
                "latest_message": {
                    "text": asked["message"],
                    "intent": intent,
                    "intent_ranking": [intent],
                    "entities": [],
                    "readings": {},
                },
                "events": [],
                "paused": False,
                "followup_action": None,
                "active_loop": {},
                "latest_action_name": "action_listen",
            }
            told = actions.post("/webhook", json={"next_action": "action_answer", "tracker": tracker})
            body = json.dumps(told.json()["responses"] if told.status_code == 200 else []).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Rasa


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    prepared.remember()  # most of what these packs say is said by all
    folder: Path = tmp_path_factory.mktemp("town")
    for pole in (BOREAL, AUSTRAL):
        prepared.invented_pack(folder / pole.id, pole)
    broken = prepared.invented_pack(folder / BROKEN, AUSTRAL)
    (broken / "pack.yaml").write_text(f"id: {BROKEN}\n", encoding="utf-8")
    with (broken / "answers" / "definition.yaml").open("a", encoding="utf-8") as file:
        file.write("- une faute: [\n")
    listed = [
        {"id": name, "hosts": [f"{name}.example"], "settings": {"CONTENT_DIR": str(folder / name)}}
        for name in (BOREAL.id, BROKEN, AUSTRAL.id)
    ]
    listing = folder / "poles.yaml"
    listing.write_text(yaml.safe_dump({"poles": listed}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAR_DIR", str(folder / "var"))
        patch.setenv("RATE_LIMIT_PER_MINUTE", str(PER_MINUTE))
        patch.setattr(house_poles, "RETRY_SECONDS", RETRY_SECONDS)
        patch.setattr("web.app.staff_tasks", lambda *_: [])  # links are not looked at: there is no network
        for name in ("DATABASE_URL", "CONTACT_EMAIL", "PACK", "CONTENT_DIR"):
            patch.delenv(name, raising=False)
        poles = read_poles(listing)
        with answering(_rasa(poles)) as rasa:
            patch.setenv("RASA_URL", rasa)
            house = House(poles, partial(open_pole, crowd=Crowd()))
            with TestClient(house) as client:
                made = Town(client, house, poles, folder)
                assert made.comes(lambda: house.states == {BROKEN: "closed"}), house.states
                yield made


def test_each_pole_answers_its_own_people_and_knows_nothing_of_the_other(town: Town) -> None:
    for own, other in ((BOREAL, AUSTRAL), (AUSTRAL, BOREAL)):
        said = town.say(own.id, own.question).json()["messages"]
        assert own.secret in said[0]["text"]
        said = town.say(own.id, other.question).json()["messages"]
        assert other.secret not in json.dumps(said, ensure_ascii=False)
        found = town.get(own.id, "/api/answers", params={"q": own.question}).json()
        assert found["results"][0]["text"] == own.secret
        page = unescape(town.get(own.id, "/").text)
        assert own.name in page
        assert other.name not in page


def test_each_pole_has_its_own_places(town: Town) -> None:
    for pole in (BOREAL, AUSTRAL):
        told = town.get(pole.id, "/api/project").text
        for one in (BOREAL, AUSTRAL):
            assert (one.counties[0].name in told) is (one is pole)


def test_a_conversation_is_with_one_pole(town: Town) -> None:
    session = town.say(BOREAL.id, BOREAL.question).json()["session"]
    assert town.say(BOREAL.id, BOREAL.question, session).status_code == 200
    refused = town.say(AUSTRAL.id, AUSTRAL.question, session)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_session")


def test_what_nobody_could_answer_is_for_the_team_of_that_pole(town: Town) -> None:
    town.say(BOREAL.id, AUSTRAL.question)

    def asked(pole: str) -> list[str]:
        with town.base(pole) as session:
            return list(session.scalars(select(OpenQuestion.text)))

    assert AUSTRAL.question in asked(BOREAL.id)
    assert AUSTRAL.question not in asked(AUSTRAL.id)


def test_decisions_are_counted_for_the_pole_that_took_them(town: Town) -> None:
    def counted(pole: str) -> int:
        with town.base(pole) as session:
            of_kind = select(func.sum(DailyCount.count)).where(DailyCount.kind == "decision")
            return session.scalar(of_kind) or 0

    before = {pole: counted(pole) for pole in (BOREAL.id, AUSTRAL.id)}
    town.say(AUSTRAL.id, AUSTRAL.question)
    assert counted(AUSTRAL.id) == before[AUSTRAL.id] + 1
    assert counted(BOREAL.id) == before[BOREAL.id]


def test_who_is_signed_in_at_one_desk_is_nobody_at_the_other(town: Town) -> None:
    for pole in (BOREAL.id, AUSTRAL.id):  # the same person may work for both: two accounts, two sessions
        with town.base(pole) as session, session.begin():
            _, token = invite(session, email=EMAIL, name="Une personne", role="editor", by="tests")
            invitation = find_invitation(session, token)
            assert invitation is not None
            accept(session, invitation, PASSWORD)
    page = town.get(BOREAL.id, "/equipe/connexion").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    form = {"csrf": csrf, "email": EMAIL, "password": PASSWORD, "code": ""}
    signed = town.post(BOREAL.id, "/equipe/connexion", data=form, follow_redirects=False)
    assert signed.status_code == 303, signed.text
    cookies = {"cookie": f"{COOKIE}={signed.cookies[COOKIE]}"}
    town.client.cookies.clear()
    there = town.get(BOREAL.id, "/equipe/compte", headers=cookies, follow_redirects=False)
    elsewhere = town.get(AUSTRAL.id, "/equipe/compte", headers=cookies, follow_redirects=False)
    assert (there.status_code, elsewhere.status_code) == (200, 303)


def test_a_request_is_mailed_by_its_own_pole_to_its_own_team(town: Town) -> None:
    for pole in (BOREAL, AUSTRAL):
        with serving(town.poles[pole.id]):
            with sessions()() as session, session.begin():
                made, _ = create_request(
                    session,
                    reach="450 555-0123",
                    story="Un projet",
                    mrc=None,
                    consent_text="oui",
                    consent_at=now(),
                    prefix=load_contacts().reference_prefix,
                )
                reference = made.reference
            assert reference.startswith(pole.prefix)
            mail_tasks(load_settings(), sessions(), load_contacts, Live(SITE))[0].run()
            letters = [path.read_text() for path in var_dir().rglob("*.eml")]
        mine = [text for text in letters if reference in text]
        assert mine
        assert all(f"bonjour@{pole.id}.example" in text for text in mine)
        other = AUSTRAL if pole is BOREAL else BOREAL
        assert not any(f"{other.id}.example" in text for text in letters)
        with town.base(pole.id) as session:
            assert set(session.scalars(select(ContactRequest.reference))) == {reference}


def test_one_who_asks_too_much_at_one_pole_is_served_at_the_other(town: Town) -> None:
    codes = {town.get(BOREAL.id, "/api/project").status_code for _ in range(PER_MINUTE + 5)}
    assert 429 in codes
    assert town.get(AUSTRAL.id, "/api/project").status_code == 200


def test_a_host_of_nobody_is_told_so_in_french(town: Town) -> None:
    for host in ("autre.example", "boreal.example.autre", "[", "boreal.example@autre"):
        refused = town.client.get("/api/answers?q=oui", headers={"host": host})
        assert refused.status_code in (400, 421), host
        assert "results" not in refused.text
    page = town.client.get("/", headers={"host": "autre.example", "accept": "text/html"})
    assert "Aucun Pôle" in page.text
    assert 'lang="fr' in page.text


def test_a_mistake_in_a_pack_closes_that_pole_alone_until_it_is_put_right(town: Town) -> None:
    page = town.get(BROKEN, "/", headers={"accept": "text/html"})
    assert page.status_code == 503
    assert "fermé pour le moment" in page.text
    assert AUSTRAL.name in unescape(page.text), "its people are told whom to reach"
    refused = town.say(BROKEN, "bonjour")
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "pole_closed")
    assert town.get(AUSTRAL.id, "/").status_code == 200
    answers = town.folder / BROKEN / "answers" / "definition.yaml"
    answers.write_text(answers.read_text(encoding="utf-8").replace("- une faute: [\n", ""), encoding="utf-8")
    assert town.comes(lambda: town.get(BROKEN, "/").status_code == 200)
    assert AUSTRAL.secret in town.say(BROKEN, AUSTRAL.question).json()["messages"][0]["text"]
