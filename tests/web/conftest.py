"""What the tests of the site share: one event loop that serves the applications they ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[None]:
    """Requests are served by one event loop and its threads, as in a server: a client that is given none
    starts a loop and a thread anew for each request, which costs more than most pages."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield
