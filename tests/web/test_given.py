"""What a page sends besides words: fields and forms are checked, and nothing sent twice is done twice."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient

from tests import prepared
from web.app import create_app
from web.bundle import widget_script
from web.dialogue import DialogueUnavailableError, to_part
from web.settings import Settings

ID = "0123456789abcdef0123456789abcdef"
MOST_KB = 30  # of the widget, compressed


class Heard:
    """A dialogue that notes what it is asked, and fails as many times as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.commands: list[str] = []
        self.failures = failures

    async def send(self, _conversation: str, message: str, *_given: object) -> list[dict[str, Any]]:
        self.commands.append(message)
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise DialogueUnavailableError
        return [{"text": f"Réponse {len(self.commands)}", "buttons": []}]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    url = prepared.copy_to(prepared.migrated(), tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    app = create_app(Settings(secret_key="x" * 40, rate_limit_per_minute=0))
    app.state.dialogue = Heard()
    return TestClient(app)


def say(client: TestClient, **body: Any) -> Any:
    return client.post("/api/chat", json={"message": "Mon projet", "session": None, **body})


def heard(client: TestClient) -> Heard:
    dialogue: Heard = client.app.state.dialogue  # type: ignore[attr-defined]
    return dialogue


def test_fields_of_the_project_become_one_command_with_checked_values(client: TestClient) -> None:
    reply = say(client, project={"place": "j'habite à Rigaud", "stage": "idea", "amount": "25k", "age": ""})
    assert reply.status_code == 200
    [command] = heard(client).commands
    values = json.loads(command.removeprefix("/inform"))
    assert values["criterion"] == "project"
    read = {name: found[0] for name, found in parse_qs(values["value"], keep_blank_values=True).items()}
    assert read == {"place": read["place"], "stage": "idea", "amount": "25000", "age": ""}
    assert read["place"].isdigit()


@pytest.mark.parametrize(
    ("project", "named"),
    [
        ({"place": "qwrtpl zzz"}, "Lieu"),
        ({"amount": "beaucoup"}, "Montant"),
        ({"stage": "n'importe"}, "Étape"),
        ({"unknown": "x"}, "Aucun champ"),
    ],
)
def test_a_field_that_is_not_understood_is_named_and_nothing_is_sent(
    client: TestClient, project: dict[str, str], named: str
) -> None:
    reply = say(client, project=project)
    assert reply.status_code == 422
    assert named in reply.json()["error"]["message"]
    assert heard(client).commands == []


def test_the_form_of_a_person_is_sent_only_whole_and_agreed_to(client: TestClient) -> None:
    whole = {"reach": "450 555-0143", "note": "Est-ce que le «FDEÉS» {finance} un four?", "consent": True}
    for lacking, code in (({"reach": "bonjour"}, "unknown_reach"), ({"consent": False}, "no_consent")):
        refused = say(client, person=whole | lacking)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
    assert heard(client).commands == []
    assert say(client, person=whole).status_code == 200
    [command] = heard(client).commands
    value = json.loads(command.removeprefix("/talk_to_person"))["value"]
    assert json.loads(base64.urlsafe_b64decode(value.removeprefix("form:"))) == whole


def test_a_message_sent_again_under_its_name_gets_the_reply_that_was_made(client: TestClient) -> None:
    first, again = say(client, id=ID).json(), say(client, id=ID).json()
    assert first == again
    assert len(heard(client).commands) == 1
    session = first["session"]
    other = say(client, id=ID, session=session).json()
    assert other["messages"] != first["messages"], "the name belongs to one conversation"
    assert say(client, session=session).json()["messages"] != other["messages"], "no name, no memory"


def test_a_message_that_failed_is_tried_again(client: TestClient) -> None:
    heard(client).failures = 1
    assert say(client, id=ID).status_code == 503
    assert say(client, id=ID).status_code == 200
    assert len(heard(client).commands) == 2


def test_a_button_says_whether_it_answers_acts_or_judges() -> None:
    payloads = {
        '/feedback_useful{"answer_id":"answer:x"}': "feedback",
        "/roadmap": "action",
        "/talk_to_person": "action",
        '/talk_to_person{"value":"send"}': "choice",
        '/inform{"criterion":"stage","value":"idea"}': "choice",
    }
    said = {"text": "…", "buttons": [{"title": "t", "payload": one} for one in payloads]}
    part = to_part(said)
    assert part is not None
    assert [one["kind"] for one in part["buttons"]] == list(payloads.values())


def test_the_fields_of_a_project_are_offered_with_their_choices(client: TestClient) -> None:
    fields = {one["field"]: one for one in client.get("/api/project").json()["fields"]}
    assert {"place", "stage", "legal_form", "need", "amount", "money", "age"} == set(fields)
    assert len(fields["place"]["choices"]) >= 5
    assert all(one["choices"] or one["hint"] for one in fields.values())


def test_the_widget_is_one_small_file_that_imports_nothing(client: TestClient) -> None:
    reply = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert int(reply.headers["content-length"]) < MOST_KB * 1024
    script = widget_script(("https://site.example.org",))
    assert "https://site.example.org" in script
    assert "</script" not in script
    for module_word in ("\nimport ", "\nexport ", "import.meta", "import("):
        assert module_word not in script
