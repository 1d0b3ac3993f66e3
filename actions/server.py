"""What Rasa calls: `POST /webhook` runs an action, `GET /health` says that it would.

The protocol of Rasa's action server, over Rasa SDK's own executor; the domain, when Rasa sends it, is not
used. One turn at a time: the next waits in line while one is thought over.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.applications import Starlette
from starlette.background import BackgroundTask, BackgroundTasks
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from actions.library import answer_search, gazetteer
from actions.reply import noted_later
from knowledge.conversations import pole_of
from knowledge.hosted import Pole, serving
from knowledge.logs import REQUEST_HEADER, log_event, request_number
from knowledge.masking import make_ready as make_masking_ready

MAX_NUMBER = 64
FIRST_QUESTION = "c'est quoi une coopérative, et qui peut m'aider à en partir une?"

_log = logging.getLogger(__name__)


def make_ready() -> None:
    """Load all that a turn needs: the first question waits neither for the index nor for the model that masks
    names."""
    answer_search().search(FIRST_QUESTION)
    make_masking_ready()
    gazetteer()
    gc.collect()
    gc.freeze()  # all this stays: nobody waits while it is searched for what nothing holds any more


def create_app(poles: Sequence[Pole] = ()) -> Starlette:
    """The application that runs the actions of this room. The database must be migrated. `poles`: those of
    the house, each served by what is its own; none in a house of one."""
    by_name = {pole.id: pole for pole in poles}
    executor = ActionExecutor()
    executor.register_package("actions")

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def webhook(request: Request) -> JSONResponse:
        request_number.set(request.headers.get(REQUEST_HEADER, "")[:MAX_NUMBER])
        began = time.perf_counter()
        call = await request.json()
        name = pole_of(str(call.get("tracker", {}).get("sender_id", "")))
        if name not in by_name and (name or by_name):
            return JSONResponse({"error": "no such pole"}, status_code=404)
        with serving(by_name[name]) if name else nullcontext():
            reply = await _run(executor, call)
        spent = time.perf_counter() - began
        log_event(_log, "turn", actions_ms=round(1000 * spent, 1), status=reply.status_code)
        return reply

    return Starlette(routes=[Route("/health", health), Route("/webhook", webhook, methods=["POST"])])


async def _run(executor: ActionExecutor, call: dict[str, Any]) -> JSONResponse:
    """What the action of this call gives, with the status that Rasa expects."""
    try:
        with noted_later() as notes:  # nobody waits for what is counted
            result = await executor.run({"domain": {}, **call})
    except ActionNotFoundException as error:
        return _refused(error, 404)
    except ActionExecutionRejection as error:
        return _refused(error, 400)
    except Exception:
        _log.exception("The action failed.")
        return JSONResponse({"error": "action failed"}, status_code=500)
    then = BackgroundTasks([BackgroundTask(write) for write in notes])
    return JSONResponse(result.model_dump() if result else None, background=then)


def _refused(error: ActionNotFoundException | ActionExecutionRejection, status: int) -> JSONResponse:
    return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=status)
