"""Where the knowledge base and its content pack are, read from the environment.

`DATABASE_URL`: any SQLAlchemy address; SQLite in `var/` by default, PostgreSQL through psycopg 3.
`PACK`: the Pôle's folder in `knowledge/content/`; `CONTENT_DIR`: the same, for a folder kept elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

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


class SecretError(Exception):
    """The file of a secret cannot be read; `args[0]` says which, in French."""


def with_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the secrets that files hold: `NAME_FILE` names the file of `NAME`.

    A file is not seen by the other processes of the machine, nor written in a log. Raises `SecretError`.
    """
    return {**environ, **{name: _read(environ, name) for name in SECRETS if environ.get(f"{name}_FILE")}}


def _given(name: str) -> str:
    """One secret of this process, or nothing. Asked for many times a turn: the others are not read."""
    return _read(os.environ, name) if os.environ.get(f"{name}_FILE") else os.environ.get(name, "")


def _read(environ: Mapping[str, str], name: str) -> str:
    try:
        return Path(environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretError(f"{name}_FILE ne se lit pas: {error.strerror}.") from None


def var_dir() -> Path:
    """The folder for what a run writes (databases, caches, mail caught in development); made if missing."""
    path = Path(os.environ.get("VAR_DIR", PROJECT_DIR / "var"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def content_dir() -> Path:
    """The folder of the Pôle's own content, which the common one completes (see knowledge.pack.layers)."""
    elsewhere = os.environ.get("CONTENT_DIR")
    return Path(elsewhere) if elsewhere else CONTENT_ROOT / os.environ.get("PACK", DEFAULT_PACK)


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
