"""The areas outside the subject, as the pack lists them: what they are called, whose door to name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.pack.placeholders import filler_of
from knowledge.pole import AREAS, made_of, own_slots
from knowledge.records import Record, Text
from knowledge.settings import content_dir

AREAS_FILE = AREAS
NEAR = "near"  # on the subject, but more precise than the sources


class Area(Record):
    """An area. `refer_to`: a resource of the base; `door`: where to turn otherwise, by its name alone.

    `named` false: the reply never says which area it took the question for. `firm`: what is surely of this
    area is declined whatever else the message tells, and no door is shown.
    """

    label: Text
    refer_to: str | None = None
    door: str | None = None
    named: bool = True
    firm: bool = False


def areas() -> dict[str, Area]:
    """The areas as they stand now, by id."""
    return made_of(AREAS_FILE, _filled)


def _filled(rows: Mapping[str, Any]) -> dict[str, Area]:
    return read_areas(filler_of(content_dir(), own_slots()).fill(dict(rows)))


def read_areas(rows: dict[str, object]) -> dict[str, Area]:
    """The areas of a file. Raises pydantic's `ValidationError`."""
    return {name: Area.model_validate(row) for name, row in rows.items()}
