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
    r"\b(?:(?P<plural>les|des|aux|ces|the|entre) )?(?P<count>deux|trois|quatre|two|three|[2-4])\b"
    r"(?: (?P<from>premi|derni)\w*)?"
    r"|\bfirst (?P<english>two|three)\b"
)
_COUNTS = {"deux": 2, "two": 2, "2": 2, "trois": 3, "three": 3, "3": 3, "quatre": 4, "4": 4}
# What follows the first place: «le premier et le deuxième», «les sites du 1 pis 3».
_ANOTHER = re.compile(rf"\s*,?\s*(?:et|pis|puis|and)?\s*(?:{_AT})?(?:{_ORDINAL})\b")


def places_pointed_at(folded: str, count: int, *, from_end: bool = False) -> list[int]:
    """The places in a list of `count` that a folded text points at together, in order: each by its place, or
    as many from the top or the end; none when it points at fewer than two. `from_end`: as many must be said
    to be the first or the last: «les deux» may be two of anything."""
    group = SEVERAL.search(folded)
    counted = group is not None and bool(group["from"] or group["english"])
    found = [] if counted else _each_place(folded)
    places = sorted({place % count for place in found if -count <= place < count}) if count else []
    all_of_them = group is not None and bool(group["plural"]) and not from_end
    if len(places) < 2 and group is not None and (counted or all_of_them):
        size = min(_COUNTS[group["count"] or group["english"]], count)
        last = group["from"] == "derni"
        places = list(range(count - size, count) if last else range(size))
    return places if len(places) > 1 else []


def points_at_two(folded: str) -> bool:
    """Whether a folded text speaks of «les deux», which are the first or the last two of nothing."""
    group = SEVERAL.search(folded)
    if group is None or group["from"] or group["english"]:
        return False
    return bool(group["plural"]) and _COUNTS[group["count"]] == 2


def _each_place(folded: str) -> list[int]:
    """The places that a text names one by one."""
    places = []
    found = ORDINAL.search(folded)
    while found is not None and found.lastgroup:
        places.append(_PLACES[found.lastgroup])
        found = _ANOTHER.match(folded, found.end()) or ORDINAL.search(folded, found.end())
    return places


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
