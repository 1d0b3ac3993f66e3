"""Reading what spreadsheets of here write: their encodings, separators, dates and empty lines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

SEPARATORS = ";\t,"
WHOLE_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
FRENCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
SHORT_MONTH = re.compile(r"([a-zéû]{3,9})\.?[- ](\d{2}|\d{4})")
MONTHS = (
    ("janv", "janvier"), ("févr", "fevr", "février"), ("mars",), ("avr", "avril"), ("mai",), ("juin",),
    ("juil", "juillet"), ("août", "aout"), ("sept", "septembre"), ("oct", "octobre"), ("nov", "novembre"),
    ("déc", "dec", "décembre"),
)  # fmt: skip


class UnreadableTableError(Exception):
    """The file is no table; `args[0]` says why, in French."""


def read_table(data: bytes) -> list[dict[str, str]]:
    """The lines of a table by column, empty lines and nameless empty columns left out.

    The line's number in the file is under the key «» of each. Raises `UnreadableTableError`.
    """
    text = _decoded(data)
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        lines = [
            (reader.line_num, [cell.strip() for cell in line]) for line in reader if any(map(str.strip, line))
        ]
    except csv.Error:
        # A cell of over 128 KB: nearly always a quote that opens a text and is never closed.
        raise UnreadableTableError(
            f"Le tableau n'est pas lisible vers la ligne {reader.line_num}: un guillemet y est peut-être "
            "ouvert sans être fermé."
        ) from None
    if not lines:
        raise UnreadableTableError("Le tableau est vide.")
    names = [name.lower().replace(" ", "_") for name in lines[0][1]]
    rows = []
    for number, cells in lines[1:]:
        nameless = [cell for name, cell in zip(names, cells, strict=False) if not name and cell]
        if nameless or any(cells[len(names) :]):
            raise UnreadableTableError(
                f"Ligne {number}: «{(nameless or cells[len(names) :])[0]}» est sous une colonne sans nom."
            )
        named = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        rows.append({**named, "": str(number)})
    return rows


def read_date(text: str, before: str | None, *, month: bool = False) -> str:
    """A date as it is kept («2027-05-01», «2027-05»), whatever a spreadsheet made of it.

    Input: the cell; what was there, since a spreadsheet makes the first day of a month of «2027-05»; `month`
    when only a month is kept. What is no date is given back as it is.
    """
    found = _whole_date(text)
    if found is None:
        return text
    if month or (found.day == 1 and before == found.isoformat()[:7]):
        return found.isoformat()[:7]
    if before and len(before) == 4 and found == dt.date(int(before), 1, 1):
        return before
    return found.isoformat() if not SHORT_MONTH.fullmatch(text.lower()) else found.isoformat()[:7]


def _whole_date(text: str) -> dt.date | None:
    plain = text.strip().lower()
    try:
        if match := WHOLE_DATE.fullmatch(plain):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := FRENCH_DATE.fullmatch(plain):
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        if match := SHORT_MONTH.fullmatch(plain):
            known = [at for at, names in enumerate(MONTHS, 1) if match[1] in names]
            year = int(match[2]) if len(match[2]) == 4 else 2000 + int(match[2])
            return dt.date(year, known[0], 1) if known else None
    except ValueError:
        return None
    return None


def _decoded(data: bytes) -> str:
    """The text: UTF-8, UTF-16 with its mark («Texte Unicode»), or what Windows writes here (cp1252)."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableTableError("Le fichier n'est pas un tableau: enregistrez-le en CSV.")
