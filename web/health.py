"""GET /api/health: is every part there."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import threading
import time
from collections.abc import Callable

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.datastructures import State

from knowledge.database import hurried
from knowledge.models import ContentVersion
from knowledge.settings import var_dir

router = APIRouter(prefix="/api", tags=["état"])

PATIENCE_SECONDS = 1.0  # for another writer
TRUE_SECONDS = 2.0
ROOM = 1 << 20  # bytes
_log = logging.getLogger(__name__)


@router.get("/health")
async def health(request: Request) -> JSONResponse:
    """200 when all components answer, 503 with the failing ones named otherwise."""
    found = await components(request.app.state)
    words = {name: "ok" if fine else "down" for name, fine in found.items()}
    fine = all(found.values())
    return JSONResponse(
        {"status": "ok" if fine else "down", "components": words}, status_code=200 if fine else 503
    )


async def components(state: State) -> dict[str, bool]:
    """Each part of the house, and whether it does its work. Input: the application's state."""
    database, disk, dialogue, actions = await asyncio.gather(
        asyncio.to_thread(state.writing.fine),
        asyncio.to_thread(state.room.fine),
        state.dialogue.healthy(),
        _actions(state.client, state.settings.actions_url),
    )
    return {
        "database": database,
        "disk": disk,
        "dialogue": dialogue,
        "actions": actions,
        "search": state.search.ready,
    }


class Tried:
    """Whether something can be done, tried at most once every few seconds: anybody may ask."""

    def __init__(self, attempt: Callable[[], bool]) -> None:
        self._attempt = attempt
        self._lock = threading.Lock()
        self._until = 0.0
        self._fine = False

    def fine(self) -> bool:
        """The outcome of the last try, or of a new one."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._fine = self._attempt()
                self._until = time.monotonic() + TRUE_SECONDS
            return self._fine


def base_is_written(factory: sessionmaker[Session]) -> bool:
    """Whether the base takes a row, written as it was."""
    same = update(ContentVersion).values(number=ContentVersion.number)
    try:
        with hurried(factory, PATIENCE_SECONDS) as session:
            session.execute(same.execution_options(synchronize_session=False))
    except SQLAlchemyError as error:
        _log.warning("The database cannot be written (%s).", type(error).__name__)
        return False
    return True


def disk_has_room() -> bool:
    """Whether a request and its thread would find room where this process writes. A base takes a row as it
    was without any, in what it had of the disk already."""
    try:
        with tempfile.TemporaryFile(dir=var_dir()) as file:
            file.write(bytes(ROOM))
            file.flush()
    except OSError as error:
        _log.warning("There is no room on the disk (%s).", type(error).__name__)
        return False
    return True


async def _actions(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/health", timeout=2)).status_code == 200
    except httpx.HTTPError:
        return False
