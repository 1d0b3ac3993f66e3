"""Two changes of one entry brought together: the pack's and the team's, each field by who changed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NOTHING: Any = object()


def merged(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The entry with what each side alone changed since `base`, and the fields that both changed otherwise,
    which stay ours. Lists of texts are brought together text by text."""
    whole: dict[str, Any] = {}
    both: list[str] = []
    for key in dict.fromkeys((*ours, *theirs)):
        was, own, coming = (side.get(key, NOTHING) for side in (base, ours, theirs))
        if coming in (was, own) or coming is NOTHING:
            value = own
        elif own == was or own is NOTHING:
            value = coming
        elif all(isinstance(side, Mapping) for side in (own, coming)):
            value, inside = merged(was if isinstance(was, Mapping) else {}, own, coming)
            both += [key] * bool(inside)
        elif all(_are_texts(side) for side in (own, coming)):
            value = _together(was if _are_texts(was) else (), own, coming)
        else:
            value = own
            both.append(key)
        if value is not NOTHING:
            whole[key] = value
    return whole, both


def _are_texts(side: Any) -> bool:
    return isinstance(side, list) and all(isinstance(one, str) for one in side)


def _together(was: Sequence[str], own: Sequence[str], coming: Sequence[str]) -> list[str]:
    """Ours without what the pack took out, then what it added."""
    gone = set(was) - set(coming)
    return list(dict.fromkeys([*(one for one in own if one not in gone), *_gained(was, coming)]))


def _gained(was: Sequence[str], coming: Sequence[str]) -> list[str]:
    """What a list gained, in its order."""
    return [one for one in coming if one not in was]
