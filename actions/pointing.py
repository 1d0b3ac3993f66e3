"""What a message points at in a list, by its place there: «la deuxième», «le 2», «le dernier», «l'autre».

The rule finds the place; but for the shortest, whether a message points at all is a reading.
"""

from __future__ import annotations

import re

# The place in a list, folded; not «le premier employé», nor «la première année».
_AT = r"(?:le|la|les|l|du|au|aux|de la|celui|celle|numero|no|choix|option|question|reponse|#) ?"
# What may follow it: words of grammar only. Before others («la deuxième prête combien», «le premier employé»)
# only a reading tells whether it points.
_REST = (
    r"(?=\W*(?:$|(?:c|ca|cest|ces|il|ils|y|elle|elles|je|j|on|est|sont|a|ont|pis|et|comment|combien|ou|quand"
    r"|eux|lui|choix|option|question|reponse|organisme|fonds|svp|stp|de la liste|dans la liste|la|sur|about"
    r"|que|qui)\b))"
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
ORDINAL = re.compile(rf"(?:^|\b|#){_AT}(?:{_ORDINAL})\b")
ALONE = re.compile(rf"^\W*(?:{_ORDINAL})\W*$")
MIDDLE = re.compile(r"\b(?:du milieu)\b")
TOP, BOTTOM = (
    re.compile(rf"\b(?:celui|celle|fonds|organisme|premiere?) (?:d.)?(?:en|du|tout en) {side}\b")
    for side in ("haut", "bas")
)
OTHER = re.compile(r"\bl.?autre\b(?! (?:mrc|client|projet|fois))")


# «Les deux premiers», «les trois derniers», and all of them: «compare les trois».
SEVERAL = re.compile(
    r"\b(?P<count>deux|trois|two|three|2|3)\b(?: (?P<from>premi|derni)\w*)?|\bfirst (?P<english>two|three)\b"
)
_COUNTS = {"deux": 2, "two": 2, "2": 2, "trois": 3, "three": 3, "3": 3}


def places_pointed_at(folded: str, count: int) -> list[int]:
    """The places in a list of `count` that a folded text points at together, in order: each by its place, or
    as many from the top or the end; none when it points at fewer than two."""
    found = [_PLACES[one.lastgroup] for one in ORDINAL.finditer(folded) if one.lastgroup]
    places = sorted({place % count for place in found if -count <= place < count}) if count else []
    group = SEVERAL.search(folded)
    if len(places) < 2 and group is not None:
        size = min(_COUNTS[group["count"] or group["english"]], count)
        last = group["from"] == "derni"
        places = list(range(count - size, count) if last else range(size))
    return places if len(places) > 1 else []


def place_pointed_at(
    folded: str, count: int, current: int | None = None, *, points: bool = False
) -> int | None:
    """The place in a list of `count` that a folded text points at, or None. `current`: the place last spoken
    of, after which «l'autre» comes; `points`: whether it is read as pointing at something, whatever follows
    the place."""
    if not count:
        return None
    found = (ORDINAL if points else POINTED).search(folded) or ALONE.search(folded)
    place = _PLACES[found.lastgroup] if found and found.lastgroup else None
    if place is not None and -count <= place < count:
        return place % count
    if MIDDLE.search(folded):
        return count // 2
    if TOP.search(folded) or BOTTOM.search(folded):
        return 0 if TOP.search(folded) else count - 1
    if OTHER.search(folded) and current is not None:
        return (current + 1) % count
    return None
