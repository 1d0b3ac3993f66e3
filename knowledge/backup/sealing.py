"""Sealing a copy with a key: AES-256-GCM by blocks, so that nothing is read, changed, cut or swapped unseen.

A file: a mark, a random salt, then blocks. Its own key is derived from the house's key and the salt; a
block's nonce is its number, and what is authenticated with it says whether it is the last one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import RawIOBase
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"ESCOPIE1"
SALT_BYTES = 16
BLOCK_BYTES = 1 << 20
TAG_BYTES = 16
MIN_KEY_CHARS = 32
SCRYPT_COST = 1 << 14


class SealError(Exception):
    """What cannot be opened; `args[0]` says why, in French."""


def _cipher(key: str, salt: bytes) -> AESGCM:
    if len(key) < MIN_KEY_CHARS:
        raise SealError(
            f"La clé des copies doit avoir {MIN_KEY_CHARS} caractères au moins (BACKUP_KEY_FILE)."
        )
    return AESGCM(Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=8, p=1).derive(key.encode()))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class Sealed(RawIOBase):
    """A file to write to, whose content is sealed as it comes; without `finish` it stays unreadable."""

    def __init__(self, target: BinaryIO, key: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self._target, self._cipher = target, _cipher(key, salt)
        self._waiting = bytearray()
        self._number = 0
        target.write(MARK + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take what comes; a block is sealed once more than it has come: the last is known as such."""
        self._waiting += data
        while len(self._waiting) > BLOCK_BYTES:
            self._seal(bytes(self._waiting[:BLOCK_BYTES]), last=False)
            del self._waiting[:BLOCK_BYTES]
        return len(data)

    def finish(self) -> None:
        """Seal the last block."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, block: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number), block, bytes([last])))
        self._number += 1


def opened(source: BinaryIO, key: str) -> Iterator[bytes]:
    """The blocks of a sealed file, each authenticated before it is given. Raises `SealError`."""
    if source.read(len(MARK)) != MARK:
        raise SealError("Ce fichier n'est pas une copie de la base.")
    cipher = _cipher(key, source.read(SALT_BYTES))
    block = source.read(BLOCK_BYTES + TAG_BYTES)
    number = 0
    while True:
        following = source.read(BLOCK_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number), block, bytes([not following]))
        except (InvalidTag, ValueError):
            raise SealError("La copie ne s'ouvre pas: autre clé, ou fichier abîmé ou incomplet.") from None
        if not following:
            return
        block, number = following, number + 1
