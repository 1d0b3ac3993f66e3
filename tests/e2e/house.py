"""The whole house, started for real on free ports and stopped by id."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240
STOP_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Conversation:
    """A person at the other end of POST /api/chat."""

    url: str
    session: str | None = None
    last: list[dict[str, Any]] = field(default_factory=list)

    def say(self, message: str) -> list[dict[str, Any]]:
        """Send a message; the parts of the reply."""
        status, body = post(f"{self.url}/api/chat", {"message": message, "session": self.session})
        assert status == 200, body
        self.session, self.last = body["session"], body["messages"]
        return self.last

    def press(self, title: str) -> list[dict[str, Any]]:
        """Press a button of the last reply by its title."""
        buttons = {b["title"]: b["payload"] for part in self.last for b in part["buttons"]}
        assert title in buttons, sorted(buttons)
        return self.say(buttons[title])


@dataclass(frozen=True)
class House:
    """A running house: its address, its folder, its supervisor's process id."""

    url: str
    var: Path
    pid: int
    environment: dict[str, str]

    def conversation(self) -> Conversation:
        return Conversation(self.url)

    @property
    def database_url(self) -> str:
        return self.environment.get("DATABASE_URL") or f"sqlite:///{self.var / 'knowledge.sqlite3'}"


def post(url: str, body: Any, raw: bytes | None = None) -> tuple[int, Any]:
    """POST JSON (or raw bytes); the status and the decoded reply, also for an error."""
    data = raw if raw is not None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    return fetch(request)


def get(url: str) -> tuple[int, Any]:
    """GET JSON; the status and the decoded reply, also for an error."""
    return fetch(urllib.request.Request(url))


def fetch(request: urllib.request.Request) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@contextmanager
def running_house(var: Path, **settings: str) -> Iterator[House]:
    """Start the supervisor as `make run` does, wait until healthy, stop it at the end."""
    port = free_port()
    environment = {
        **os.environ,
        "VAR_DIR": str(var),
        "PORT": str(port),
        "RASA_URL": f"http://127.0.0.1:{free_port()}",
        "ACTIONS_URL": f"http://127.0.0.1:{free_port()}",
        "RATE_LIMIT_PER_MINUTE": "0",
        **settings,
    }
    log = (var / "supervisor.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_healthy(url, process, var / "supervisor.log")
        yield House(url, var, process.pid, environment)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=STOP_SECONDS)
        log.close()


def wait_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if get(f"{url}/api/health")[0] == 200:
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))
