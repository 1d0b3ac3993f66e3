"""Where a conversation stands: the slots, read once and typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.referral.profile import Profile
from knowledge.referral.questions import Field
from knowledge.search.thread import Thread

FIELD_NAMES: tuple[Field, ...] = ("place", "need", "stage", "legal_form", "age")
SLOTS = (
    *("profile", "asking", "asked", "results", "choices", "last_answer", "last_question", "contact", "pages"),
    *("given", "rated", "thread"),
)
Step = Literal["consent", "reach", "note", "confirm"]
Situation = Literal["person", "asking", "choosing", "after_answer", "after_doors", "fresh"]


@dataclass(frozen=True)
class Shown:
    """The organizations and funds found for the project: all of them, best first, those last shown, the place
    of the next ones, and the one last spoken of by itself. `beside`: the answer, or the choices, in the same
    reply: what follows may be about the doors too. `told`: the message that they reply to; `changed`: what it
    changed in those shown before."""

    ids: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    next: int = 0
    named: str | None = None
    beside: tuple[str, ...] = ()
    told: str | None = None
    changed: str | None = None

    @property
    def numbered(self) -> tuple[str, ...]:
        """Those that bear a number on the page, in its order: the numbers go on from one list to the next,
        unless what was last shown is another choice among them."""
        before = self.ids[: self.next]
        return before if self.last and before[-len(self.last) :] == self.last else self.last

    @property
    def first_number(self) -> int:
        """The number of the first of those last shown."""
        return len(self.numbered) - len(self.last) + 1

    def stored(self) -> dict[str, Any]:
        """Plain data for the slot."""
        held = {"ids": list(self.ids), "shown": list(self.last), "next": self.next, "named": self.named}
        more = {"beside": list(self.beside), "told": self.told, "changed": self.changed}
        return {**held, **{name: value for name, value in more.items() if value}}


@dataclass(frozen=True)
class State:
    """What the conversation holds. `asking`: the field just asked about; `asked`: all those asked so far.
    `contact`: the request for a person, as plain data (see `acts/person.py`). `given`: the answers given and
    the choices offered, each with its question; `rated`: those that the person rated.
    `thread`: what the conversation is about (see `knowledge.search.thread`)."""

    profile: Profile = field(default_factory=Profile)
    asked: tuple[str, ...] = ()
    asking: Field | None = None
    shown: Shown = field(default_factory=Shown)
    choices: tuple[str, ...] = ()
    last_answer: str | None = None
    last_question: str | None = None
    contact: Mapping[str, Any] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    rated: tuple[str, ...] = ()
    thread: Thread = ()

    @classmethod
    def of(cls, slot: Callable[[str], Any]) -> State:
        """The state that the slots hold; each is read once."""
        held = {name: slot(name) for name in SLOTS}
        results = held["results"] or {}
        asking = held["asking"]
        return cls(
            profile=Profile.restored(held["profile"]),
            asked=tuple(held["asked"] or ()),
            asking=asking if asking in FIELD_NAMES else None,
            shown=Shown(
                tuple(results.get("ids", ())),
                tuple(results.get("shown", ())),
                int(results.get("next") or 0),
                results.get("named"),
                tuple(results.get("beside", ())),
                results.get("told"),
                results.get("changed"),
            ),
            choices=tuple(held["choices"] or ()),
            last_answer=held["last_answer"],
            last_question=held["last_question"],
            contact=dict(held["contact"] or {}),
            pages=tuple(held["pages"] or ()),
            given=dict(held["given"] or {}),
            rated=tuple(held["rated"] or ()),
            thread=tuple(held["thread"] or filter(None, [held["last_question"]])),
        )

    @property
    def doors_last(self) -> bool:
        """Whether doors are in what was last shown, alone or beside an answer or choices."""
        said = self.choices or tuple(filter(None, [self.last_answer]))
        return bool(self.shown.last) and (not said or said == self.shown.beside)

    @property
    def step(self) -> Step | None:
        """What the request for a person waits for."""
        step: Step | None = self.contact.get("step")
        return step

    @property
    def situation(self) -> Situation:
        """What a message most likely answers."""
        if self.step:
            return "person"
        if self.choices:
            return "choosing"
        if self.last_answer:
            return "after_answer"
        if self.shown.last:
            return "after_doors"
        return "asking" if self.asking else "fresh"
