"""A turn: the message, what it does, where the conversation stands, what is found in it and what it points
at, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from actions.compared_forms import Option, compared_in, last_compared
from actions.found import Found
from actions.message import SHORT_MAX_WORDS
from actions.pointing import place_pointed_at, places_pointed_at
from actions.reading import Pressed
from actions.texts import command_titled
from actions.wants import Wants, wants_of
from knowledge.answers.published import card_of
from knowledge.records import AnyResource, identifier
from knowledge.search.comparison import MANY

LAST_ASKED = 3  # questions back, that a choice between forms may still be about


@dataclass(frozen=True)
class Turn(Found):
    """A message, what is found in it, and what it points at."""

    @staticmethod
    def command(message: str) -> Pressed | None:
        """The button whose title a message is, word for word."""
        command = command_titled(message)
        return Pressed(*command) if command else None

    @cached_property
    def pointed_choice(self) -> str | None:
        """The near answer, of those offered, that the message points at by its place."""
        offered = self.state.choices
        if not offered or self.state.doors_last or self.length > SHORT_MAX_WORDS:
            return None
        place = self.place_among(len(offered))
        answer = None if place is None else self.snapshot.answers.get(offered[place])
        if self.reaches and self.state.shown.numbered and answer and not answer.is_card:
            return None  # «le site web du deuxième», of the doors shown before: an answer has none
        return None if place is None else offered[place]

    @cached_property
    def chosen_form(self) -> Option | None:
        """The one of the forms just compared that the message points at by its place."""
        options = last_compared(self._compared)
        place = self.place_among(len(options))
        return None if place is None else options[place]

    @property
    def forms_compared(self) -> bool:
        """Whether the last question, or the answer to it, sets forms side by side."""
        before = (self.state.last_question, self.last.question if self.last else None)
        return any(len(compared_in(asked)) >= MANY for asked in before if asked)

    @property
    def _compared(self) -> list[str | None]:
        """The texts in which forms may just have been compared: what the doors last shown were shown for, or
        the last questions, as they were asked, before the answers."""
        if self.state.doors_last:
            return [self.state.shown.told]
        asked = [self.state.last_question, *list(self.state.given.values())[: -LAST_ASKED - 1 : -1]]
        named = last_compared(asked)
        return asked if named or self.last is None else [self.last.question]

    def place_among(self, count: int, current: int | None = None) -> int | None:
        """The place that the message points at in a list of `count`; `current`: the one last spoken of."""
        return place_pointed_at(self.folded, count, current, points=self.reading.points_at_shown)

    @cached_property
    def set_side_by_side(self) -> list[AnyResource]:
        """The resources that the message would see side by side: those that it names, else those of the list
        that it points at."""
        if len(self.called) >= MANY or self.named:
            return self.called
        listed = [self.matches[name].record for name in self.state.shown.numbered if name in self.matches]
        return [listed[place] for place in places_pointed_at(self.folded, len(listed))]

    @property
    def of_one_name(self) -> bool:
        """Whether the first of those that the message would see side by side bear the one name that it says:
        «une CDC» sets no two of them apart."""
        said = self.snapshot.ranker.subjects.read(self.message).named
        cards = (card_of(identifier(record)) for record in self.set_side_by_side[:MANY])
        names = [said[card].words for card in cards if card in said]
        return len(names) == MANY and names[0] == names[1]

    @cached_property
    def wants(self) -> Wants:
        """Whether the message wants an answer, doors, both or neither."""
        return wants_of(self)

    @cached_property
    def spoken_of(self) -> str | None:
        """The resource last spoken of by itself."""
        card = self.last
        return card.facts[0] if card is not None and card.is_card and card.facts else self.state.shown.named

    @cached_property
    def doors_pointed_at(self) -> list[str]:
        """The doors that the message points at by their place, one or several: by the numbers on the page,
        which go on from one list to the next; what was set side by side since has none."""
        shown = self.state.shown
        if self.both_forms:
            return []
        for ids in (shown.numbered, shown.ids[: shown.next]):
            listed = [name for name in ids if name in self.matches]
            alone = not self.reading.points_at_shown
            together = places_pointed_at(self.folded, len(listed), from_end=alone)
            current = listed.index(self.spoken_of) if self.spoken_of in listed else None
            if together:
                return [listed[place] for place in together]
            place = self.place_among(len(listed), current)
            if place is not None:
                return [listed[place]]
        return []

    @property
    def stands_alone(self) -> bool:
        """Whether the message has a subject of its own, so that it is not about what was last shown."""
        return not self.reading.leans and (self.sure or bool(self.named))
