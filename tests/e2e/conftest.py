"""What the end-to-end tests share: one running house, a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.host import Host
from tests.e2e.house import Conversation, House, running_house
from tools.browser import bring


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


@pytest.fixture(scope="module")  # Playwright holds an event loop: it is let go between modules
def browser() -> Iterator[Browser]:
    """A real Chromium or Chrome."""
    path = os.environ.get("E2E_BROWSER") or bring()
    assert path, "Aucun navigateur: installez Chromium ou Chrome, puis relancez."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, in French, on a phone-sized screen."""
    context = browser.new_context(locale="fr-CA", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()
