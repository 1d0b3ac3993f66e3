"""The action server in a thread of this process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn

from actions.server import create_app, make_ready
from knowledge.hosted import Pole

RETRY_SECONDS = 2.0  # its port may be taken for a while: the pages are open meanwhile
STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


@contextmanager
def actions_beside(url: str, poles: Sequence[Pole] = ()) -> Iterator[None]:
    """Serve the actions at this address while the block lasts, from when all that a turn needs is loaded.

    `poles`: those of the house, which each load theirs as they open; none in a house of one.
    """
    served = _Served(url, poles)
    thread = threading.Thread(target=served.run, name="actions", daemon=True)
    thread.start()
    try:
        yield
    finally:
        served.stop()
        thread.join(STOP_SECONDS)


class _Served:
    """The server, begun anew when it ends before it is told to."""

    def __init__(self, url: str, poles: Sequence[Pole]) -> None:
        self._poles = poles
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._over = threading.Event()
        self._server: uvicorn.Server | None = None

    def run(self) -> None:
        while not self._over.is_set():
            try:
                if not self._poles:
                    make_ready()
                self._server = self._make()
                if not self._over.is_set():
                    self._server.run()
            except (Exception, SystemExit):  # uvicorn's way to say that it cannot listen
                _log.exception("The actions cannot be served; they are tried again.")
            self._over.wait(RETRY_SECONDS)

    def stop(self) -> None:
        self._over.set()
        if self._server:
            self._server.should_exit = True

    def _make(self) -> uvicorn.Server:
        config = uvicorn.Config(
            create_app(self._poles),
            host=self._host,
            port=self._port,
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="warning",
            log_config=None,
        )
        return uvicorn.Server(config)
