"""What a Pôle says of itself, as it stands now: its pack's files, and what its team changed on screen.

The team's own is in the base, laid over the pack entry by entry, and read again every few seconds by each
process. A base that cannot be read leaves what was last known.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import settings
from knowledge.database import engine_for, sessions
from knowledge.models import PoleSetting
from knowledge.pack.layers import mapping

SITE, MESSAGES, CONTACTS = "site.yaml", "messages.yaml", "contacts.yaml"
OVERLAID = (SITE, MESSAGES, CONTACTS)
FRESH_SECONDS = 2.0  # as soon as an answer is live

Overlay = dict[str, dict[str, Any]]  # file -> key -> value


class _Known:
    """What was last read, and when: one base and one pack a process, but for tests."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.of: tuple[str, Path] | None = None
        self.until = 0.0
        self.files: dict[str, dict[str, Any]] = {}
        self.overlay: Overlay = {}


_known = _Known()


def current(name: str) -> Mapping[str, Any]:
    """A file of the Pôle (one of `OVERLAID`) as it stands now. Raises `FileNotFoundError`."""
    now, where = time.monotonic(), (settings.database_url(), settings.content_dir())
    with _known.lock:
        if where != _known.of or now >= _known.until:
            overlay = _read(where[0])
            if overlay is None:
                overlay = _known.overlay if where == _known.of else {}
            if where != _known.of or overlay != _known.overlay:
                _known.files, _known.overlay = {}, overlay
            _known.of, _known.until = where, now + FRESH_SECONDS
        if name not in _known.files:
            _known.files[name] = laid_over(mapping(where[1], name), _known.overlay.get(name, {}))
        return _known.files[name]


class Live(Mapping[str, Any]):
    """A file of the Pôle that is always as it stands now: what pages hold on to."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: str) -> Any:
        return current(self._name)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(current(self._name))

    def __len__(self) -> int:
        return len(current(self._name))


def laid_over(pack: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a pack's file with those of the team in their places."""
    return {**pack, **changed}


def overlay_of(session: Session) -> Overlay:
    """All that the team changed on screen."""
    found: Overlay = defaultdict(dict)
    for row in session.scalars(select(PoleSetting)):
        found[row.file][row.key] = row.value
    return dict(found)


def change(session: Session, name: str, key: str, value: Any, who: str, pack: Mapping[str, Any]) -> bool:
    """Set an entry of a file, in the caller's transaction; whether that changes anything.

    The pack's own value takes the team's away: the entry follows the pack again.
    """
    row = session.get(PoleSetting, (name, key))
    if value == pack.get(key):
        if row is None:
            return False
        session.delete(row)
    elif row is None:
        session.add(PoleSetting(file=name, key=key, value=value, updated_by=who))
    elif row.value == value:
        return False
    else:
        row.value, row.updated_by = value, who
    session.flush()
    return True


def read_again() -> None:
    """Have the next reading look at the base, in this process: after a change is committed."""
    with _known.lock:
        _known.until = 0.0


def _read(url: str) -> Overlay | None:
    """What the base says, or None when it cannot be read. A base that is not there yet is not made."""
    engine = engine_for(url)
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if path and not Path(path).is_file():
        return None
    try:
        with sessions(url)() as session:
            return overlay_of(session)
    except SQLAlchemyError:
        return None
