"""Where the knowledge base and its content pack are, read from the environment.

`DATABASE_URL`: any SQLAlchemy address; SQLite in `var/` by default, PostgreSQL through psycopg 3.
`PACK`: the Pôle's folder in `knowledge/content/`; `CONTENT_DIR`: the same, for a folder kept elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
CONTENT_ROOT = Path(__file__).resolve().parent / "content"
COMMON_DIR = CONTENT_ROOT / "common"  # what holds for every Pôle
DEFAULT_PACK = "vhsl"
DEFAULT_CONTENT_DIR = CONTENT_ROOT / DEFAULT_PACK


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
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{var_dir() / 'knowledge.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
