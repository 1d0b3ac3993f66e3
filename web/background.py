"""What the public process does by itself: e-mails that are due, and erasing what is past its time.

Each task runs in a thread at its own pace. A failure is logged, without any content, and the next turn
comes all the same. Of several processes on one base, one alone does them; when it dies, another takes over.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.backup.copies import backup_folder, keep_beside
from knowledge.clock import Steadiness
from knowledge.contacts import Contacts
from knowledge.lease import LEASE_SECONDS, Duty
from knowledge.mail import DEVELOPMENT_SENDER, MAIL_FOLDER, Mailer, MailFolder, smtp_server
from knowledge.retention import erase_due
from knowledge.settings import environment, served_pole, var_dir
from web.settings import Settings

RETENTION_SECONDS = 15 * 60
ERASURES_SECONDS = 60
DUTY = "background"
KEEP_SECONDS = LEASE_SECONDS / 4  # between two askings for the duty
LOOK_SECONDS = 0.5  # between two looks of a task at whether its process has the duty

_log = logging.getLogger(__name__)
_done: defaultdict[str, dict[str, float]] = defaultdict(dict)  # by Pôle


def last_done() -> dict[str, float]:
    """When each task of the Pôle that is served last ended well here, in seconds of the epoch."""
    return dict(_done[served_pole()])


@dataclass(frozen=True)
class Task:
    """Something to do now, then again and again. `after_seconds`: not before this process is as old."""

    name: str
    every_seconds: float
    run: Callable[[], object]
    after_seconds: float = 0.0


def tasks(factory: sessionmaker[Session]) -> list[Task]:
    """The tasks of this process that send nothing; those that do are in `web.mailing`."""
    steady = Steadiness()
    due = [Task("retention", RETENTION_SECONDS, lambda: erase_steadily(factory, steady))]
    if environment().get("BACKUP_DIR"):
        # Beside the copies, perhaps on another disk: it outlives the base.
        due.append(Task("erasures", ERASURES_SECONDS, partial(keep_list, factory)))
    return due


def erase_steadily(factory: sessionmaker[Session], steady: Steadiness) -> None:
    """Erase what is due, unless the clock was just set ahead."""
    if steady.believed():
        erase_due(factory)
    else:
        _log.warning("The clock was set ahead: nothing is erased until it is put right, or stands.")


def keep_list(factory: sessionmaker[Session]) -> int:
    """Bring the list of erasures beside the copies up to date."""
    with factory() as session:
        return keep_beside(backup_folder(), session)


def with_sender(settings: Settings, contacts: Contacts) -> Contacts:
    """The addresses, with a sender in development where none is configured (production does not start)."""
    own = smtp_server(settings.smtp_url).own_address if settings.smtp_url else None
    if settings.production or contacts.sender or own:
        return contacts
    return contacts.model_copy(update={"sender": DEVELOPMENT_SENDER})


def mailer(settings: Settings) -> Mailer | None:
    """What sends e-mails: the server of `SMTP_URL`, else in development a folder, else nothing."""
    if settings.smtp_url:
        return smtp_server(settings.smtp_url)
    return None if settings.production else MailFolder(var_dir() / MAIL_FOLDER)


@asynccontextmanager
async def running(due: Sequence[Task], duty: Duty | None = None) -> AsyncIterator[None]:
    """Run the tasks while the block lasts. `duty`: only while this process has it."""
    loops = [asyncio.create_task(_repeat(task, duty)) for task in due]
    if duty is not None:
        loops.append(asyncio.create_task(_keep(duty)))
    try:
        yield
    finally:
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        if duty is not None:
            with contextlib.suppress(SQLAlchemyError):
                await asyncio.to_thread(duty.give_back)


async def _keep(duty: Duty) -> None:
    """Ask for the duty again and again: it is ours as long as we do, and another's when that one falls."""
    had = False
    while True:
        try:
            has = await asyncio.to_thread(duty.take)
        except SQLAlchemyError as error:
            has = duty.held
            _log.warning("The duty could not be asked for (%s).", type(error).__name__)
        if has != had:
            _log.info("This process %s the background work.", "takes" if has else "leaves")
        had = has
        await asyncio.sleep(KEEP_SECONDS)


async def _repeat(task: Task, duty: Duty | None) -> None:
    await asyncio.sleep(task.after_seconds)
    while True:
        while duty is not None and not duty.held:
            await asyncio.sleep(LOOK_SECONDS)
        try:
            await asyncio.to_thread(task.run)
            _done[served_pole()][task.name] = time.time()
        except Exception:
            _log.exception("The background task «%s» failed; it runs again later.", task.name)
        await asyncio.sleep(task.every_seconds)
