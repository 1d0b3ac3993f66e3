"""One process of the house: how it is started, restarted, ended, and where its log goes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.settings import PROJECT_DIR, var_dir

MAX_STARTS = 6  # within the window below; more means that it cannot run as things stand
WINDOW_SECONDS = 300
PAUSE_SECONDS = 1.0  # before a restart: what made it fall may need a moment to pass
LONG_PAUSE_SECONDS = 60.0  # once it cannot run: tried again from time to time
MAX_LOG_BYTES = 5_000_000
KEPT_LOGS = 3  # beside the current one

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Called in a child before its program: it is killed when its parent dies, however that happens.

    Killed and not asked to end: nobody would be left to see to it. The bases stand that.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def log_folder() -> Path:
    """Where the logs are; made if missing."""
    folder = var_dir() / "log"
    folder.mkdir(exist_ok=True)
    return folder


@dataclass
class Child:
    """One process of the house. `vital`: nothing is served without it."""

    name: str
    command: list[str]
    environment: dict[str, str]
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)
    due: float | None = None  # when it is started again
    given_up: bool = False  # said once

    @property
    def log(self) -> Path:
        return log_folder() / f"{self.name}.log"

    def start(self) -> None:
        log = self.log.open("ab")
        # A group of its own: Ctrl-C reaches the supervisor alone, which then stops the others in order.
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=PROJECT_DIR,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        log.close()
        self.due = None
        self.starts.append(time.monotonic())

    @property
    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def hopeless(self) -> bool:
        """Whether it falls again and again."""
        recent = [moment for moment in self.starts if time.monotonic() - moment < WINDOW_SECONDS]
        return len(recent) >= MAX_STARTS

    def plan_restart(self) -> None:
        """Decide when it is started again: soon, or after a while when it cannot run."""
        if self.due is None:
            self.due = time.monotonic() + (LONG_PAUSE_SECONDS if self.given_up else PAUSE_SECONDS)

    def signal(self, number: int) -> None:
        """Send a signal to it and to what it started."""
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def stop(self, seconds: float) -> None:
        """End it: asked first, made to after so many seconds."""
        if self.process is None:
            return
        self.signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, seconds))
        self.signal(signal.SIGKILL)
        self.process.wait()


def rotate(log: Path, limit: int = MAX_LOG_BYTES) -> None:
    """Put a log that has grown past the limit aside and begin it anew; the oldest is dropped.

    The process goes on writing to the same file, at its end.
    """
    if not log.exists() or log.stat().st_size <= limit:
        return
    for number in range(KEPT_LOGS, 1, -1):
        before = log.with_name(f"{log.name}.{number - 1}")
        if before.exists():
            before.replace(log.with_name(f"{log.name}.{number}"))
    with log.open("rb+") as current, log.with_name(f"{log.name}.1").open("wb") as kept:
        current.seek(max(0, log.stat().st_size - limit))  # the end, if it grew very fast
        while block := current.read(1_000_000):
            kept.write(block)
        current.truncate(0)
