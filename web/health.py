"""GET /api/health: is every part there."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import hurried
from knowledge.models import ContentVersion

router = APIRouter(prefix="/api", tags=["état"])

PATIENCE_SECONDS = 1.0  # for another writer
TRUE_SECONDS = 2.0
_log = logging.getLogger(__name__)


@router.get("/health")
async def health(request: Request) -> JSONResponse:
    """200 when all components answer, 503 with the failing ones named otherwise."""
    state = request.app.state
    database, dialogue, actions = await asyncio.gather(
        asyncio.to_thread(state.writing.fine),
        state.dialogue.healthy(),
        _actions(state.client, state.settings.actions_url),
    )
    components = {
        "database": database,
        "dialogue": dialogue,
        "actions": actions,
        "search": state.search.ready,
    }
    words = {name: "ok" if fine else "down" for name, fine in components.items()}
    fine = all(components.values())
    return JSONResponse(
        {"status": "ok" if fine else "down", "components": words}, status_code=200 if fine else 503
    )


class Writing:
    """Whether the base can be written, tried at most once every few seconds: anybody may ask."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory
        self._lock = threading.Lock()
        self._until = 0.0
        self._fine = False

    def fine(self) -> bool:
        """The outcome of the last try, or of a new one: a row written as it was."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._fine = self._try()
                self._until = time.monotonic() + TRUE_SECONDS
            return self._fine

    def _try(self) -> bool:
        same = update(ContentVersion).values(number=ContentVersion.number)
        try:
            with hurried(self._factory, PATIENCE_SECONDS) as session:
                session.execute(same.execution_options(synchronize_session=False))
        except SQLAlchemyError as error:
            _log.warning("The database cannot be written (%s).", type(error).__name__)
            return False
        return True


async def _actions(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/health", timeout=2)).status_code == 200
    except httpx.HTTPError:
        return False
