"""The readings that the team's own examples taught, in place of those of the model they were made from.

They lie beside the models, under the digest of the readings that they replace: a model trained anew from
other data is never overruled by them. A new file is taken up while messages are served.
"""

from __future__ import annotations

import hashlib
import logging
import time
from pathlib import Path

import joblib

from bot.reading_model import ReadingModel

FOLDER = Path(__file__).resolve().parent.parent / "models"
LOOK_SECONDS = 5.0  # between two looks at whether there is a newer file

_log = logging.getLogger(__name__)


def taught_file(own: Path, folder: Path | None = None) -> Path:
    """Where the readings are that replace those of this file."""
    name = hashlib.sha256(own.read_bytes()).hexdigest()[:16]
    return (folder or FOLDER) / f"taught-{name}.joblib"


class Taught:
    """The readings to use now: the model's own, or the newest ones taught."""

    def __init__(self, own: ReadingModel, path: Path) -> None:
        self._model = self._own = own
        self._path = path
        self._seen = 0  # when the file in use was written
        self._looked = 0.0

    def model(self) -> ReadingModel:
        """A file that cannot be read changes nothing; one that is gone gives the model's own back."""
        now = time.monotonic()
        if self._looked and now - self._looked < LOOK_SECONDS:
            return self._model
        self._looked = now
        try:
            written = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            self._model, self._seen = self._own, 0
            return self._model
        if written != self._seen:
            self._seen = written
            try:
                # Only what this project trained is ever loaded (see design: the wall).
                self._model = joblib.load(self._path)
            except Exception:
                _log.exception("Taught readings that cannot be read.")
        return self._model
