"""What a message points at in a list, by its place there: «la deuxième», «le 2», «le dernier», «l'autre»."""

from __future__ import annotations

import re

# The place in a list, folded; not «le premier employé», nor «la première année».
_AT = r"(?:le|la|les|l|du|au|aux|de la|celui|celle|numero|no|choix|option|question|reponse|#) ?"
_REST = (
    r"(?=\W*(?:$|(?:c|ca|cest|ces|il|ils|y|elle|elles|je|j|jfais|on|est|sont|a|ont|donne\w*|prend|prete\w*|demande\w*|accepte\w*|aide\w*|finance\w*|vise\w*|ouvre|ferme|peut|couvre|paye?|coute|offre\w*"
    r"|fait|pis|et|comment|combien|ou|quand|faut|eux|lui|choix|option|question|reponse|organisme|fonds|svp|stp"
    r"|m.interesse|de la liste|dans la liste|la|sur|about|detail\w*|que|qui|serait)\b))"
)
_ORDINAL = (
    r"(?P<first>(?:tout )?premi(?:er|ere)s?|1(?:re|ere|er)?|une?)"
    r"|(?P<second>deuxi?eme|seconde?|2(?:e|eme|ieme|nde?)?|deux)|(?P<third>troisi?eme|3(?:e|eme|ieme)?|trois)"
    r"|(?P<fourth>quatrieme|4(?:e|eme)?)|(?P<fifth>cinquieme|5(?:e|eme)?)"
    r"|(?P<sixth>sixieme|6(?:e|eme)?)|(?P<seventh>septieme|7(?:e|eme)?)|(?P<eighth>huitieme|8(?:e|eme)?)"
    r"|(?P<last>derniere?|du bas)"
)
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4}
_PLACES |= {"sixth": 5, "seventh": 6, "eighth": 7, "last": -1}
POINTED = re.compile(rf"(?:^|\b|#){_AT}(?:{_ORDINAL}){_REST}")
ALONE = re.compile(rf"^\W*(?:{_ORDINAL})\W*$")
MIDDLE = re.compile(r"\b(?:du milieu)\b")
OTHER = re.compile(r"\bl.?autre\b(?! (?:mrc|client|projet|fois))")


def place_pointed_at(folded: str, count: int, current: int | None = None) -> int | None:
    """The place in a list of `count` that a folded text points at, or None. `current`: the place last spoken
    of, after which «l'autre» comes."""
    if not count:
        return None
    found = POINTED.search(folded) or ALONE.search(folded)
    place = _PLACES[found.lastgroup] if found and found.lastgroup else None
    if place is not None and -count <= place < count:
        return place % count
    if MIDDLE.search(folded):
        return count // 2
    if OTHER.search(folded) and current is not None:
        return (current + 1) % count
    return None
