"""The next three steps of a project, by stage and by the form aimed at, and who helps with each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import Field, TypeAdapter

from knowledge.pack.layers import mapping
from knowledge.pack.placeholders import filler_of
from knowledge.pole import made_of, own_slots
from knowledge.records import Record, Role, Text
from knowledge.settings import content_dir
from knowledge.vocabulary import LegalForm, Stage

STEPS_FILE = "steps.yaml"
UNKNOWN = "unknown"
FOLLOWING: tuple[Stage, ...] = ("idea", "pre_startup", "startup", "growth", "consolidation")  # in their order
ROLES: tuple[Role, ...] = get_args(Role)


class ChosenStep(Record):
    """A step for a form that is chosen. `facts`: those of the step that it rests on; empty: all of them."""

    title: Text
    text: Text
    facts: list[Text] = Field(default_factory=list)


class Step(Record):
    """A next step. `facts`: ids of facts or identifiers of resources that the text rests on.

    `once_chosen`: what to say instead to a project whose legal form is chosen, by form.
    `help`: who helps with it, the first that fits the project: identifiers of resources, or roles.
    """

    title: Text
    text: Text
    once_chosen: dict[LegalForm, ChosenStep] = Field(default_factory=dict)
    facts: list[Text] = Field(min_length=1)
    help: list[Text] = Field(default_factory=list)

    def told(self, form: LegalForm | None) -> ChosenStep:
        """The step as it is said for a form."""
        own = self.once_chosen.get(form) if form else None
        told = own or ChosenStep(title=self.title, text=self.text)
        return told if told.facts else told.model_copy(update={"facts": self.facts})


_Steps = TypeAdapter(dict[str, Annotated[list[Step], Field(min_length=3, max_length=3)]])


def all_steps() -> dict[str, list[Step]]:
    """The steps of the content pack in force."""
    return made_of(STEPS_FILE, _standing)


def _standing(rows: Mapping[str, Any]) -> dict[str, list[Step]]:
    return _Steps.validate_python(filler_of(content_dir(), own_slots()).fill(dict(rows)))


def read_steps(folder: Path) -> dict[str, list[Step]]:
    """The steps of a pack: three for each stage, and for an unknown one. Raises `ValueError`."""
    return _Steps.validate_python(filler_of(folder).fill(mapping(folder, STEPS_FILE)))


def steps_of(stage: Stage | None) -> list[Step]:
    """The three steps of a stage (None: not known)."""
    return all_steps()[stage or UNKNOWN]


def stages_after(stage: Stage | None) -> tuple[Stage, ...]:
    """The stages that follow one, in their order; none is known to follow one that is not known."""
    return FOLLOWING[FOLLOWING.index(stage) + 1 :] if stage in FOLLOWING else ()


def steps_for(stage: Stage | None, form: LegalForm | None = None) -> list[dict[str, str]]:
    """The next three steps from a stage, as `title` and `text`, for the form chosen."""
    told = [step.told(form) for step in steps_of(stage)]
    return [{"title": one.title, "text": one.text} for one in told]
