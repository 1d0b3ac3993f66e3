"""What the tests of the site share: one event loop that serves the applications they ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi.testclient import TestClient

from web import erasure


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[BlockingPortal]:
    """Requests are served by one event loop and its threads, as in a server: a client that is given none
    starts a loop and a thread anew for each request, which costs more than most pages."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield portal


@pytest.fixture(autouse=True)
def _nothing_later(_one_loop: BlockingPortal) -> Iterator[None]:
    """What a test would have erased again, seconds later, ends with the test: its folder is gone by then."""

    async def end() -> None:
        late = tuple(erasure._running)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    yield
    _one_loop.call(end)
