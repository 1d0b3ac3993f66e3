"""How the desk's pages say who, when and how many: names for accounts, French for dates, the right number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from knowledge.referral.criteria import MONTHS, french_date

# Who writes without an account, as people read it after «par».
OTHERS = {"import": "l'import du dossier", "commande": "une commande du serveur", "system": "l'assistant"}


def person(author: str, names: Mapping[str, str]) -> str:
    """A colleague's name for their account's address; one who left stays as they were known.

    Input: the names of the accounts, by address.
    """
    return names.get(author) or OTHERS.get(author, author)


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


def counted(number: int, one: str, several: str) -> str:
    """«1 réponse», «3 réponses»; none is said as one, as French does."""
    return f"{number} {several if number > 1 else one}"
