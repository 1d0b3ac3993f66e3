"""A site that is frozen stops saying that it turns: the system that watches it can start it anew."""

from __future__ import annotations

import asyncio
import select
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette

from house.watched import READY, TURNS, Watched

EVERY_SECONDS = 0.05


@pytest.fixture
def system(tmp_path: Path) -> Iterator[socket.socket]:
    """What listens to the site, as systemd does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(5)
        yield line


def watched(system: socket.socket) -> Watched:
    return Watched(
        Starlette(),
        {"NOTIFY_SOCKET": system.getsockname(), "WATCHDOG_USEC": str(int(3 * EVERY_SECONDS * 1_000_000))},
    )


def heard(system: socket.socket) -> list[bytes]:
    """All that was said and not heard yet."""
    said = []
    while select.select([system], [], [], 0)[0]:
        said.append(system.recv(64))
    return said


def test_the_system_hears_that_the_site_is_open_then_that_it_turns(system: socket.socket) -> None:
    with TestClient(watched(system)):
        assert system.recv(64) == READY
        assert [system.recv(64) for _ in range(3)] == [TURNS] * 3
    heard(system)
    time.sleep(3 * EVERY_SECONDS)
    assert heard(system) == []


def test_nothing_is_said_while_the_site_is_frozen(system: socket.socket) -> None:

    async def frozen() -> list[bytes]:
        site = watched(system)
        coming: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        opened = asyncio.Event()

        async def send(message: object) -> None:
            opened.set()

        await coming.put({"type": "lifespan.startup"})
        living = asyncio.create_task(site({"type": "lifespan"}, coming.get, send))
        await opened.wait()
        await asyncio.sleep(2 * EVERY_SECONDS)
        heard(system)
        time.sleep(6 * EVERY_SECONDS)  # the loop is held, as by a search that never ends
        said = heard(system)
        await coming.put({"type": "lifespan.shutdown"})
        await living
        return said

    assert asyncio.run(frozen()) == []


def test_where_nobody_watches_the_site_lives_as_ever() -> None:
    with TestClient(Watched(Starlette(), {})) as client:
        assert client.get("/").status_code == 404


def test_a_system_that_no_longer_listens_closes_nothing(tmp_path: Path) -> None:
    with TestClient(Watched(Starlette(), {"NOTIFY_SOCKET": str(tmp_path / "gone")})) as client:
        assert client.get("/").status_code == 404
