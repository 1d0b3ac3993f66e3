"""How the desk's pages say who and how many: names for accounts, the right number."""

from __future__ import annotations

from collections.abc import Mapping

# What a browser says of itself and of its machine, and what people call them; the first that is there holds.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
MACHINES = (
    *(("iPhone", "un iPhone"), ("iPad", "un iPad"), ("Android", "un appareil Android")),
    *(("Windows", "Windows"), ("Mac OS X", "un Mac"), ("CrOS", "un Chromebook"), ("Linux", "Linux")),
)
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


def device(told: str) -> str:
    """«Firefox, sur Windows» for what a browser sends as its name; what is not known is said so."""
    browser = next((name for sign, name in BROWSERS if sign in told), "Un navigateur")
    machine = next((name for sign, name in MACHINES if sign in told), "un appareil inconnu")
    return f"{browser}, sur {machine}"
