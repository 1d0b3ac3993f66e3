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
        "too_short": f"il en faut au moins {context.get('min_length')}",
        "int_parsing": "un nombre entier est attendu",
        "int_type": "un nombre entier est attendu",
        "int_from_float": "un nombre entier est attendu",
        "bool_parsing": "oui ou non (true, false) est attendu",
        "bool_type": "oui ou non (true, false) est attendu",
        "model_type": "des champs sont attendus ici («champ: valeur»), pas une valeur ni une liste",
        "dict_type": "des champs sont attendus ici («champ: valeur»), pas une valeur ni une liste",
        "date_type": "une date est attendue (AAAA-MM-JJ)",
        "date_parsing": "une date est attendue (AAAA-MM-JJ)",
        "date_from_datetime_parsing": "une date est attendue (AAAA-MM-JJ)",
        "greater_than_equal": f"un nombre d'au moins {context.get('ge')} est attendu",
        "less_than_equal": f"un nombre d'au plus {context.get('le')} est attendu",
        "string_pattern_mismatch": f"«{detail.get('input')}» n'a pas la forme attendue",
        "literal_error": f"«{detail.get('input')}» n'est pas une valeur permise ({context.get('expected')})",
    }
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    return known.get(kind, f"«{detail.get('input')}» n'est pas accepté ici")
