"""The places as they stand now, to hold on to: what the team changes on screen is there in seconds."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.territory.atlas import Doors
from knowledge.territory.gazetteer import Gazetteer
from knowledge.territory.places import Place, PlaceMatch


class LivePlaces(Gazetteer):
    """A gazetteer that always is the one in force. `now` gives that one."""

    def __init__(self, now: Callable[[], Gazetteer]) -> None:
        self.now = now

    def by_code(self, code: str) -> Place | None:
        return self.now().by_code(code)

    def mrcs(self) -> tuple[Place, ...]:
        return self.now().mrcs()

    @property
    def example(self) -> Place | None:
        return self.now().example

    def mrc(self, mrc_id: str) -> Place | None:
        return self.now().mrc(mrc_id)

    def doors(self, mrc_id: str) -> Doors | None:
        return self.now().doors(mrc_id)

    def find(self, text: str) -> list[PlaceMatch]:
        return self.now().find(text)

    def likely(self, text: str) -> list[PlaceMatch]:
        return self.now().likely(text)

    def resolve(self, text: str) -> PlaceMatch | None:
        return self.now().resolve(text)
