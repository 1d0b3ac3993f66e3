"""What a team changes of `territory.yaml` on screen, laid over its pack's: other names of places, what the
communities outside every MRC are called together, and who serves the places around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ALIASES, RESERVES_LABEL, OUTSIDE = "aliases", "reserves_label", "outside"
DOORS = "doors"
WHOLE = (RESERVES_LABEL, OUTSIDE, DOORS)  # entries of the file itself
CHANGED = (ALIASES, RESERVES_LABEL, OUTSIDE)  # what places are found and told by

Aliases = dict[str, list[Any]]  # the id of an MRC or the code of another place -> its other names


def places_of(territory: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The places of the file that have other names, each by its id (an MRC) or code (the others)."""
    for mrc in territory.get("mrc") or []:
        yield str(mrc["id"]), mrc
        yield from ((str(town["code"]), town) for town in mrc.get("municipalities") or [])
    yield from ((str(row["code"]), row) for row in territory.get("reserves") or [])


def aliases_of(territory: Mapping[str, Any]) -> Aliases:
    """The other names of each place of the file."""
    return {key: list(place.get("aliases") or []) for key, place in places_of(territory)}


def with_own(territory: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The territory as it stands. `own`: the entries of the file that the team changed, and `aliases`, the
    other names of the places where it changed them."""
    whole = {name: own[name] for name in WHOLE if name in own}
    aliases: Mapping[str, list[Any]] = own.get(ALIASES) or {}
    if not aliases:
        return {**territory, **whole}

    def named(place: Mapping[str, Any], key: object) -> dict[str, Any]:
        return {**place, "aliases": aliases[str(key)]} if str(key) in aliases else dict(place)

    counties = [
        {
            **named(mrc, mrc["id"]),
            "municipalities": [named(town, town["code"]) for town in mrc.get("municipalities") or []],
        }
        for mrc in territory.get("mrc") or []
    ]
    laid = {**territory, **whole, "mrc": counties}
    if territory.get("reserves"):
        laid["reserves"] = [named(row, row["code"]) for row in territory["reserves"]]
    return laid
