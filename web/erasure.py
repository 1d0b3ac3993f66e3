"""Erasing a conversation: in Rasa's own file, by the gateway, which alone knows its name.

`POST /api/forget` does it for the assistant's button «Recommencer», whatever state the dialogue is in.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StrictStr

from knowledge.conversations import ConversationsError, erase_conversation
from web.errors import ApiError
from web.replays import Replays
from web.sessions import Sessions

router = APIRouter(prefix="/api", tags=["conversation"])

NOT_ERASED = (
    "L'effacement n'a pas pu se faire à l'instant. Réessayez dans un moment; de toute façon, la conversation "
    "s'efface d'elle-même en 24 heures au plus."
)
LATER_SECONDS = (6.0, 24.0)  # a turn takes a few seconds, longer in a crowd
_running: set[asyncio.Task[None]] = set()
_log = logging.getLogger(__name__)


class ForgetRequest(BaseModel):
    """The conversation to erase, by its token."""

    session: StrictStr = Field(max_length=500)


@router.post("/forget")
async def forget(request: Request, body: ForgetRequest) -> dict[str, bool]:
    """Erase a conversation now. One that is unknown or over has nothing left to erase."""
    sessions: Sessions = request.app.state.sessions
    conversation = sessions.conversation(body.session)
    if conversation is not None:
        await erase(conversation, request.app.state.replays)
    return {"erased": True}


async def erase(conversation: str, replays: Replays) -> None:
    """Erase what was said in a conversation. Raises `ApiError`, with what to do, when it cannot be done.

    A message on its way meanwhile is written by Rasa afterwards, with all that came before it: what is
    written late is erased again.
    """
    replays.forget(conversation)
    later = asyncio.create_task(_erase_again(conversation))
    _running.add(later)
    later.add_done_callback(_running.discard)
    try:
        await run_in_threadpool(erase_conversation, conversation)
    except ConversationsError as error:
        _log.warning("A conversation could not be erased now (%s).", type(error).__name__)
        raise ApiError(503, "not_erased", NOT_ERASED) from None


async def _erase_again(conversation: str) -> None:
    for seconds in LATER_SECONDS:
        await asyncio.sleep(seconds)
        with contextlib.suppress(ConversationsError):
            await run_in_threadpool(erase_conversation, conversation)
