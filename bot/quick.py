"""What Rasa does around each turn, done once: in this process, whoever loads a model.

- The nodes of a graph are called in order; the stock runner hands each to a scheduler made for many machines.
- The kind of an event is found in a table; the stock search goes through all kinds for each event read.
- The line to the action server stays open between two turns.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

# Shorter than the other end waits before it hangs up: a message is never sent on a line that is gone.
OPEN_SECONDS = 2.0

_session = EndpointConfig.session
_lines: WeakKeyDictionary[AbstractEventLoop, dict[str, aiohttp.ClientSession]] = WeakKeyDictionary()


def hurry() -> None:
    """Have it so. Calling it again changes nothing."""
    DaskGraphRunner.run = run_in_order
    if not hasattr(Event.resolve_by_type, "cache_info"):
        Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(Event.resolve_by_type))
    EndpointConfig.session = _kept_line


def run_in_order(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """What the nodes asked for give, and the names of these nodes. `inputs`: what stands for other nodes."""
    done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    nodes = self._graph_schema.nodes

    def result(name: str) -> Any:
        if name not in done:
            if name not in nodes:
                return name  # the node that needs it says so
            before = [result(needed) for needed in nodes[name].needs.values()]
            done[name] = self._instantiated_nodes[name](*before)
        return done[name]

    try:
        return dict(result(name) for name in targets or self._graph_schema.target_names)
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error


@asynccontextmanager
async def _kept_line(self: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
    """The session of this address in this loop; it stays open when the block is left."""
    lines = _lines.setdefault(get_running_loop(), {})
    if self.url not in lines or lines[self.url].closed:
        made = _session(self)
        made._connector._keepalive_timeout = OPEN_SECONDS
        lines[self.url] = made
    yield lines[self.url]
