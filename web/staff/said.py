"""How the desk's pages say who and how many: names for accounts, the right number."""

from __future__ import annotations

from collections.abc import Mapping

# Who writes without an account, as people read it after «par».
OTHERS = {"import": "l'import du dossier", "commande": "une commande du serveur", "system": "l'assistant"}


def person(author: str, names: Mapping[str, str]) -> str:
    """A colleague's name for their account's address; one who left stays as they were known.

    Input: the names of the accounts, by address.
    """
    return names.get(author) or OTHERS.get(author, author)


def counted(number: int, one: str, several: str) -> str:
    """«1 réponse», «3 réponses»; none is said as one, as French does."""
    return f"{number} {several if number > 1 else one}"
