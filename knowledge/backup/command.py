"""`python -m knowledge backup|restore`: copies by command, in French."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from knowledge.backup.copies import DEFAULT_KEPT, SUFFIX, backup_folder, make_copy, name_of, rotate
from knowledge.backup.engines import EngineError
from knowledge.backup.restoring import RestoreError, restore
from knowledge.backup.sealing import SealError
from knowledge.models import now
from knowledge.settings import SecretError, database_url, environment, with_secrets

REFUSALS = (SealError, EngineError, RestoreError)


def backup_key(environ: Mapping[str, str] | None = None) -> str:
    """The key of the copies: what `BACKUP_KEY_FILE` holds, or `BACKUP_KEY`. Raises `SealError`."""
    try:
        key = with_secrets(environment() if environ is None else environ).get("BACKUP_KEY", "")
    except SecretError as error:
        raise SealError(error.args[0]) from None
    if not key:
        raise SealError(
            "Il manque la clé des copies: BACKUP_KEY_FILE, un fichier gardé ailleurs qu'elles. Au hasard: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return key


def add_backup_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The two commands, beside the others of `python -m knowledge`."""
    make = commands.add_parser("backup", help="copier la base, chiffrée, pendant qu'elle sert")
    make.add_argument(
        "target",
        nargs="?",
        type=Path,
        help=f"un fichier {SUFFIX}, ou un dossier de copies (BACKUP_DIR par défaut)",
    )
    make.add_argument("--keep", type=int, default=DEFAULT_KEPT, help="copies gardées dans le dossier")
    back = commands.add_parser("restore", help="remettre une copie, sans ce qui a été effacé depuis")
    back.add_argument("source", type=Path)
    back.add_argument("--replace", action="store_true", help="remplacer la base qui est là")
    back.add_argument(
        "--erasures", type=Path, action="append", default=[], help="une autre liste d'effacements à appliquer"
    )


def run_backup(target: Path | None, keep: int) -> int:
    """Make a copy; 1 with the reason in French when it cannot be."""
    moment, began = now(), time.monotonic()
    folder = target or backup_folder()
    rotated = folder.suffix != SUFFIX
    if rotated and keep < 1:
        print("--keep: gardez au moins une copie.", file=sys.stderr)
        return 1
    try:
        made = make_copy(
            database_url(), folder / name_of(moment) if rotated else folder, backup_key(), moment
        )
    except (*REFUSALS, OSError, SQLAlchemyError) as error:
        print(f"Copie impossible: {_reason(error)}", file=sys.stderr)
        return 1
    gone = rotate(folder, keep) if rotated else []
    megabytes = made.stat().st_size / 1e6
    print(f"Copie faite en {time.monotonic() - began:.1f} s: {made} ({megabytes:.1f} Mo).")
    if gone:
        print(f"  {len(gone)} ancienne(s) copie(s) effacée(s), {keep} gardée(s) au plus.")
    return 0


def run_restore(source: Path, lists: list[Path], *, replace: bool) -> int:
    """Put a copy back; 1 with the reason in French when it cannot be."""
    missing = [path for path in lists if not path.exists()]
    if missing:
        print(f"Restauration refusée: il n'y a pas de liste à {missing[0]}.", file=sys.stderr)
        return 1
    began = time.monotonic()
    try:
        done = restore(database_url(), source, backup_key(), tuple(lists), replace=replace)
    except (*REFUSALS, OSError, SQLAlchemyError) as error:
        print(f"Restauration refusée: {_reason(error)}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - began
    print(f"Copie du {done.made:%Y-%m-%d %H:%M} UTC remise en {seconds:.1f} s.")
    print(f"  {done.erased} élément(s) effacé(s) depuis à la demande de quelqu'un: ils ne sont pas revenus.")
    return 0


def _reason(error: Exception) -> str:
    if isinstance(error, REFUSALS):
        return str(error.args[0])
    return f"{str(getattr(error, 'orig', None) or error).splitlines()[0]}."
