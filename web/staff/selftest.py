"""The self-test at the desk: what it found, how it went lately, and asking for one now."""

from __future__ import annotations

import logging
import threading

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from knowledge import clock
from knowledge.models import Answer
from knowledge.staff.selftest import LEVEL_NAMES, is_due, newest, run, runs, worse_of
from web.background import Task
from web.staff.access import EditorForm, Reader, database
from web.staff.pages import go, render

router = APIRouter()

LOOK_SECONDS = 20 * 60  # how often it looks whether the night has come
_running = threading.Lock()  # one at a time a process: it takes minutes of one core
_log = logging.getLogger(__name__)


@router.get("/autotest")
def selftest_page(request: Request, staff: Reader) -> Response:
    """The last run, what got worse in it, and the runs before."""
    with database(request) as session:
        last = newest(session)
        worse = worse_of(last) if last else []
        questions = {
            one.answer: row.question for one in worse if (row := session.get(Answer, one.answer)) is not None
        }
        rows = [(row.at, row.asked, row.right, len(row.worse)) for row in runs(session)]
    return render(
        request,
        staff,
        "selftest.html",
        last=last,
        worse=worse,
        questions=questions,
        rows=rows,
        levels=LEVEL_NAMES,
        running=_running.locked(),
    )


@router.post("/autotest")
def ask_now(request: Request, _form: EditorForm) -> Response:
    """Begin one, after the reply: it takes minutes."""
    response = go("/autotest", "autotest")
    response.background = BackgroundTask(run_once, request.app)
    return response


def run_once(app: FastAPI) -> None:
    """One run, unless one is underway."""
    if not _running.acquire(blocking=False):
        return
    try:
        row = run(app.state.sessions_factory, app.state.search.snapshot())
        _log.info("Self-test: %d of %d right, %d worse.", row.right, row.asked, len(row.worse))
    finally:
        _running.release()


def nightly(app: FastAPI) -> Task:
    """The task that runs it once a night."""

    def look() -> None:
        with app.state.sessions_factory() as session:
            due = is_due(session, clock.now())
        if due:
            run_once(app)

    return Task("self-test", LOOK_SECONDS, look)
