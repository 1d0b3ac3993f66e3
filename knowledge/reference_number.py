"""Reference numbers: what a person reads out loud to speak of their request or of their referral."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

# Neither vowels nor what is mistaken for something else (0 O, 1 I L, 5 S, 8 B, 2 Z): it is read out loud.
LETTERS = "34679CDFGHJKMNPQRTVWX"
LENGTH = 6  # 21^6: 85 million


def new_reference(session: Session, column: InstrumentedAttribute[str], start: str) -> str:
    """A number that no row has in this column. Input: the column, and how the number starts."""
    while True:
        reference = start + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if session.scalar(select(column).where(column == reference)) is None:
            return reference
