"""The files of an uploaded archive: nothing of it climbs out, swells, unfolds or breaks what reads it."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import yaml

MAX_FILES = 200
MAX_UNPACKED_BYTES = 20_000_000  # the whole pack is about one million
MAX_NAME_CHARS = 120
# Of one file, its references followed: those of the pack have under 100,000 values, ten deep.
MAX_VALUES, MAX_DEPTH = 500_000, 60
# What an archive that is damaged, or made to harm, raises while it is read.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, OverflowError),
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ArchiveError(Exception):
    """The archive cannot be read; the message says why, in French."""


def files_of(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The name, with `/` between its parts, and the bytes of each file. Raises `ArchiveError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise ArchiveError("L'archive est trop grosse pour un dossier de contenu.")
            found = [(member.filename.replace("\\", "/"), archive.read(member)) for member in members]
    except UNREADABLE:
        raise ArchiveError("Le fichier n'est pas une archive .zip lisible.") from None
    for name, content in found:
        if len(name) > MAX_NAME_CHARS or not name.isprintable():
            raise ArchiveError("Le nom d'un fichier de l'archive est trop long ou illisible.")
        if name.endswith(".yaml") and _unfolds(content):
            raise ArchiveError(f"Le fichier {PurePosixPath(name).name} est trop gros une fois déplié.")
        yield name, content


def _unfolds(content: bytes) -> bool:
    """Whether a YAML file holds too many values, or too deep, once its references are followed: a few lines
    may stand for thousands of millions. One that cannot be read is for the pack's own reader to name."""
    anchors: dict[str, int | None] = {}  # how many values each stands for, once it is closed
    open_ones: list[tuple[str | None, int]] = [(None, 0)]
    try:
        for event in yaml.parse(content, Loader=_LOADER):
            anchor = getattr(event, "anchor", None)
            if isinstance(event, yaml.CollectionStartEvent):
                open_ones.append((anchor, 1))
                if anchor:
                    anchors[anchor] = None
                if len(open_ones) > MAX_DEPTH:
                    return True
                continue
            if isinstance(event, yaml.AliasEvent):
                stands_for = anchors.get(str(anchor), 0)
                if stands_for is None:  # of itself: there is no end to it
                    return True
                told = stands_for
            elif isinstance(event, yaml.CollectionEndEvent):
                anchor, told = open_ones.pop()
            elif isinstance(event, yaml.ScalarEvent):
                told = 1
            else:
                continue
            if anchor and not isinstance(event, yaml.AliasEvent):
                anchors[anchor] = told
            around, held = open_ones[-1]
            if held + told > MAX_VALUES:
                return True
            open_ones[-1] = (around, held + told)
    except (yaml.YAMLError, ValueError):
        return False
    return False
