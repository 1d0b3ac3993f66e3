"""The self-test at the desk: what it found, how it went lately, and asking for one now; and what was learned
of how people ask."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from knowledge import clock
from knowledge.models import Answer
from knowledge.settings import PROJECT_DIR
from knowledge.staff.selftest import LEVEL_NAMES, is_due, newest, run, runs, worse_of
from knowledge.staff.teaching import LEARNED, lesson
from knowledge.staff.teaching import is_due as is_to_learn
from knowledge.staff.teaching import newest as last_learned
from web.background import Task
from web.staff.access import EditorForm, Reader, database
from web.staff.pages import go, render

router = APIRouter()

LOOK_SECONDS = 20 * 60  # how often it looks whether the night has come
_running = threading.Lock()  # one at a time a process: it takes minutes of one core
_learning = threading.Lock()


@dataclass
class Pace:
    """How far the run underway is, in questions, and how long the last one took in this process."""

    asked: int = 0
    of: int = 0
    minutes: float | None = None

    def so_far(self, asked: int, of: int) -> None:
        self.asked, self.of = asked, of


_pace = Pace()
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
        learned, teaches = last_learned(session), lesson(session)
        to_learn = is_to_learn(session, teaches)
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
        pace=_pace,
        learned=learned,
        learned_well=learned is not None and learned.action == LEARNED,
        taught=len(teaches.taught),
        to_learn=to_learn,
        learning=_learning.locked(),
        learns_here=bool(request.app.state.settings.learning),
    )


@router.post("/autotest")
def ask_now(request: Request, form: EditorForm) -> Response:
    """Begin one, or learn again, after the reply: it takes minutes."""
    if form.text("do") == "learn":
        response = go("/autotest", "reapprendre")
        response.background = BackgroundTask(learn_once, request.app, now=True)
        return response
    response = go("/autotest", "autotest")
    response.background = BackgroundTask(run_once, request.app)
    return response


def run_once(app: FastAPI) -> None:
    """One run, unless one is underway."""
    if not _running.acquire(blocking=False):
        return
    try:
        began = time.monotonic()
        row = run(app.state.sessions_factory, app.state.search.snapshot(), so_far=_pace.so_far)
        _pace.minutes = (time.monotonic() - began) / 60
        _log.info("Self-test: %d of %d right, %d worse.", row.right, row.asked, len(row.worse))
    finally:
        _running.release()


def learn_once(app: FastAPI, *, now: bool = False) -> None:
    """Learn again what messages do, in a process of its own, unless it is underway or done elsewhere; `now`:
    though it was tried with the same examples."""
    module = app.state.settings.learning
    if not module or not _learning.acquire(blocking=False):
        return
    try:
        command = [sys.executable, "-m", module, *(["--now"] if now else [])]
        done = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True)  # noqa: S603
        said = (done.stdout or done.stderr).strip().splitlines()
        _log.info("Learning again: %s", said[-1] if said else done.returncode)
    finally:
        _learning.release()


def nightly(app: FastAPI) -> Task:
    """The task that learns what the team taught, and runs the self-test, once a night: not in the first
    minutes of a house, when people wait for it to be ready and the first of them write."""

    def look() -> None:
        with app.state.sessions_factory() as session:
            due = is_due(session, clock.now())
            taught = due and is_to_learn(session, lesson(session))
        if taught:
            learn_once(app)
        if due:
            run_once(app)

    return Task("self-test", LOOK_SECONDS, look, after_seconds=LOOK_SECONDS)
