"""The frame of a referral: what is known of the project, what was asked, what is being asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.parts import entity
from knowledge.referral.extraction import Extraction, with_place
from knowledge.referral.profile import Profile
from knowledge.referral.questions import Field
from knowledge.territory import Gazetteer
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, STAGES, Need

FIELD_NAMES: tuple[Field, ...] = ("place", "need", "stage", "legal_form", "age")


@dataclass(frozen=True)
class Frame:
    """Where a referral stands. `asked`: the fields already asked about; `asking`: the one just asked."""

    profile: Profile = field(default_factory=Profile)
    asked: tuple[str, ...] = ()
    asking: Field | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Frame:
        """The frame that the slots hold."""
        asking = tracker.get_slot("asking")
        return cls(
            profile=Profile.restored(tracker.get_slot("profile")),
            asked=tuple(tracker.get_slot("asked") or ()),
            asking=asking if asking in FIELD_NAMES else None,
        )

    def with_said(
        self, said: Extraction, default_need: Need | None, *, states_need: bool, tells_project: bool
    ) -> Frame:
        """The frame with what a message said. A new need replaces the former one, the rest stays.

        A message that answers another question names its need only in passing («un plan d'affaires à
        finir»), unless it is about what is needed (`states_need`); and what the project does stays what was
        said first («trois bénévoles»), unless the project itself is told or put right (`tells_project`).
        """
        newer = said.profile
        answering_else = self.asking not in (None, "need") and not states_need
        if newer.need and self.profile.need and answering_else:
            newer = replace(newer, need=())
        if default_need and not newer.need:
            newer = replace(newer, need=(default_need,))
        if self.profile.sector and not tells_project:
            newer = replace(newer, sector=None)
        return replace(self, profile=self.profile.merged(newer))

    def with_mentioned(self, said: Extraction, *, tells_project: bool) -> Frame:
        """The frame with what a question mentions in passing; it changes neither a need nor a place already
        known: «la MRC de Roussillon ne peut pas nous aider?». What it names is no activity («mon comptable
        m'a parlé du RIC»), unless the project is told (`tells_project`)."""
        newer = replace(said.profile, need=()) if self.profile.need else said.profile
        if not tells_project:
            newer = replace(newer, sector=None)
        if self.profile.place_kind is not None:
            newer = replace(newer, place_kind=None)
        return replace(self, profile=self.profile.merged(newer))

    def was_asked(self, name: Field) -> bool:
        return name in self.asked

    def can_show(self, question: Field | None) -> bool:
        """Whether the doors mean something: the place and the need are known, or asking for them is over.
        Outside the territory, whoever serves the place takes any need."""
        enough = self.says_something or self.profile.place_kind == "outside"
        return question not in ("place", "need") or (question == "need" and enough)

    @property
    def says_something(self) -> bool:
        """Whether more than a place is known."""
        known = self.profile
        return any((known.stage, known.legal_form, known.sector, known.age))

    def asking_about(self, name: Field | None) -> Frame:
        """The frame once a question is asked."""
        asked = self.asked if name is None or name in self.asked else (*self.asked, name)
        return replace(self, asked=asked, asking=name)

    def events(self) -> list[dict[str, Any]]:
        """The slots that hold this frame."""
        return [
            SlotSet("profile", self.profile.stored()),
            SlotSet("asked", list(self.asked)),
            SlotSet("asking", self.asking),
        ]


def button_choice(tracker: Tracker, gazetteer: Gazetteer) -> Extraction | None:
    """What a pressed button says of the project; None when the message is not such a button."""
    criterion, value = entity(tracker, "criterion"), entity(tracker, "value")
    if criterion is None or value is None:
        return None
    if criterion == "place":
        found = gazetteer.resolve(value)
        return Extraction(with_place(Profile(), found)) if found else None
    if criterion == "need" and value in NEEDS:
        return Extraction(Profile(need=(value,), need_given=True))
    if criterion == "stage" and value in STAGES:
        return Extraction(Profile(stage=value))
    if criterion == "legal_form" and value in LEGAL_FORMS:
        return Extraction(Profile(legal_form=value))
    return None
