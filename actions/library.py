"""What the actions share in their process: the database and the search over it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache

from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import hurried, sessions
from knowledge.search.service import AnswerSearch
from knowledge.settings import once_a_pole
from knowledge.territory import Gazetteer, PlaceMatch
from knowledge.territory.live import LivePlaces

REMEMBERED = 8  # texts: a turn reads its message once, and what is shared by all is small


class OneReading(LivePlaces):
    """The places of a text are looked for once, however many ask for them in a turn."""

    def find(self, text: str) -> list[PlaceMatch]:
        return _found(self.now(), text)


@lru_cache(maxsize=REMEMBERED)
def _found(places: Gazetteer, text: str) -> list[PlaceMatch]:
    return places.find(text)


KEEPING_SECONDS = 2.0  # the gateway waits 4.5 for the whole turn


@once_a_pole
def database() -> sessionmaker[Session]:
    """Sessions on the base of the Pôle that is served."""
    return sessions()


def keeping() -> AbstractContextManager[Session]:
    """A transaction for what a person was promised. Raises `OperationalError`, in time to say so, when the
    base cannot be written."""
    return hurried(database(), KEEPING_SECONDS)


@once_a_pole
def answer_search() -> AnswerSearch:
    """The search of that Pôle; it follows the database by itself."""
    return AnswerSearch(database())


@once_a_pole
def gazetteer() -> Gazetteer:
    """The places, as that search last read them."""
    return OneReading(lambda: answer_search().gazetteer)
