"""Something wrong in a pack, named for people: which file, which entry, what, in French."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """Something wrong in the pack: where, and what, in French."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, entrée «{self.entry}»: {self.message}"


def french_message(detail: Any) -> str:
    """A pydantic error as a French sentence for staff."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    known = {
        "missing": "champ obligatoire absent",
        "extra_forbidden": "champ inconnu",
        "string_too_short": "texte trop court",
        "string_too_long": f"texte trop long ({context.get('max_length')} caractères au plus)",
        "string_type": "un texte est attendu",
        "list_type": "une liste est attendue",
        "too_short": "il en faut davantage",
        "int_parsing": "un nombre entier est attendu",
        "bool_parsing": "oui ou non (true, false) est attendu",
        "string_pattern_mismatch": f"«{detail.get('input')}» n'a pas la forme attendue",
        "literal_error": f"«{detail.get('input')}» n'est pas une valeur permise ({context.get('expected')})",
    }
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    return known.get(kind, str(detail["msg"]))
