"""What a person typed, made safe to pass on: normalised, limited, never a command."""

from __future__ import annotations

import re
import unicodedata

from knowledge.subscribers import read_address
from web.errors import ApiError

MAX_CHARS = 500

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")  # not «moins de <50 000 et >20 membres»
_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")  # as within the name of a site
_KEPT_CONTROLS = {"\n", "\t"}
_JOINERS = {"\u200d", "\ufe0f"}  # part of composed emoji


def clean(message: str) -> str:
    """A typed message in NFKC, without control characters, lone surrogates or invisible marks.

    Input: any text. Raises `ApiError` when nothing is left, or when it is too long before or after
    normalisation (one character may become eighteen).
    """
    if len(message) > MAX_CHARS:
        raise too_long(len(message))
    without_surrogates = message.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    text = unicodedata.normalize("NFKC", without_surrogates)
    text = "".join(char for char in text if _keep(char)).strip()
    if not text:
        raise ApiError(422, "empty_message", "Le message est vide. Écrivez votre question en quelques mots.")
    if len(text) > MAX_CHARS:
        raise too_long(len(text))
    return text


def as_told(text: str, most: int) -> str:
    """What anybody wrote, as it may be e-mailed in our name: on one line, so that it does not speak as we do;
    without marks that nobody sees; and with no address that a mail program turns into a link."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if _keep(char))
    return " ".join(map(_unlinked, seen.split()))[:most].strip()


def _unlinked(word: str) -> str:
    if "/" not in word and read_address(word.strip("<>(),;:.!?«»")):
        return word
    return _DOT.sub(" . ", word.replace("://", " : // "))


def as_plain_text(text: str) -> str:
    """A typed message that Rasa cannot take for a command: it reads «/name» at the start as one. Of what is
    pasted with its markup, the words are what is asked."""
    said = _TAG.sub(" ", text).strip() or text
    return said.lstrip("/ \t\n").strip() or "?"


def too_long(count: int) -> ApiError:
    return ApiError(
        422,
        "message_too_long",
        f"Le message compte {count} caractères, et {MAX_CHARS} au plus sont permis. Raccourcissez-le un peu.",
    )


def _keep(char: str) -> bool:
    category = unicodedata.category(char)
    return char in _KEPT_CONTROLS or char in _JOINERS or category not in ("Cc", "Cf", "Cs", "Co", "Cn")
