"""The row that an address or a form names: never asked for by a number that a base refuses; 404 when there is
none, on an answer that no cache keeps and no search engine reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from fastapi import HTTPException
from sqlalchemy.orm import Session

from web.sharing import PRIVATE_PAGE

Row = TypeVar("Row")

MAX_ROW_DIGITS = 9


def row_numbers(texts: Iterable[str]) -> list[int]:
    """The texts that may be numbers of rows, as numbers. A longer one is no row's: databases refuse it."""
    return [int(text) for text in texts if text.isdecimal() and len(text) <= MAX_ROW_DIGITS]


def row_of(session: Session, table: type[Row], number: int) -> Row | None:
    """The row of a number that came in an address, or None."""
    return session.get(table, number) if 0 <= number < 10**MAX_ROW_DIGITS else None


def or_404(row: Row | None) -> Row:
    """The row. Raises the 404 of a private page when there is none."""
    if row is None:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    return row
