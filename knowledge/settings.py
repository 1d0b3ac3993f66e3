"""Where the knowledge base and its content pack are, read from the environment.

`DATABASE_URL`: any SQLAlchemy address; SQLite in `var/` by default, PostgreSQL through psycopg 3.
`CONTENT_DIR`: the content pack; another Pôle points it at its own folder.
"""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
DEFAULT_CONTENT_DIR = Path(__file__).resolve().parent / "content"


def var_dir() -> Path:
    """The folder for what a run writes (databases, caches, mail caught in development); made if missing."""
    path = Path(os.environ.get("VAR_DIR", PROJECT_DIR / "var"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def content_dir() -> Path:
    """The folder of the content pack."""
    return Path(os.environ.get("CONTENT_DIR", DEFAULT_CONTENT_DIR))


def database_url() -> str:
    """The database address, with the driver this project installs (psycopg 3) for PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{var_dir() / 'knowledge.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
