"""«Coop ou OBNL?»: the answers weighed, with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.guides.records import Choice, Option, Question, Side

UNSAID = "-"


@dataclass(frozen=True)
class Weighed:
    """What the answers come to. `side` is None when they lean to neither."""

    answered: tuple[tuple[Question, Option], ...]
    cooperative: int
    nonprofit: int

    @property
    def side(self) -> Side | None:
        """The side that has more answers."""
        if self.cooperative == self.nonprofit:
            return None
        return "cooperative" if self.cooperative > self.nonprofit else "nonprofit"


def weigh(choice: Choice, given: Mapping[str, str]) -> Weighed:
    """The answers weighed. `given`: the letter of the option, by question; what is not known is left out."""
    answered = tuple(
        (question, option)
        for question in choice.questions
        for option in question.options
        if given.get(question.id) == option.id
    )
    sides = [option.side for _, option in answered]
    return Weighed(answered, sides.count("cooperative"), sides.count("nonprofit"))


def unpacked(choice: Choice, letters: str) -> dict[str, str]:
    """The answers that a few letters stand for, in the order of the questions: «ab-» answers two of three."""
    return {
        question.id: letter
        for question, letter in zip(choice.questions, letters, strict=False)
        if letter != UNSAID
    }
