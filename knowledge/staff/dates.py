"""The dates that are kept, as people read them."""

from __future__ import annotations

import datetime as dt

from knowledge.referral.criteria import MONTHS, french_date


def date_told(kept: str | None) -> str:
    """«novembre 2026» for «2026-11», «3 mai 2027» for «2027-05-03»; anything else as it is kept."""
    try:
        year, month, *rest = (kept or "").split("-")
        if len(year) != len("2026"):
            return kept or ""
        if not rest:
            return f"{MONTHS[dt.date(int(year), int(month), 1).month - 1]} {year}"
        return french_date(dt.date.fromisoformat(kept or ""))
    except ValueError:
        return kept or ""
