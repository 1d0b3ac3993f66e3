"""A page opened in a real browser, and waited for no longer than it asks for something."""

from __future__ import annotations

from playwright.sync_api import Page, Request

A_TURN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
A_MOMENT = 20  # milliseconds


def opened(page: Page, address: str) -> None:
    """Open an address: all of the page is there, its scripts have run and got what they asked for.

    Playwright's own «networkidle» waits for half a second without any request, on every page.
    """
    asked: set[Request] = set()

    def begins(request: Request) -> None:
        asked.add(request)

    def ends(request: Request) -> None:
        asked.discard(request)

    page.on("request", begins)
    page.on("requestfinished", ends)
    page.on("requestfailed", ends)
    page.goto(address)
    page.evaluate(A_TURN)
    while asked:
        page.wait_for_timeout(A_MOMENT)
        if not asked:
            page.evaluate(A_TURN)  # what came may ask for more
    page.remove_listener("request", begins)
    page.remove_listener("requestfinished", ends)
    page.remove_listener("requestfailed", ends)
