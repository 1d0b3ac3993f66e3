"""Putting a copy back, here or on another machine, without what was erased since it was made."""

from __future__ import annotations

import datetime as dt
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge.backup.copies import BASE, MANIFEST, privately
from knowledge.backup.engines import SQLITE, engine_name, is_filled, put_back
from knowledge.backup.erasures import (
    ADVISER,
    CLIENT_SHEET,
    ERASED,
    FOLLOWED,
    KEPT_DAYS,
    LIST_FILE,
    PAGE,
    REQUEST,
    SUBSCRIBER,
    WATCHING,
    Erasure,
    noted,
    read_list,
    remember,
)
from knowledge.backup.sealing import opened
from knowledge.database import content_number, engine_for, migrate, sessions
from knowledge.models import Adviser, ClientSheet, ContactRequest, ContentVersion, Subscriber, Watching, now
from knowledge.network.advisers import leave as leave_space
from knowledge.network.client_sheets import erase as erase_sheet
from knowledge.network.referrals import all_of
from knowledge.network.referrals import withdraw as withdraw_referral
from knowledge.network.watching import leave as leave_alerts
from knowledge.requests import WITHDRAWN, withdraw
from knowledge.retention import erase_due
from knowledge.shared_pages import erase_pages, token_digest
from knowledge.subscribers import leave


class RestoreError(Exception):
    """A copy cannot be put back; `args[0]` says why, in French. The base stands as it was."""


@dataclass(frozen=True)
class Restored:
    """What a restore came to: when the copy was made, and how much of it had been erased since."""

    made: dt.datetime
    erased: int


def restore(
    url: str, source: Path, key: str, lists: tuple[Path, ...] = (), *, replace: bool = False
) -> Restored:
    """Put a copy in the base at this address.

    Input: `lists`, files of erasures beside the one next to the copy; `replace`, whether what the base holds
    may go. What the base itself knows of erasures is applied too. Raises `RestoreError`, `SealError` or
    `EngineError`.
    """
    filled = is_filled(url)
    if filled and not replace:
        raise RestoreError("La base n'est pas vide. Ajoutez --replace pour la remplacer par la copie.")
    with privately() as aside:
        made = _unpack(source, key, aside, engine_name(url))
        number, known = _standing(url) if filled else (0, set())
        for path in (source.parent / LIST_FILE, *lists):
            known |= read_list(path)
        if engine_name(url) == SQLITE:
            # Brought up to date aside: what was erased is never in the base that people use.
            prepared = f"sqlite:///{aside / BASE}"
            erased = _bring_up(prepared, known, number)
            engine_for(prepared).dispose()
            with put_back(url, aside / BASE):
                pass
        else:
            with put_back(url, aside / BASE):
                erased = _bring_up(url, known, number)
    return Restored(made, erased)


Row = TypeVar("Row")


@dataclass(frozen=True)
class _Erasing(Generic[Row]):
    """How what an erasure names is found again and erased: the rows, the digest of each, what erases it."""

    rows: Callable[[Session], Iterable[Row]]
    digest: Callable[[Row], str | None]
    erase: Callable[[Session, Row], object]

    def again(self, session: Session, digests: set[str]) -> int:
        """Erase those that are named; how many there were."""
        named = [row for row in self.rows(session) if self.digest(row) in digests]
        for row in named:
            self.erase(session, row)
        return len(named)


def _all(table: type[Row]) -> Callable[[Session], Iterable[Row]]:
    return lambda session: session.scalars(select(table)).all()


def _requests(session: Session) -> Iterable[ContactRequest]:
    return session.scalars(select(ContactRequest).where(ContactRequest.status != WITHDRAWN)).all()


_ERASING: Mapping[str, _Erasing[Any]] = {
    # The team is told again to erase the mail it may have had.
    REQUEST: _Erasing(_requests, lambda row: row.withdrawal_digest, withdraw),
    FOLLOWED: _Erasing(all_of, lambda row: row.digest, withdraw_referral),
    WATCHING: _Erasing(_all(Watching), lambda row: row.digest, leave_alerts),
    ADVISER: _Erasing(_all(Adviser), lambda row: row.digest, leave_space),
    CLIENT_SHEET: _Erasing(_all(ClientSheet), lambda row: row.digest, erase_sheet),
    SUBSCRIBER: _Erasing(_all(Subscriber), lambda row: token_digest(row.token), leave),
}


def apply_erasures(session: Session, erasures: set[Erasure]) -> int:
    """Erase again, in the caller's transaction, what a list names; how many things were there."""
    named: dict[str, set[str]] = {kind: set() for kind in ERASED}
    for one in erasures:
        named.setdefault(one.kind, set()).add(one.digest)
    gone = sum(erasing.again(session, named[kind]) for kind, erasing in _ERASING.items())
    return gone + erase_pages(session, sorted(named[PAGE]))


def _bring_up(url: str, known: set[Erasure], number: int) -> int:
    """Bring a restored base to the newest schema, without what was erased; how much that was."""
    migrate(url)
    factory = sessions(url)
    with factory() as session, session.begin():
        known = known | noted(session)
        erased = apply_erasures(session, known)
        remember(session, known)
        # Past both numbers: every process that runs sees other content, and reads it again.
        session.merge(ContentVersion(id=1, number=max(number, content_number(session)) + 1))
    erase_due(factory)  # what was past its time, or came to be since the copy
    return erased


def _standing(url: str) -> tuple[int, set[Erasure]]:
    """The number of the content that stands, and the erasures it knows; nothing of a base that is damaged or
    too old to have a list."""
    try:
        with sessions(url)() as session:
            return content_number(session), noted(session)
    except SQLAlchemyError:
        return 0, set()


def _unpack(source: Path, key: str, folder: Path, engine: str) -> dt.datetime:
    """Open a copy into a folder, wholly checked before anything is touched; when it was made."""
    if not source.is_file():
        raise RestoreError(f"Il n'y a pas de copie à {source}.")
    with source.open("rb") as file, closing(BufferedReader(_Blocks(opened(file, key)))) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|") as archive:
                archive.extractall(folder, filter="data")
            while plain.read(1 << 20):  # the last block too must be authentic
                pass
        except tarfile.TarError:
            raise RestoreError("La copie est abîmée.") from None
    manifest: Mapping[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["engine"] != engine:
        raise RestoreError(f"La copie vient de {manifest['engine']}, et la base est sur {engine}.")
    made = dt.datetime.fromisoformat(manifest["at"])
    if made < now() - dt.timedelta(days=KEPT_DAYS):
        raise RestoreError(
            f"La copie a plus de {KEPT_DAYS} jours: on ne sait plus tout ce qui a été effacé depuis."
        )
    return made


class _Blocks(RawIOBase):
    """A stream of blocks, as a file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._left = block
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
