"""A test that promises seconds runs while no other does, however many processes share a run.

Each test enters a room; one that wants it for itself waits at the door until the others have left, and
whoever comes meanwhile waits behind it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def entered(folder: Path, *, alone: bool) -> Iterator[None]:
    """Be in the room while the block lasts; `alone`: with nobody else in it. The processes that name one
    folder share a room; one that dies has left it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "room.lock").open("w") as room:
        with (folder / "door.lock").open("w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
