"""What a common text says of the Pôle that gives it: `{pole}`, `{territoire}`, `{premiere_porte}`…

Filled when a pack is read, so that what staff see and edit is the sentence itself. A `{local:NAME}` is a slot
that the Pôle fills in its `site.yaml` (`slots`) or on screen; the line of an empty one goes. In the text of
an answer it stays as it is written, and is filled each time the answers are indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.pack.layers import find, mapping, read_mapping
from knowledge.pole import SLOTS
from knowledge.slugs import slug
from knowledge.territory.regions import regions, within

_NAMED = re.compile(r"\{([a-z_]+)\}")
_SLOT = re.compile(r"\{local:([a-z0-9-]+)\}")
MAX_SLOTS, MAX_SLOT_CHARS = 60, 600

NAMES = (
    "pole", "pole_court", "territoire", "mrc_list", "region", "en_region", "site", "adresse", "premiere_porte"
)  # fmt: skip


class Filler:
    """Fills the placeholders of one pack."""

    def __init__(self, values: Mapping[str, str], slots: Mapping[str, str]) -> None:
        self._values = values
        self._slots = slots

    def named(self, text: str) -> str:
        """One text, its slots left as they are."""
        return _NAMED.sub(lambda found: self._values.get(found[1], found[0]), text)

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
        return self.named(with_slots(text, self._slots))


def with_slots(text: str, slots: Mapping[str, Any]) -> str:
    """A text with its slots filled, without the lines of those that are empty."""
    if not _SLOT.search(text):
        return text
    lines = [line for line in text.split("\n") if all(slots.get(name) for name in _SLOT.findall(line))]
    return _SLOT.sub(lambda found: str(slots[found[1]]), "\n".join(lines))


def slots_in(value: Any) -> set[str]:
    """The names of the slots that a value of a pack's file has, however deep."""
    if isinstance(value, str):
        return set(_SLOT.findall(value))
    each = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for one in each for name in slots_in(one)}


def slot_name(typed: str) -> str:
    """What somebody typed, as the name of a slot."""
    return slug(typed).replace("_", "-")


def slot_faults(slots: Any) -> Iterator[str]:
    """What is wrong with the slots of a Pôle, in French."""
    if not isinstance(slots, Mapping):
        yield "un texte par nom est attendu"
        return
    if len(slots) > MAX_SLOTS:
        yield f"{MAX_SLOTS} textes au plus"
    for name, text in slots.items():
        said = "" if text is None else str(text)
        if not name or slot_name(str(name)) != name:
            yield f"«{name}»: un nom a des lettres sans accent, des chiffres et des traits d'union"
        if len(said) > MAX_SLOT_CHARS or "\n" in said.strip():
            yield f"«{name}»: une seule ligne, {MAX_SLOT_CHARS} caractères au plus"
        if set(said) & set("{}<>"):
            yield f"«{name}»: sans accolades ni chevrons"


def filler_of(folder: Path, slots: Mapping[str, Any] | None = None) -> Filler:
    """The filler of a pack; one that leaves unknown what the pack's files do not say.

    Input: `slots`, as the team has them, instead of those of the pack.
    """
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
    slots = (site.get(SLOTS) if slots is None else slots) or {}
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
