"""What is typed in a field of the desk, as people write it here, in the form that a record keeps.

«25 000 $», «15 janvier 2027», «mai 2027», «www.exemple.org». What is not understood is given back as it is:
the record says what it expects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from dateparser.date import DateDataParser

from knowledge.referral.numerals import joined, with_figures
from knowledge.search.text import fold
from knowledge.staff.cells import read_date

_KEPT = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_FIGURES = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_MONTH_ONLY = 7  # characters of «2027-05»
_UNITS = ("$", "dollars", "dollar", "cad", "%")
MOST_CHARS = 40  # no date and no amount is longer


def amount(text: str) -> str:
    """A whole number, whatever its spaces, its dollar sign or its letters: «25 000 $», «deux mille»."""
    if text.isdigit() or not text or len(text) > MOST_CHARS:
        return text
    plain = with_figures(fold(text.replace("$", " $ ")))
    tokens = plain.split()
    if any(token[0].isdigit() and not _FIGURES.fullmatch(token) for token in tokens):
        return text
    words = [word for word in joined(tokens) if word not in _UNITS]
    value = words[0].removeprefix("#") if len(words) == 1 and words[0].startswith("#") else ""
    return value if value.isdigit() else text


def day(text: str, *, month: bool = False) -> str:
    """A date as it is kept: «2027-05-01», or «2027-05» when only a month was told or is kept."""
    if not text or _KEPT.fullmatch(text) or len(text) > MOST_CHARS:
        return text
    read = read_date(text, None, month=month)
    if read != text:
        return read
    found = _dates().get_date_data(text)
    if found is None or found.date_obj is None or found.period not in ("day", "month"):
        return text
    told = str(found.date_obj.date().isoformat())
    return told[:_MONTH_ONLY] if month or found.period == "month" else told


def _dates() -> DateDataParser:
    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["month", "year"], "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=["fr"], settings=settings)


def address(text: str) -> str:
    """A site's address with its scheme, which people leave out."""
    return f"https://{text}" if _SITE.fullmatch(text) else text


def named(text: str, names: Mapping[str, str]) -> str:
    """The id of what is called so, by its id or its name; the text itself when nothing, or several, are.

    Input: names by id.
    """
    if not text or text in names:
        return text
    asked = fold(text)
    exact = [key for key, name in names.items() if fold(name) == asked]
    found = exact or [key for key, name in names.items() if asked in fold(name)]
    return found[0] if len(found) == 1 else text


def called(names: Mapping[str, str]) -> dict[str, str]:
    """What each is called in a field that `named` reads back: its name, or its id where two have the name.

    Input: names by id.
    """
    times = Counter(fold(name) for name in names.values())
    return {key: name if times[fold(name)] == 1 else key for key, name in names.items()}
