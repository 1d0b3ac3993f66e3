"""What a message does, as Rasa read it, and what a pressed button carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HOLDS = 0.5  # a reading holds from there
# A message is one of these at most.
EXCLUSIVE = (
    *(
        "agree",
        "ask_bot",
        "dont_know",
        "greet",
        "insult",
        "leave",
        "more",
        "next",
        "notify",
        "person",
        "refuse",
    ),
    *("restart", "roadmap", "see_list", "seeks", "send", "simpler", "thanks", "withdraw"),
)
# What a message also does, by doing another: who asks for somebody to talk to looks for somebody.
ALSO = {"person": ("seeks",)}


@dataclass(frozen=True)
class Reading:
    """What a message does: for each label, how surely, 0 to 1 (see data/readings/README.md)."""

    labels: Mapping[str, float] = field(default_factory=dict)
    questions: tuple[str, ...] = ()  # of a message that asks several things
    beside: tuple[str, ...] = ()  # those of them that do not ask whom to see, when another does

    def __getattr__(self, name: str) -> bool:
        """Whether a label holds: `reading.question`."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.surely(name) >= HOLDS

    def leads(self, name: str) -> bool:
        """Whether a label holds, and more surely than any other command or small talk."""
        others = (other for other in EXCLUSIVE if other != name and other not in ALSO.get(name, ()))
        return self.surely(name) >= max([HOLDS, *map(self.surely, others)])

    def surely(self, name: str) -> float:
        """How surely a label holds."""
        return float(self.labels.get(name, 0.0))


@dataclass(frozen=True)
class Pressed:
    """A button: its name and what it carries."""

    name: str
    values: Mapping[str, str]
