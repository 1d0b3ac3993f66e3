"""The house with so many of each process, and a PostgreSQL and a Redis of its own, while a block lasts."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import yaml
from sqlalchemy import text

from knowledge.database import engine_for
from knowledge.hosted import POLES
from knowledge.settings import conversations_url, database_url
from tests.postgresql import Cluster, running_cluster
from tests.redis_server import RedisServer, running_redis
from tools.children import Child
from tools.ports import take_near
from tools.replicas import make_children, what_is_missing
from tools.serve import prepare_content, prepare_model
from tools.supervisor import Supervisor
from web.settings import load_settings

START_SECONDS = 400.0


@dataclass
class House:
    """The processes under their supervisor, and what they share."""

    supervisor: Supervisor
    cluster: Cluster
    redis: RedisServer
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Start again what falls, as the supervisor does."""
        while not self.over.is_set():
            for child in self.supervisor.children:
                self.supervisor._tend(child)
            time.sleep(0.3)

    def kill(self, *names: str) -> None:
        """Kill processes, as a machine that falls does."""
        for child in self.supervisor.children:
            if child.name in names:
                child.signal(signal.SIGKILL)

    @property
    def sites(self) -> list[Child]:
        """The processes of the site."""
        return [child for child in self.supervisor.children if child.name.startswith("site")]

    def room(self, room: bool) -> None:
        """Leave no room on the disk for any process, or give it back. PostgreSQL, which ends when it cannot
        write its journal, is started again then, as the system does."""
        for pid in [child.process.pid for child in self.supervisor.children if child.process]:
            with suppress(ProcessLookupError):
                _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if room else 0, most))
        self.cluster.room(room)
        if room and not self.cluster.processes():
            self.cluster.rise()

    def spent(self) -> dict[str, float]:
        """The seconds of processor that each process took so far."""
        return {child.name: spent(child.process.pid) for child in self.supervisor.children if child.process}

    def memory(self) -> dict[str, float]:
        """What each process holds, in MB, what they share counted once among them."""
        return {child.name: pss(child.process.pid) for child in self.supervisor.children if child.process}

    def owner(self) -> str | None:
        """Who does the background work."""
        with engine_for(database_url()).connect() as connection:
            owner = connection.scalar(text("SELECT owner FROM lease WHERE until > clock_timestamp()"))
            return None if owner is None else str(owner)


def pss(pid: int) -> float:
    """What a process holds, in MB; what it shares with others is divided among them."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return float(next(line.split()[1] for line in told.splitlines() if line.startswith("Pss:"))) / 1024


def spent(pid: int) -> float:
    """The seconds of processor that a process took so far."""
    told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(
    folder: Path, count: int = 2, *, pinned: bool = False, poles: Path | None = None
) -> Iterator[House]:
    """The house with so many of each, ready to answer; all of it stopped at the end. `pinned`: each site and
    each Rasa of a number on one processor, the same for both, as on a machine of its own. `poles`: the file
    of the Pôles that it serves, each in a base of its own."""
    with running_cluster() as cluster, running_redis() as redis:
        port = take_near(8090)
        os.environ |= {
            "VAR_DIR": str(folder),
            "DATABASE_URL": _base(cluster, poles),
            **({POLES: str(poles)} if poles else {}),
            "CONVERSATIONS_URL": cluster.database().replace("+psycopg", ""),
            "REDIS_URL": redis.url,
            "RATE_LIMIT_PER_MINUTE": "0",
            "PORT": str(port),
        }
        settings = load_settings()
        missing = what_is_missing(settings)
        if missing or (poles is None and not prepare_content()):
            sys.exit(missing or 1)
        model = prepare_model()
        if model is None:
            sys.exit(1)
        children, rasa_url = make_children(count, model, settings)
        supervisor = Supervisor(children, f"http://127.0.0.1:{port}", rasa_url, lambda: None)
        house = House(supervisor, cluster, redis)
        for child in children:
            number = child.name.rpartition("-")[2]
            if pinned and number.isdecimal():
                core = str((int(number) - 1) % (os.cpu_count() or 1))
                child.command = ["taskset", "--cpu-list", core, *child.command]
            child.start()
        watching = threading.Thread(target=house.watch)
        watching.start()
        try:
            wait_whole(house)
            yield house
        finally:
            house.over.set()
            watching.join()
            for child in children:
                child.signal(signal.SIGTERM)
            for child in children:
                child.stop(5)
            engine_for(database_url()).dispose()
            engine_for(conversations_url()).dispose()


def _base(cluster: Cluster, poles: Path | None) -> str:
    if poles is None:
        return cluster.database()
    listed = yaml.safe_load(poles.read_text(encoding="utf-8"))["poles"]
    return cluster.each_pole(one["id"].replace("-", "_") for one in listed)


def wait_whole(house: House) -> float:
    """Wait until each process answers for itself; the seconds that took."""
    began = time.monotonic()
    asked = [f"http://127.0.0.1:{site.environment['PORT']}/api/health" for site in house.sites]
    asked += [f"{url}/webhooks/rest/ready" for url in house.sites[0].environment["RASA_URL"].split()]
    while not all(_fine(url) for url in asked):
        assert time.monotonic() - began < START_SECONDS, "the house did not start"
        time.sleep(0.5)
    return time.monotonic() - began


def _fine(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
