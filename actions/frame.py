"""What is known of the project, what was asked and what is being asked, as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions.reply import Reply
from actions.state import State
from knowledge.referral.extraction import Extraction
from knowledge.referral.profile import Profile
from knowledge.referral.questions import Field
from knowledge.referral.sectors import named_people
from knowledge.vocabulary import Need


@dataclass(frozen=True)
class Frame:
    """What is known of the project, what was asked (`asked`) and what is being asked (`asking`)."""

    profile: Profile
    asked: tuple[str, ...] = ()
    asking: Field | None = None

    @classmethod
    def of(cls, state: State) -> Frame:
        return cls(state.profile, state.asked, state.asking)

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
        if newer.need and set(self.profile.need) - {"support"} and answering_else:
            newer = replace(newer, need=())
        if default_need and not newer.need:
            newer = replace(newer, need=(default_need,))
        if self.profile.sector and not (tells_project and _names_better(newer)):
            newer = replace(newer, sector=None)
        return replace(self, profile=self._without(said).merged(newer))

    def with_mentioned(self, said: Extraction, *, tells_project: bool) -> Frame:
        """The frame with what a question mentions in passing; it changes neither a need nor a place already
        known: «la MRC de Roussillon ne peut pas nous aider?». What it names is no activity («mon comptable
        m'a parlé du RIC»), unless the project is told (`tells_project`)."""
        newer = replace(said.profile, need=()) if self.profile.need else said.profile
        if not tells_project or (self.profile.sector and not _names_better(newer)):
            newer = replace(newer, sector=None)
        if self.profile.place_kind is not None:
            newer = replace(newer, place_kind=None)
        if self.profile.legal_form is not None and newer.legal_form == "undecided":
            newer = replace(newer, legal_form=None)  # «faut-il être une coop?», of an OBNL
        return replace(self, profile=self._without(said).merged(newer))

    def _without(self, said: Extraction) -> Profile:
        """What is known without the form that a message says is not theirs, nor the amount that it says they
        have already."""
        known = self.profile
        if known.legal_form in said.denied:
            known = replace(known, legal_form=None)
        return replace(known, amount=None) if known.amount in said.owned else known

    @property
    def is_filled(self) -> bool:
        """Whether what is being asked is known."""
        known = self.profile
        fields: dict[Field, object] = {
            "place": known.place_kind,
            "need": known.need,
            "stage": known.stage,
            "legal_form": known.legal_form,
            "age": known.age,
        }
        return self.asking is not None and bool(fields[self.asking])

    @property
    def is_told(self) -> bool:
        """Whether more is known of the project than where it is and what it needs."""
        return any((self.profile.stage, self.profile.legal_form, self.profile.sector, self.profile.age))

    def can_show(self, question: Field | None) -> bool:
        """Whether a list means something: the place and the need are known, or asking for them is over.
        Outside the territory, whoever serves the place takes any need."""
        enough = self.is_told or self.profile.place_kind == "outside"
        return question not in ("place", "need") or (question == "need" and enough)

    def asking_about(self, name: Field | None) -> Frame:
        """The frame once a question is asked."""
        asked = self.asked if name is None or name in self.asked else (*self.asked, name)
        return replace(self, asked=asked, asking=name)

    def kept(self) -> Reply:
        """The slots that hold this frame."""
        return Reply(
            slots={"profile": self.profile.stored(), "asked": list(self.asked), "asking": self.asking}
        )


def _names_better(newer: Profile) -> bool:
    """Whether what a message names may take the place of what the project was said to do: who carries it, or
    whom it serves, may not."""
    return newer.sector is not None and not named_people(newer.sector)
