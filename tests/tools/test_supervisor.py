"""Small damage stays small: the site goes on, what can be begun anew is, the house ends only when it must."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from knowledge.conversations import conversations_path
from knowledge.damage import SET_ASIDE
from tools import children, supervisor
from tools.children import Child
from tools.supervisor import Supervisor

FALLS = [sys.executable, "-c", "raise SystemExit(1)"]
STAYS = [sys.executable, "-c", "import time; time.sleep(60)"]
NOT_A_BASE = b"\x8f" * 300
DOWN = {"status": "down", "components": {"database": "ok", "dialogue": "down"}}


class Site:
    """The addresses that the supervisor asks, answered as the test says."""

    def __init__(self) -> None:
        self.health: tuple[int, Any] = (503, DOWN)
        self.ready: tuple[int, Any] = (200, {"status": "ok", "model": True})
        self.said: list[Any] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(*(site.ready if self.path.endswith("/ready") else site.health))

            def do_POST(self) -> None:
                site.said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.answer(200, {})

            def answer(self, status: int, body: Any) -> None:
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args: Any) -> None:
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setattr(children, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 2)


def house(site: Site, *kinds: Child, retrain: Callable[[], Path | None] = lambda: None) -> Supervisor:
    return Supervisor(list(kinds), site.url, site.url, retrain)


def run_until(watched: Supervisor, enough: Callable[[], bool], seconds: float = 20) -> int:
    """Run the supervisor until something holds; its exit code."""

    def watch() -> None:
        deadline = time.monotonic() + seconds
        while not enough() and time.monotonic() < deadline:
            time.sleep(0.02)
        watched.stopping = True

    threading.Thread(target=watch, daemon=True).start()
    return watched.run()


def test_the_site_stays_open_when_rasa_cannot_run(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    rasa, web = Child("rasa", FALLS, {}), Child("web", STAYS, {}, vital=True)
    watched = house(site, rasa, web)
    assert run_until(watched, lambda: rasa.given_up and rasa.due is not None) == 0
    assert len(web.starts) == 1
    told = capsys.readouterr().err
    assert told.count("«rasa» s'arrête sans cesse") == 1
    assert "Le reste du site est ouvert" in told


def test_the_house_ends_when_the_web_process_cannot_run(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    rasa, web = Child("rasa", STAYS, {}), Child("web", FALLS, {}, vital=True)
    assert run_until(house(site, rasa, web), lambda: False) == 1
    assert rasa.fallen
    assert "«web» s'arrête sans cesse" in capsys.readouterr().err


def test_damaged_conversations_are_set_aside_before_rasa_starts_and_before_it_starts_again(
    site: Site,
) -> None:
    path = conversations_path()
    path.write_bytes(NOT_A_BASE)
    found: list[bool] = []

    class Rasa(Child):
        def start(self) -> None:
            found.append(path.exists())
            super().start()

    spoils = f"import pathlib; pathlib.Path({str(path)!r}).write_bytes({NOT_A_BASE!r}); raise SystemExit(1)"
    watched = house(
        site, Rasa("rasa", [sys.executable, "-c", spoils], {}), Child("web", STAYS, {}, vital=True)
    )
    assert run_until(watched, lambda: len(found) > 2) == 0
    assert found[:3] == [False, False, False]
    assert path.with_name(path.name + SET_ASIDE).exists()


def test_a_model_that_does_not_load_is_trained_again_once(site: Site) -> None:
    site.ready = (503, {"status": "down", "model": False})
    trained: list[int] = []
    rasa = Child("rasa", STAYS, {})

    def retrain() -> Path:
        assert rasa.fallen  # it does not hold what is replaced
        trained.append(1)
        return Path("model")

    watched = house(site, rasa, Child("web", STAYS, {}, vital=True), retrain=retrain)
    assert run_until(watched, lambda: len(rasa.starts) > 1 and time.monotonic() > rasa.starts[-1] + 0.3) == 0
    assert (len(trained), len(rasa.starts)) == (1, 2)


def test_ready_is_said_once_a_first_message_was_answered(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.health = (200, {"status": "ok"})
    watched = house(site, Child("web", STAYS, {}, vital=True))
    assert run_until(watched, lambda: watched.announced) == 0
    assert [one["message"] for one in site.said] == ["bonjour"]
    assert f"Prêt: {site.url}" in capsys.readouterr().out


def test_ready_is_not_said_while_the_chat_cannot_answer_and_what_is_missing_is(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "START_SECONDS", 0.1)
    watched = house(site, Child("web", STAYS, {}, vital=True))
    start = time.monotonic()
    assert run_until(watched, lambda: time.monotonic() > start + 1) == 0
    told = capsys.readouterr()
    assert "Prêt" not in told.out
    assert "mais pas tout: dialogue" in told.err


def test_the_house_ends_when_nothing_is_served_in_time(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "START_SECONDS", 0.1)
    watched = Supervisor([Child("web", STAYS, {})], "http://127.0.0.1:9", site.url, lambda: None)
    assert run_until(watched, lambda: False) == 1
    assert "n'a pas démarré à temps" in capsys.readouterr().err
