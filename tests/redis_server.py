"""A throw-away Redis: on a free port, nothing kept on disk, stopped at the end."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLING = Path(tempfile.gettempdir()) / "redis-for-tests.lock"
START_SECONDS = 10
MISSING = "Redis est absent, et les tests en ont besoin: installez-le (paquet «redis-server»), puis relancez."


def program() -> str:
    """Redis's server; installed by apt when it is missing and we may."""
    found = shutil.which("redis-server")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with INSTALLING.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes: one installs, the others wait
            found = shutil.which("redis-server") or _install()
    if found is None:
        raise RuntimeError(MISSING)
    return found


def _install() -> str | None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "install", "redis-server"]):
        subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return shutil.which("redis-server")


class RedisServer:
    """A server that may be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [program(), *options, "--dir", str(self._folder)], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def silent(self, silent: bool) -> None:
        """Answer nobody while it lives, as across a network that is cut, or answer again."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP if silent else signal.SIGCONT)

    def stop(self) -> None:
        """Kill it, as a machine that falls does."""
        if self._process:
            self._process.kill()
            self._process.wait()


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """A running server, stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(Path(folder))
        try:
            yield server
        finally:
            server.stop()
