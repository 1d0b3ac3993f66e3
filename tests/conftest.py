"""What tests share: bases on SQLite and on a throw-away PostgreSQL, the pack in one, chance that is the same
at each run, and no network."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import pickle
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.database import engine_for, sessions
from knowledge.search.service import AnswerSearch
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.staff import accounts
from knowledge.territory import Gazetteer
from tests import prepared
from tests.postgresql import Cluster, running_cluster
from tests.rooms import entered

POSTGRESQL = "postgresql"
# A file that takes long is no process's last; one that runs alone comes when few are left to wait for it.
FIRST, LAST = "slow", "quiet"

# The same, ten times quicker where libyaml is there.
QUICK: dict[object, Any] = {yaml.SafeLoader: getattr(yaml, "CSafeLoader", yaml.SafeLoader)}
LONG_TEXT = 2_000  # characters: what is shorter is parsed sooner than it is looked up
LONGEST_RUN = dt.timedelta(minutes=45)  # of all the tests, on a slow machine

# The same examples at each run: what fails once fails again. A machine that is busy is no fault of ours.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """What holds for a whole process, from before the tests are collected."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    _keep_the_day(patch)
    _read_places_once(patch)
    _parse_once(patch)


def _keep_the_day(patch: pytest.MonkeyPatch) -> None:
    """The day on which a run begins lasts until it ends: a test that asks for it twice gets one answer, and
    what was imported «today» is not of yesterday."""
    real, today = clock.day_of, clock.today()
    midnight = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(), clock.MONTREAL)

    def day_of(instant: dt.datetime) -> dt.date:
        return today if midnight <= instant < midnight + LONGEST_RUN else real(instant)

    patch.setattr(clock, "day_of", day_of)


def _read_places_once(patch: pytest.MonkeyPatch) -> None:
    """The places of the pack are read once a process by all who name its folder: nothing changes them."""
    read = Gazetteer.from_content.__func__  # type: ignore[attr-defined]
    known: dict[type[Gazetteer], Gazetteer] = {}

    def from_content(cls: type[Gazetteer], path: Path | None = None) -> Gazetteer:
        if (path or DEFAULT_CONTENT_DIR) != DEFAULT_CONTENT_DIR:
            return read(cls, path)  # type: ignore[no-any-return]
        if cls not in known:
            known[cls] = read(cls, path)
        return known[cls]

    patch.setattr(Gazetteer, "from_content", classmethod(from_content))


def _parse_once(patch: pytest.MonkeyPatch) -> None:
    """A YAML text is parsed once a process: packs are read hundreds of times, a file or two changed in each.
    Who reads it gets objects of their own."""
    parse = yaml.load
    parsed: dict[tuple[object, bytes], bytes] = {}

    def load(stream: Any, Loader: Any) -> Any:  # noqa: N803 yaml's own name
        Loader = QUICK.get(Loader, Loader)  # noqa: N806
        if not isinstance(stream, str) or len(stream) < LONG_TEXT:
            return parse(stream, Loader)
        key = (Loader, hashlib.sha256(stream.encode("utf-8", "surrogatepass")).digest())
        if key not in parsed:
            parsed[key] = pickle.dumps(parse(stream, Loader), pickle.HIGHEST_PROTOCOL)
        return pickle.loads(parsed[key])  # noqa: S301 we wrote it

    patch.setattr(yaml, "load", load)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files in the order in which processes take them, and what needs PostgreSQL told from the rest."""
    for item in items:
        given: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
        if given.get("database_url") == POSTGRESQL:
            item.add_marker(pytest.mark.postgresql)
    marked = {name: {item.path for item in items if item.get_closest_marker(name)} for name in (FIRST, LAST)}
    # Of those that begin, the last by name first: a browser on the desk needs nothing prepared, which the
    # search wants; who comes to it makes it for all while the others are at work.
    place = {path: -number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(
        key=lambda item: (
            item.path in marked[LAST],
            place[item.path] if item.path in marked[FIRST] else 1,
        )
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that promises seconds runs while no other of this run does."""
    with entered(prepared.FOLDER, alone=item.get_closest_marker("quiet") is not None):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test reaches this machine and nothing else."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host and host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"A test asked for {host}, which is not this machine.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Passwords are slow to hash on purpose: not in tests, which sign in hundreds of times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL cluster of this run alone."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", POSTGRESQL])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a base of one's own, on each of the two systems: with the pack for who asks for
    `filled_database`, migrated for who asks for `database`, empty for the others."""
    holds = next((name for name in ("filled_database", "database") if name in request.fixturenames), None)
    if request.param == "sqlite":
        bases = {"filled_database": prepared.filled, "database": prepared.migrated}
        if holds:
            yield prepared.copy_to(bases[holds](), tmp_path)
        else:
            yield f"sqlite:///{tmp_path / 'knowledge.sqlite3'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    fills = {"filled_database": prepared.fill_with_pack, "database": prepared.migrate}
    url = cluster.database(fills[holds] if holds else None)
    yield url
    engine_for(url).dispose()
    cluster.drop(url)


@pytest.fixture
def database(database_url: str) -> sessionmaker[Session]:
    """Sessions on a migrated base, on each of the two systems."""
    return sessions(database_url)


@pytest.fixture
def filled_database(database_url: str) -> sessionmaker[Session]:
    """Sessions on a base with the content pack, on each of the two systems."""
    return sessions(database_url)


@pytest.fixture(scope="session")
def pack_sessions() -> sessionmaker[Session]:
    """Sessions on a base with the content pack, which only read."""
    return prepared.reading(prepared.filled())


@pytest.fixture(scope="session")
def search(pack_sessions: sessionmaker[Session]) -> AnswerSearch:
    """A search over the content pack, for who only reads."""
    return prepared.ready(pack_sessions)
