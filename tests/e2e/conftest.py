"""What the end-to-end tests share: one running house, a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import chromium
from tests.e2e.host import Host
from tests.e2e.house import Conversation, House, running_house


@pytest.fixture(scope="session")
def site() -> Iterator[Host]:
    """The site that is allowed to embed the assistant."""
    host = Host()
    yield host
    host.close()


@pytest.fixture(scope="session")
def house(site: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole house on free ports, once for the run; it allows that site."""
    var: Path = tmp_path_factory.mktemp("house")
    with running_house(var, ALLOWED_ORIGINS=site.url) as running:
        yield running


@pytest.fixture
def conversation(house: House) -> Conversation:
    """A new conversation."""
    return house.conversation()


@pytest.fixture(scope="package")  # Playwright holds an event loop: it is let go before other tests
def browser() -> Iterator[Browser]:
    """A real Chromium or Chrome."""
    with chromium() as launched:
        yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, in French, on a phone-sized screen."""
    context = browser.new_context(locale="fr-CA", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()
