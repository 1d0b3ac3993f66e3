"""What the browser tests look at, and the line between the browser and the house that they can cut."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from tests.axe import broken

REPLY_MS = 20_000  # a real answer, on a busy machine
CHUNK = 65_536
UPSTREAM_SECONDS = 60

# Through the shadow root, to what really has the focus: its label, its text or its id.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return (at.getAttribute("aria-label") || at.textContent || at.id).trim().replace(/\\s+/g, " ");
}"""


def visit(page: Page, address: str) -> None:
    """Open a page and wait until the assistant is there."""
    page.goto(address)
    expect(thread(page)).to_be_visible()


def ask(page: Page, message: str) -> None:
    """Type a message and send it, as a person does."""
    box = page.get_by_role("textbox", name="Votre message")
    box.fill(message)
    box.press("Enter")


def thread(page: Page) -> Locator:
    """The conversation on the page."""
    return page.get_by_role("log", name="Conversation")


def mine(page: Page) -> Locator:
    """The person's own messages in the thread."""
    return thread(page).locator(".me")


def sources_shown(page: Page) -> Locator:
    """The last «Sources et dates» that an answer offers."""
    return thread(page).locator("summary", has_text="Sources et dates").last


def press_choice(page: Page, title: str) -> None:
    """Press a choice of the thread by its exact title (the last one, when it was offered before)."""
    button = thread(page).get_by_role("button", name=title, exact=True).last
    expect(button).to_be_visible(timeout=REPLY_MS)
    button.click()


def focused(page: Page) -> str:
    """What has the keyboard's focus."""
    found: str = page.evaluate(FOCUSED)
    return found


def tab_to(page: Page, name: str, key: str = "Tab", at_most: int = 60) -> None:
    """Press a key until what starts with this name has the focus."""
    seen = []
    for _ in range(at_most):
        page.keyboard.press(key)
        seen.append(focused(page))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"«{name}» never had the focus: {seen}")


def assert_accessible(page: Page, state: str) -> None:
    """axe-core finds nothing on the page as it stands, light or dark."""
    assert broken(page) == [], state


def assert_fits(page: Page, state: str) -> None:
    """The page has nothing beyond its right edge, in the assistant either."""
    wide = page.evaluate(
        """() => {
          const log = document.querySelector("es-assistant")?.shadowRoot?.querySelector(".log");
          const root = document.documentElement;
          return [root.scrollWidth - root.clientWidth, log ? log.scrollWidth - log.clientWidth : 0];
        }"""
    )
    assert wide == [0, 0], f"{state}: {wide} px too wide"


class _Pipe(socketserver.BaseRequestHandler):
    """One connection, passed on both ways."""

    server: Line

    def handle(self) -> None:
        line = self.server
        if not line.carries:
            return
        with (
            contextlib.suppress(OSError),
            socket.create_connection(line.house, timeout=UPSTREAM_SECONDS) as upstream,
        ):
            line.ends += [self.request, upstream]
            back = threading.Thread(target=self._pass, args=(upstream, self.request), daemon=True)
            back.start()
            self._pass(self.request, upstream)
            back.join()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if source is not self.request:
                    self.server.flowing.wait()
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


class Line(socketserver.ThreadingTCPServer):
    """The line to the house: it can be cut (the server is down), stalled (it is slow) and mended."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, house_url: str) -> None:
        address = urlsplit(house_url)
        self.house = (address.hostname or "", address.port or 0)
        self.carries = True
        self.flowing = threading.Event()
        self.flowing.set()
        self.ends: list[socket.socket] = []
        super().__init__(("127.0.0.1", 0), _Pipe)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def cut(self) -> None:
        """Nothing passes any more; what was open is broken."""
        self.carries = False
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()
        self.flowing.set()  # what was waiting finds nobody at the end

    def stall(self) -> None:
        """Questions go, answers wait."""
        self.flowing.clear()

    def mend(self) -> None:
        """Everything passes again."""
        self.carries = True
        self.flowing.set()


@contextmanager
def screen(browser: Browser, width: int, height: int, scheme: str) -> Iterator[Page]:
    """A page in French on a screen of this size, «light» or «dark», without motion: what fades in has, for
    a moment, less contrast than what is there."""
    context = browser.new_context(
        locale="fr-CA",
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@contextmanager
def line_to(house_url: str) -> Iterator[Line]:
    """A line to the house on a free port; taken down at the end."""
    with Line(house_url) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        try:
            yield line
        finally:
            line.cut()
            line.shutdown()
