"""GET /api/health: is every part there."""

from __future__ import annotations

import asyncio
import logging

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

router = APIRouter(prefix="/api", tags=["état"])
_log = logging.getLogger(__name__)


@router.get("/health")
async def health(request: Request) -> JSONResponse:
    """200 when all components answer, 503 with the failing ones named otherwise."""
    state = request.app.state
    database, dialogue, actions = await asyncio.gather(
        asyncio.to_thread(_database, state),
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


def _database(state: object) -> bool:
    try:
        with state.sessions_factory() as session:  # type: ignore[attr-defined]
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        _log.exception("The database does not answer.")
        return False
    return True


async def _actions(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/health", timeout=2)).status_code == 200
    except httpx.HTTPError:
        return False
