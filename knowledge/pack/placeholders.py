"""What a common text says of the Pôle that gives it: `{pole}`, `{territoire}`, `{premiere_porte}`…

Filled when a pack is read, so that what staff see and edit is the sentence itself. A `{local:NAME}` is a slot
that the Pôle fills in its `site.yaml` (`slots`); the line of an empty one goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.pack.layers import find, mapping, read_mapping
from knowledge.territory.regions import regions, within

_NAMED = re.compile(r"\{([a-z_]+)\}")
_SLOT = re.compile(r"\{local:([a-z0-9-]+)\}")

NAMES = (
    "pole", "pole_court", "territoire", "mrc_list", "region", "en_region", "site", "adresse", "premiere_porte"
)  # fmt: skip


class Filler:
    """Fills the placeholders of one pack."""

    def __init__(self, values: Mapping[str, str], slots: Mapping[str, str]) -> None:
        self._values = values
        self._slots = slots

    def fill(self, value: Any) -> Any:
        """A value of a pack's file with every placeholder of its texts filled; the others stay."""
        if isinstance(value, str):
            return self.text(value) if "{" in value else value
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        return value

    def text(self, text: str) -> str:
        """One text."""
        lines = [line for line in text.split("\n") if self._filled(line)]
        slotted = _SLOT.sub(lambda found: self._slots[found[1]], "\n".join(lines))
        return _NAMED.sub(lambda found: self._values.get(found[1], found[0]), slotted)

    def _filled(self, line: str) -> bool:
        return all(self._slots.get(name) for name in _SLOT.findall(line))


def filler_of(folder: Path) -> Filler:
    """The filler of a pack; one that leaves unknown what the pack's files do not say."""
    site = _mapping(folder, "site.yaml")
    territory = _territory(folder)
    region = regions().get(str(territory.get("region")))
    names = [
        str(mrc["name"]) for mrc in territory.get("mrc") or [] if isinstance(mrc, dict) and "name" in mrc
    ]
    values = {
        "pole": site.get("name"),
        "pole_court": site.get("short_name"),
        "territoire": site.get("territory"),
        "mrc_list": ", ".join(names),
        "region": region.shown if region else None,
        "en_region": within(region.name) if region else None,
        "site": site.get("website"),
        "adresse": site.get("address"),
        "premiere_porte": territory.get("first_door"),
    }
    slots = site.get("slots") or {}
    return Filler(
        {name: str(value) for name, value in values.items() if value},
        {str(name): str(value) for name, value in slots.items() if value},
    )


def _mapping(folder: Path, name: str) -> dict[str, Any]:
    try:
        return mapping(folder, name)
    except FileNotFoundError:
        return {}


def _territory(folder: Path) -> dict[str, Any]:
    try:
        return read_mapping(find(folder, "territory.yaml"))
    except FileNotFoundError:
        return {}
