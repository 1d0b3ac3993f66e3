"""The frozen turns of data/turns: a message in a state, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.reading import Reading
from actions.state import State
from actions.turn import Turn
from tests.readings import read

FOLDER = Path(__file__).resolve().parents[2] / "data" / "turns"


@dataclass(frozen=True)
class Frozen:
    """A turn as it was annotated. `act`: the row of the table; `ids`: any of these is what is given or shown;
    `slots`: what is known of the project afterwards."""

    id: str
    state: dict[str, Any]
    message: str
    act: str
    ids: tuple[str, ...]
    slots: dict[str, Any]

    def turn(self) -> Turn:
        """The turn as the actions receive it."""
        read_of = read(self.message)
        reading = Reading(read_of["readings"], tuple(read_of["questions"]))
        return Turn(self.message, Turn.command(self.message), reading, State.of(self.state.get), list)


@cache
def frozen() -> tuple[Frozen, ...]:
    """All of them."""
    return tuple(_read())


def _read() -> Iterator[Frozen]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))["turns"]:
            yield Frozen(
                one["id"],
                one.get("state") or {},
                one["message"],
                one["act"],
                tuple(one.get("ids") or ()),
                one.get("slots") or {},
            )
