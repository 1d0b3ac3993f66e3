"""A real Chromium or Chrome for tests, which draws on no graphics card and asks for nothing by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tools.browser import bring

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, closed at the end. It takes a second of a processor to start one."""
    path = os.environ.get("E2E_BROWSER") or bring()
    assert path, "Aucun navigateur: installez Chromium ou Chrome, puis relancez."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield launched
        launched.close()
