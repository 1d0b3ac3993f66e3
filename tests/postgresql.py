"""A throw-away PostgreSQL: its own cluster, in a temporary folder, on a free port, stopped at the end."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text

from knowledge.database import engine_for
from knowledge.hosted import NAMED

DEBIAN_FOLDERS = Path("/usr/lib/postgresql")
PROGRAMS = ("initdb", "pg_ctl", "postgres")
INSTALLING = Path(tempfile.gettempdir()) / "postgresql-for-tests.lock"
START_SECONDS = "60"
MISSING = (
    "PostgreSQL est absent, et les tests en ont besoin: installez-le (paquet «postgresql»), puis relancez."
)


def programs_folder() -> Path:
    """The folder of PostgreSQL's programs; installed by apt when they are missing and we may."""
    found = _find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with INSTALLING.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes: one installs, the others wait
            found = _find() or _install()
    if found is None:
        raise RuntimeError(MISSING)
    return found


def _install() -> Path | None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "install", "postgresql"]):
        subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL)
    return _find()


def _find() -> Path | None:
    versions = [path for path in DEBIAN_FOLDERS.glob("*/bin") if path.parent.name.isdecimal()]
    candidates = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((path for path in candidates if all((path / name).exists() for name in PROGRAMS)), None)


def _as_somebody(folder: Path) -> list[str]:
    """What to put before a command: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


class Cluster:
    """A running cluster, whose bases are made of templates: each is filled once, and copied."""

    def __init__(self, url: str, run: Callable[[str], None], data: Path, somebody: list[str]) -> None:
        self._url = url
        self._data = data
        self._somebody = somebody  # what is put before a command that its owner alone may give
        self._run = run
        self._admin: Engine = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
        self._templates: dict[Callable[[str], None], str] = {}

    def database(self, fill: Callable[[str], None] | None = None) -> str:
        """The address of a new base, empty or as `fill` makes one at an address."""
        if fill is None:
            return self._make("template0")
        if fill not in self._templates:
            url = self._make("template0")
            fill(url)
            engine_for(url).dispose()  # a template is copied while nobody is in it
            self._templates[fill] = url
        return self._make(self._templates[fill].rpartition("/")[2])

    def each_pole(self, poles: Iterable[str]) -> str:
        """The address of an empty base for each of these Pôles, as the settings of a house give it."""
        mark = uuid4().hex
        for pole in poles:
            self._say(f"CREATE DATABASE test_{mark}_{pole}")
        return f"{self._url}/test_{mark}_{NAMED}"

    def drop(self, url: str) -> None:
        """Let go of a base; a process that has just ended may not have left it yet."""
        self._say(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def fall(self) -> None:
        """Stop at once, as a machine that falls does."""
        self._run("stop")

    def rise(self) -> None:
        """Start again, with all that was committed."""
        self._run("start")

    def processes(self) -> list[int]:
        """Its processes, by their ids; none when it has ended."""
        told = self._data / "postmaster.pid"
        if not told.exists():
            return []
        first = int(told.read_text(encoding="ascii").split()[0])
        children = Path(f"/proc/{first}/task/{first}/children")
        if not children.exists():
            return []
        return [first, *map(int, children.read_text(encoding="ascii").split())]

    def room(self, room: bool) -> None:
        """Leave no room on the disk for its files, or give it back."""
        limit = f"--fsize={'unlimited' if room else 0}:"
        for pid in self.processes():  # one that has just ended is no matter
            subprocess.run(
                [*self._somebody, "prlimit", "--pid", str(pid), limit], check=False, stderr=subprocess.DEVNULL
            )

    def silent(self, silent: bool) -> None:
        """Answer nobody while it lives, as across a network that is cut, or answer again."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP if silent else signal.SIGCONT)

    def close(self) -> None:
        self._admin.dispose()

    def _make(self, template: str) -> str:
        name = f"test_{uuid4().hex}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self._url}/{name}"

    def _say(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A running cluster, stopped at the end."""
    programs = programs_folder()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        somebody = _as_somebody(folder)
        data = folder / "data"

        def run(name: str, *arguments: str) -> None:
            command = [*somebody, str(programs / name), *arguments]
            done = subprocess.run(
                command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            assert done.returncode == 0, f"{name}: {done.stdout}"

        run("initdb", "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        start = ["-D", str(data), "-w", "-t", START_SECONDS, "-o", options, "-l", str(folder / "log")]
        stop = ["-D", str(data), "-m", "immediate", "-w"]
        run("pg_ctl", "start", *start)
        try:
            cluster = Cluster(
                f"postgresql+psycopg://tests@127.0.0.1:{port}",
                lambda what: run("pg_ctl", what, *(start if what == "start" else stop)),
                data,
                somebody,
            )
            yield cluster
            cluster.close()
        finally:
            run("pg_ctl", "stop", *stop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
