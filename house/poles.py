"""Several Pôles in one process: each has an application of its own, found by the host that is asked for.

Pôles open one after the other, and each serves as soon as it is open. One that cannot be opened says so to
its people, in French, and is tried again; the others know nothing of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from house.opening import ClosedError, what_is_said
from knowledge.hosted import Pole, serving
from web.app import TEMPLATES_DIR
from web.errors import error_response, wants_page

RETRY_SECONDS = 60.0  # reading a pack that has faults takes seconds of a processor
AGAIN = "5"  # seconds, told to a page that comes while its Pôle opens
HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # this machine asks for the house: the first Pôle speaks
OPENING, CLOSED = "opening", "closed"
SAID = {
    OPENING: "L'assistant s'ouvre. Réessayez dans une minute.",
    CLOSED: (
        "L'assistant est fermé pour le moment: une correction est nécessaire de notre côté. "
        "Réessayez plus tard."
    ),
}
NOBODY = "Aucun Pôle ne se trouve à cette adresse."

_log = logging.getLogger(__name__)


def _host(request: Request) -> str:
    """The host that is asked for; empty for what is none."""
    try:
        return request.url.hostname or ""
    except ValueError:
        return ""


class House:
    """The application that the server runs. `open_one`: makes the application of a Pôle, in a thread."""

    def __init__(self, poles: Sequence[Pole], open_one: Callable[[Pole], FastAPI]) -> None:
        self._poles = {pole.id: pole for pole in poles}
        self._at = {host: pole for pole in poles for host in pole.hosts}
        self._first = poles[0]
        self._open_one = open_one
        self._turn = asyncio.Lock()  # one is opened at a time: it takes all of a processor
        self._applications: dict[str, FastAPI] = {}
        self._state = dict.fromkeys(self._poles, OPENING)
        self._life = Starlette(lifespan=self._living)
        self._page = Environment(loader=FileSystemLoader(TEMPLATES_DIR), autoescape=True)

    @property
    def states(self) -> dict[str, str]:
        """Each Pôle that is not open, and why: `opening` or `closed`."""
        return {name: state for name, state in self._state.items() if name not in self._applications}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._life(scope, receive, send)
            return
        request = Request(scope)
        pole = self._pole_at(_host(request))
        if pole is None:
            await self._refusal(request, 421, "no_pole", NOBODY)(scope, receive, send)
            return
        with serving(pole):
            app = self._applications.get(pole.id)
            await (app or self._closed(request, pole))(scope, receive, send)

    def _pole_at(self, host: str) -> Pole | None:
        found = self._at.get(host.lower().rstrip("."))
        return found or (self._first if host in HERE else None)

    def _closed(self, request: Request, pole: Pole) -> Response:
        state = self._state[pole.id]
        said = what_is_said(pole)
        person = f" Pour joindre une personne: {said['name']}, {said['address']}." if said else ""
        reply = self._refusal(request, 503, f"pole_{state}", SAID[state] + person)
        reply.headers["Retry-After"] = AGAIN
        return reply

    def _refusal(self, request: Request, status: int, code: str, sentence: str) -> Response:
        if not wants_page(request):
            return error_response(status, code, sentence)
        page = self._page.get_template("closed.html").render(sentence=sentence)
        return HTMLResponse(page, status)

    @asynccontextmanager
    async def _living(self, _app: Starlette) -> AsyncIterator[None]:
        """Keep every Pôle open while the server lives."""
        over = asyncio.Event()
        kept = [asyncio.create_task(self._keep(pole, over)) for pole in self._poles.values()]
        try:
            yield
        finally:
            over.set()
            for task, pole in zip(kept, self._poles, strict=True):
                if pole not in self._applications:
                    task.cancel()
            await asyncio.gather(*kept, return_exceptions=True)

    async def _keep(self, pole: Pole, over: asyncio.Event) -> None:
        """Have a Pôle open until the end; try again later when that cannot be."""
        with serving(pole):  # what its application begins goes on serving it
            told = ""
            while not over.is_set():
                try:
                    await self._live(pole, over)
                except ClosedError as error:
                    if told != (told := str(error.args[0])):
                        _log.error("Closed: %s.", told)
                except Exception:
                    _log.exception("Closed: it could not be opened.")
                if not over.is_set():
                    self._state[pole.id] = CLOSED
                    await asyncio.sleep(RETRY_SECONDS)

    async def _live(self, pole: Pole, over: asyncio.Event) -> None:
        async with self._turn:
            app = await asyncio.to_thread(self._open_one, pole)
        async with app.router.lifespan_context(app):
            self._applications[pole.id] = app
            _log.info("Open.")
            try:
                await over.wait()
            finally:
                del self._applications[pole.id]
