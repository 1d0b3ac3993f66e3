"""What tests copy rather than make again: a migrated base, one that holds the pack, an index of it.

Made once for the code and the content as they stand, under `var/tests/`, by whichever process comes first.
Who changes a base changes a copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from scipy.sparse import csr_matrix
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import today
from knowledge.database import engine_for, migrate, sessions
from knowledge.pack.files import Pack, read_pack
from knowledge.pack.importer import import_folder
from knowledge.search import build
from knowledge.search.counts import TokenCounts, followed_by
from knowledge.search.service import AnswerSearch
from knowledge.settings import DEFAULT_CONTENT_DIR, PROJECT_DIR
from tests.invented_pack import Invented, write_invented
from tests.small_pack import write_small_pack

FOLDER = PROJECT_DIR / "var" / "tests"
KNOWLEDGE = PROJECT_DIR / "knowledge"
PACKS = PROJECT_DIR / "tests" / "invented_pack.py"
KEPT = 2  # of each kind: the one in use, and the one of a run that began before the last change
Fill = Callable[[str], None]


@cache
def pack() -> Pack:
    """The content pack, read once a process for all who change nothing in it."""
    return read_pack(DEFAULT_CONTENT_DIR)


def fill_with_pack(url: str) -> None:
    """Import the pack in a base, for real."""
    migrate(url)
    with sessions(url)() as session, session.begin():
        import_folder(session, DEFAULT_CONTENT_DIR)


def migrated() -> Path:
    """An SQLite base with the newest schema and nothing in it."""
    return _base("migrated", _digest(KNOWLEDGE / "migrations", KNOWLEDGE / "models"), migrate)


def filled() -> Path:
    """An SQLite base with the content pack, imported today."""
    return _base("filled", _all_knowledge(), fill_with_pack)


def copy_to(base: Path, folder: Path) -> str:
    """The address of one's own copy of a prepared base."""
    copy = folder / "knowledge.sqlite3"
    shutil.copyfile(base, copy)
    return f"sqlite:///{copy}"


def small_pack(folder: Path) -> Path:
    """A folder of one's own with a small pack that stands alone (see `tests/small_pack.py`)."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as aside, tarfile.open(path, "w") as archive:
            archive.add(write_small_pack(Path(aside) / "pack"), arcname=".")

    with tarfile.open(_made("small", _all_knowledge(), make)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def invented_pack(folder: Path, pole: Invented) -> Path:
    """A folder of one's own with the pack of a Pôle that does not exist (see `tests/invented_pack.py`)."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as aside, tarfile.open(path, "w") as archive:
            archive.add(write_invented(Path(aside) / pole.id, pole), arcname=".")

    with tarfile.open(_made(pole.id, f"{_all_knowledge()}-{_digest(PACKS)}", make)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def reading(base: Path) -> sessionmaker[Session]:
    """Sessions on a prepared base itself, which cannot be written through them."""
    return sessions(f"sqlite:///file:{base}?mode=ro&immutable=1&uri=true")


def ready(factory: sessionmaker[Session], **options: float) -> AnswerSearch:
    """A search over a copy of the filled base, whose index stands: it follows what is saved from there."""
    return as_indexed(_indexed(), factory, **options)


def as_indexed(first: AnswerSearch, factory: sessionmaker[Session], **options: float) -> AnswerSearch:
    """A search over a copy of the base of another, which begins with the other's index."""
    search = AnswerSearch(factory, **options)
    search._snapshot, search._builder._names = first._snapshot, first._builder._names
    return search


def remember() -> None:
    """Let this process know what an index counts in the texts of the pack, which takes seconds to count."""
    _remembered()


@cache
def _indexed() -> AnswerSearch:
    remember()
    search = AnswerSearch(reading(filled()))
    search.refresh()
    return search


@cache
def _remembered() -> Path:
    readers = _digest(KNOWLEDGE / "search")

    def learn(path: Path) -> None:
        former = sorted(FOLDER.glob(f"counts-{readers}-*"), key=lambda one: one.stat().st_mtime)
        if former:  # what other texts count is as true as before
            _recall(former[-1])
        AnswerSearch(reading(filled())).refresh()
        state = {
            name: (one.columns, one._base, one._remembered._rows, one._remembered._counts)
            for name, one in _counts().items()
        }
        with path.open("wb") as file:
            pickle.dump(state, file, protocol=pickle.HIGHEST_PROTOCOL)

    path = _made("counts", f"{readers}-{_all_knowledge()}", learn)
    _recall(path)
    return path


def _counts() -> dict[str, TokenCounts]:  # type: ignore[type-arg]
    """All that this process counted; asked for the first time, it reads the vectors written by then."""
    return {name: one for name, one in vars(build._memory()).items() if isinstance(one, TokenCounts)}


def _recall(path: Path) -> None:
    counts = _counts()
    with path.open("rb") as file:
        state = pickle.load(file)  # noqa: S301 we wrote it
    for name, (columns, base, rows, table) in state.items():
        one = counts[name]
        one._base = base
        one.columns.clear()
        one.columns.update(columns)
        # With the room behind it that it has where it was counted.
        one._remembered._rows = rows
        one._remembered._counts = followed_by(csr_matrix((0, 0), dtype=table.dtype), table)


def _base(kind: str, key: str, fill: Fill) -> Path:
    def make(path: Path) -> None:
        url = f"sqlite:///{path}"
        fill(url)
        engine_for(url).dispose()  # the last connection to close leaves the base in one file

    return _made(kind, key, make)


def _made(kind: str, key: str, make: Callable[[Path], None]) -> Path:
    """The file of this kind and key, made if it is not there."""
    path = FOLDER / f"{kind}-{key}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with _alone(kind):
            if not path.exists():
                partial = path.with_name(f"partial-{os.getpid()}-{path.name}")
                make(partial)
                partial.replace(path)
                others = sorted(FOLDER.glob(f"{kind}-*"), key=lambda one: one.stat().st_mtime)
                for old in others[:-KEPT]:
                    old.unlink(missing_ok=True)
    return path


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    with (FOLDER / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _all_knowledge() -> str:
    """A name for all that an import depends on, the day among them."""
    return f"{today():%Y%m%d}-{_digest(KNOWLEDGE)}"


@cache
def _digest(*folders: Path) -> str:
    state = hashlib.sha256()
    for folder in folders:
        for path in (folder, *sorted(folder.rglob("*"))):
            if path.is_file() and path.suffix != ".pyc":
                state.update(f"{path.relative_to(PROJECT_DIR)}\0".encode() + path.read_bytes() + b"\0")
    return state.hexdigest()[:16]
