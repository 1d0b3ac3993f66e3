"""Making copies of a base: consistent, sealed, and only the last few kept."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge.backup.engines import engine_name, take_out
from knowledge.backup.erasures import keep_list_beside, noted
from knowledge.backup.sealing import Sealed
from knowledge.database import migrate, sessions
from knowledge.models import now
from knowledge.private_files import PRIVATE_MASK
from knowledge.settings import environment, var_dir

SUFFIX = ".copie"
MANIFEST, BASE = "manifest.json", "base"
STAMP = "%Y%m%dT%H%M%SZ"
DEFAULT_KEPT = 14
FOLDER = "backups"
ASIDE = "copie-en-cours-"
LEFT_SECONDS = 3600


def backup_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where copies go: `BACKUP_DIR`, better on another disk than the base; by default in `var/`."""
    environ = environment() if environ is None else environ
    return Path(environ["BACKUP_DIR"]) if environ.get("BACKUP_DIR") else var_dir() / FOLDER


def newest_copy(folder: Path) -> tuple[dt.datetime, int] | None:
    """When the last copy in a folder was made, and its bytes; None when none can be seen there."""
    try:
        found = [path.stat() for path in folder.glob(f"*{SUFFIX}")]
    except OSError:
        return None
    last = max(found, key=lambda one: one.st_mtime, default=None)
    return (dt.datetime.fromtimestamp(last.st_mtime, dt.timezone.utc), last.st_size) if last else None


@contextmanager
def privately() -> Iterator[Path]:
    """A folder that only this account reads, gone at the end with what it holds.

    What a command that was killed left in the clear is erased by the next one.
    """
    for left in var_dir().glob(f"{ASIDE}*"):
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    before = os.umask(PRIVATE_MASK)
    try:
        with tempfile.TemporaryDirectory(prefix=ASIDE, dir=var_dir()) as folder:
            yield Path(folder)
    finally:
        os.umask(before)


def make_copy(url: str, target: Path, key: str, moment: dt.datetime | None = None) -> Path:
    """Write a sealed copy of the base to a file, whole or not at all, and the list of erasures beside it."""
    moment = moment or now()
    migrate(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    with privately() as aside:
        base = aside / BASE
        take_out(url, base)
        manifest = {"engine": engine_name(url), "at": moment.isoformat(), "bytes": base.stat().st_size}
        try:
            with partial.open("wb") as file:
                sealed = Sealed(file, key)
                with tarfile.open(fileobj=sealed, mode="w|") as archive:
                    _add_manifest(archive, manifest)
                    archive.add(base, BASE)
                sealed.finish()
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        with sessions(url)() as session:
            keep_beside(target.parent, session)
    return target


def keep_beside(folder: Path, session: Session) -> int:
    """Bring the list of erasures beside the copies up to date; how many lines were new to it."""
    return keep_list_beside(folder, noted(session))


def name_of(moment: dt.datetime) -> str:
    """How the copy of a moment is named in a folder of copies: their order is that of time."""
    return f"base-{moment.astimezone(dt.timezone.utc).strftime(STAMP)}{SUFFIX}"


def rotate(folder: Path, kept: int) -> list[Path]:
    """Erase the oldest copies of a folder beyond so many; which. Only files named as ours."""
    copies = sorted(folder.glob(f"base-*{SUFFIX}"))
    gone = copies[: max(0, len(copies) - kept)]
    for path in gone:
        path.unlink()
    return gone


def _add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    body = json.dumps(manifest).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(body)
    archive.addfile(entry, BytesIO(body))
