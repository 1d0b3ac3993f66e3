"""Words written so that no machine reads them, as people who fear a filter do: «m0urir», «s u i c i d e»."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.search.lexicon import frequencies
from knowledge.search.text import fold

_FILE = Path(__file__).with_name("spelled.yaml")
_WORD = re.compile(r"\w+")
# Four letters at least, each set apart from the next by the same mark or one space.
_APART = re.compile(r"(?<![\w'’])[^\W\d_](?:([ ._*/-])[^\W\d_])(?:\1[^\W\d_]){2,}(?![\w'’])")
# Three words at least, with the same mark in the place of each space; and a word cut by a hyphen.
_JOINED = re.compile(r"(?<![\w@/.-])[^\W\d_]+([_.*])[^\W\d_]+(?:\1[^\W\d_]+)+(?![\w@/-])")
_CUT_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+-[^\W\d_]+(?![\w'’-])")
_SMALL_THEN_CAPITAL = re.compile(r"[^\W\d_]*(?:[a-zà-ÿ][A-ZÀ-Þ])[^\W\d_]*")
# What only a machine obeys, before what a person says.
_COMMAND = re.compile(r"\s*/\w+\s+(?=\w)")
_GAP = re.compile(r"\s{2,}")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return str.maketrans(loaded["letters"]), str.maketrans(loaded["figures"])


def plainly(text: str) -> str:
    """The text with such words as they are read aloud, without a command before it; any other as it is."""
    command = _COMMAND.match(text)
    text = text[command.end() :] if command else text
    if not text.isascii():
        text = _WORD.sub(_in_one_alphabet, _unstruck(text))
    text = _WORD.sub(_with_letters, text)
    if 2 * len(_SMALL_THEN_CAPITAL.findall(text)) > len(_WORD.findall(text)):  # «jE vEuX MoUrIr»
        text = text.lower()
    text = _CUT_WORD.sub(_uncut, _JOINED.sub(_spaced, text))
    return _GAP.sub(" ", _APART.sub(lambda found: found[0].replace(found[1], ""), text))


def _spaced(found: re.Match[str]) -> str:
    """«je_veux_mourir» with spaces, when each part is a word; a site's name or initials stay."""
    parts = found[0].split(found[1])
    said = sum(len(part) > 1 for part in parts) > 1 and all(fold(part) in frequencies() for part in parts)
    return " ".join(parts) if said and not found[0].startswith("www.") else found[0]


def _uncut(found: re.Match[str]) -> str:
    """«mou-rir» in one, when only then it is a word."""
    parts, whole = fold(found[0]).split("-"), fold(found[0]).replace("-", "")
    cut = whole in frequencies() and not all(part in frequencies() for part in parts)
    return found[0].replace("-", "") if cut else found[0]


def _unstruck(text: str) -> str:
    """Without the marks that strike a letter through or stand on it and make no other letter."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.combining(char) and kept and fold(kept[-1]).isascii():
            continue
        kept.append(char)
    return "".join(kept)


def _in_one_alphabet(found: re.Match[str]) -> str:
    """A word of Latin letters and others that look like them, in Latin letters; any other stays."""
    word = found[0]
    letters, _ = _tables()
    if word.isascii() or not any("a" <= char <= "z" for char in fold(word)):
        return word
    return word.translate(letters)


def _with_letters(found: re.Match[str]) -> str:
    """«su1c1de» as «suicide», when French knows the word so read."""
    word = found[0]
    if word.isalpha() or not (word[0].isalpha() and word[-1].isalpha()):
        return word
    _, figures = _tables()
    read = word.translate(figures)
    return read if read.isalpha() and fold(read) in frequencies() else word
