"""What a Pôle says of itself, as it stands now: its pack's files, and what its team changed on screen.

The team's own is in the base, laid over the pack entry by entry, and read again every few seconds by each
process. A base that cannot be read leaves what was last known.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge import settings
from knowledge.database import engine_for, sessions
from knowledge.models import PoleSetting
from knowledge.pack.layers import mapping

SITE, MESSAGES, CONTACTS = "site.yaml", "messages.yaml", "contacts.yaml"
WORDS, AREAS = "words.yaml", "areas.yaml"
SLOTS = "slots"  # of the site
OVERLAID = (SITE, MESSAGES, CONTACTS, WORDS, AREAS)
TERRITORY, DOORS = "territory.yaml", "doors"  # of this file, the team changes some entries (`territory.own`)
KEPT = 64  # Pôles; in tests, bases
FRESH_SECONDS = 2.0  # as soon as an answer is live

Overlay = dict[str, dict[str, Any]]  # file -> key -> value
Made = TypeVar("Made")


# How one reaches the Pôle, the first that is known of `site.yaml`; before it opens, maybe none.
REACHED_BY = ("address", "phone", "email", "website")
UNREACHED = "ses coordonnées ne sont pas encore dans ma base"


def reach(site: Mapping[str, Any]) -> str:
    """Where the Pôle is to be reached; empty while nothing is known."""
    return next((str(site[name]) for name in REACHED_BY if site.get(name)), "")


@dataclass
class _Known:
    """What was last read of one base and one pack, and when."""

    until: float = 0.0
    made: dict[tuple[str, Any], Any] = field(default_factory=dict)  # of a file, by what
    overlay: Overlay = field(default_factory=dict)


_known: OrderedDict[tuple[str, Path], _Known] = OrderedDict()
_lock = threading.RLock()  # what is made of one file may read another


def current(name: str) -> Mapping[str, Any]:
    """A file of the Pôle (one of `OVERLAID`) as it stands now. Raises `FileNotFoundError`."""
    return made_of(name, dict)


def made_of(name: str, make: Callable[[Mapping[str, Any]], Made]) -> Made:
    """What is made of such a file, once for as long as the file stands. Raises `FileNotFoundError`."""
    now, where = time.monotonic(), (settings.database_url(), settings.content_dir())
    with _lock:
        known = _known.setdefault(where, _Known())
        _known.move_to_end(where)
        while len(_known) > KEPT:
            _known.popitem(last=False)
        if now >= known.until:
            overlay = _read(where[0])
            if overlay is None:
                overlay = known.overlay
            if overlay != known.overlay:
                known.made, known.overlay = {}, overlay
            known.until = now + FRESH_SECONDS
        if (name, make) not in known.made:
            known.made[name, make] = make(laid_over(mapping(where[1], name), known.overlay.get(name, {})))
        found: Made = known.made[name, make]
        return found


def own_slots() -> Mapping[str, Any]:
    """The Pôle's own named texts (`slots` of its `site.yaml`) as they stand now; maybe none."""
    try:
        return current(SITE).get(SLOTS) or {}
    except FileNotFoundError:
        return {}


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


def standing(session: Session, name: str) -> dict[str, Any]:
    """A file as it stands in this base; empty when no layer of the pack has it."""
    try:
        pack = mapping(settings.content_dir(), name)
    except FileNotFoundError:
        pack = {}
    return laid_over(pack, overlay_of(session).get(name, {}))


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
    with _lock:
        for known in _known.values():
            known.until = 0.0


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
