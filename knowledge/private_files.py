"""Who may read what a run writes: the account that runs it, and nobody else on the machine."""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PRIVATE_MASK = 0o077


def keep_private(folder: Path) -> None:
    """Close a folder, what it holds, and what this process and its children write from here on.

    What belongs to another account is left as it is.
    """
    os.umask(PRIVATE_MASK)
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        try:
            path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)
        except (PermissionError, FileNotFoundError):
            continue
