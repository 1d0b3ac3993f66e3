"""The actions answer beside the site, in one process, and the site goes on without them."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from house import beside
from house.beside import actions_beside
from knowledge.search.service import AnswerSearch
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer
from web.app import create_app
from web.settings import Settings

PATIENCE_SECONDS = 10


def served(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def comes(url: str) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not served(url) and time.monotonic() < deadline:
        time.sleep(0.05)
    return served(url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_actions_are_there_once_ready_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    ready_before: list[bool] = []
    monkeypatch.setattr(beside, "make_ready", lambda: ready_before.append(served(url)))
    with actions_beside(url):
        assert comes(url)
    assert ready_before == [False], "nothing is taken before all that a turn needs is loaded"
    assert not served(url)


def test_a_port_that_is_taken_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "make_ready", lambda: None)
    monkeypatch.setattr(beside, "RETRY_SECONDS", 0.05)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with actions_beside(url):
            time.sleep(0.3)
            taken.close()
            assert comes(url)


def test_the_site_searches_where_the_actions_do(
    pack_sessions: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    search, places = AnswerSearch(pack_sessions), Gazetteer.from_content(content_dir())
    state = create_app(Settings(secret_key="x" * 40), search, places).state
    assert (state.search, state.gazetteer, state.sessions_factory) == (search, places, pack_sessions)
