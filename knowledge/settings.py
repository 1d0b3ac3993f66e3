"""Where the knowledge base and its content pack are, read from the environment.

`DATABASE_URL`: any SQLAlchemy address; SQLite in `var/` by default, PostgreSQL through psycopg 3.
`PACK`: the Pôle's folder in `knowledge/content/`; `CONTENT_DIR`: the same, for a folder kept elsewhere.

Where several Pôles share a house (`knowledge.hosted`), the settings of the one that is served are laid over
those of the process, for as long as it is.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import RLock
from typing import Generic, TypeVar

PROJECT_DIR = Path(__file__).resolve().parent.parent
CONTENT_ROOT = Path(__file__).resolve().parent / "content"
COMMON_DIR = CONTENT_ROOT / "common"  # what holds for every Pôle
SECRETS = (
    "SECRET_KEY",
    "DATABASE_URL",
    "SMTP_URL",
    "METRICS_TOKEN",
    "BACKUP_KEY",
    "REDIS_URL",
    "CONVERSATIONS_URL",
)
DEFAULT_PACK = "vhsl"
DEFAULT_CONTENT_DIR = CONTENT_ROOT / DEFAULT_PACK
# The vectors of what is published, beside the trained model: like it, made from data and good for any run.
ENCODED_FILE = PROJECT_DIR / "models" / "encoded.npz"
POLE = "POLE"  # which Pôle of the house is served; empty in a house of one

_own: ContextVar[Mapping[str, str]] = ContextVar("own_settings")  # those of the Pôle that is served
Made = TypeVar("Made")


def environment() -> Mapping[str, str]:
    """All settings: of the Pôle that is served, then of the process."""
    own = _own.get(None)
    return os.environ if own is None else ChainMap(dict(own), os.environ)


@contextmanager
def laid_over(own: Mapping[str, str]) -> Iterator[None]:
    """Serve a Pôle by its settings while the block lasts, in this thread or this task and what they begin."""
    before = _own.set(own)
    try:
        yield
    finally:
        _own.reset(before)


def served_pole() -> str:
    """The Pôle that is served, by its id; empty in a house of one."""
    return _own.get({}).get(POLE, "")


class OncePole(Generic[Made]):
    """What is made once for each Pôle of this process, whoever asks first; see `once_a_pole`."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = RLock()
        self._made: dict[tuple[str, Path], Made] = {}

    def __call__(self) -> Made:
        key = (served_pole(), content_dir())
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make()
            return self._made[key]

    def cache_clear(self) -> None:
        """Make it anew for the next who asks."""
        with self._lock:
            self._made.clear()


def once_a_pole(make: Callable[[], Made]) -> OncePole[Made]:
    """A decorator: what depends on the pack or the base is kept for each Pôle, never for the process."""
    return OncePole(make)


class SecretError(Exception):
    """The file of a secret cannot be read; `args[0]` says which, in French."""


def with_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the secrets that files hold: `NAME_FILE` names the file of `NAME`.

    A file is not seen by the other processes of the machine, nor written in a log. Raises `SecretError`.
    """
    return {**environ, **{name: _read(environ, name) for name in SECRETS if environ.get(f"{name}_FILE")}}


def _given(name: str) -> str:
    """One secret of this process, or nothing. Asked for many times a turn: the others are not read."""
    environ = environment()
    return _read(environ, name) if environ.get(f"{name}_FILE") else environ.get(name, "")


def _read(environ: Mapping[str, str], name: str) -> str:
    try:
        return Path(environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretError(f"{name}_FILE ne se lit pas: {error.strerror}.") from None


def var_dir() -> Path:
    """The folder for what a run writes (databases, caches, mail caught in development); made if missing."""
    return _made(Path(environment().get("VAR_DIR", PROJECT_DIR / "var")))


def house_dir() -> Path:
    """The same, of the whole house: what its Pôles have in common, as Rasa's conversations."""
    return _made(Path(os.environ.get("VAR_DIR", PROJECT_DIR / "var")))


def _made(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def content_dir() -> Path:
    """The folder of the Pôle's own content, which the common one completes (see knowledge.pack.layers)."""
    environ = environment()
    elsewhere = environ.get("CONTENT_DIR")
    return Path(elsewhere) if elsewhere else CONTENT_ROOT / (environ.get("PACK") or DEFAULT_PACK)


def database_url() -> str:
    """The database address, with the driver this project installs (psycopg 3) for PostgreSQL."""
    url = _given("DATABASE_URL")
    if not url:
        return f"sqlite:///{var_dir() / 'knowledge.sqlite3'}"
    return with_driver(url)


def conversations_url() -> str:
    """Where Rasa keeps the thread of each conversation: a PostgreSQL that several Rasa share, or empty for a
    file of this machine (see `knowledge.conversations`)."""
    return with_driver(_given("CONVERSATIONS_URL"))


def with_driver(url: str) -> str:
    """An address of PostgreSQL with the driver that this project installs."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
