"""What the small tools ask and say, as the pack writes it (`tools.yaml`); every line cites its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from knowledge.pack.layers import mapping
from knowledge.pack.placeholders import filler_of
from knowledge.pole import made_of, own_slots
from knowledge.records import Record, Slug, Text
from knowledge.settings import content_dir
from knowledge.vocabulary import LegalForm, Stage

TOOLS_FILE = "tools.yaml"
Side = Literal["cooperative", "nonprofit"]
Letter = Annotated[str, Field(pattern="^[a-z]$")]
Cited = Annotated[list[Text], Field(min_length=1)]


class Line(Record):
    """A sentence and the facts that it rests on."""

    text: Text
    facts: Cited


class Told(Record):
    """What a project says by a field of its profile."""

    field: Literal["project_kind", "money", "need"]
    value: Text


class Option(Record):
    """One answer to a question: the side it leans to (None: neither), and why. `told`: the project that says
    so much, of which it needs no more be asked."""

    id: Letter
    label: Text
    told: Told | None = None
    side: Side | None = None
    reason: Text
    facts: Cited


class Question(Record):
    """One of the five questions."""

    id: Slug
    ask: Text
    options: list[Option] = Field(min_length=2)


class Choice(Record):
    """«Coop ou OBNL?». `same`: what holds for both."""

    intro: Text
    questions: list[Question] = Field(min_length=5, max_length=5)
    same: list[Line]


class Labelled(Line):
    """A line with what it is about: «Fondateurs», «Papiers»."""

    label: Text


class Form(Record):
    """What it takes to found one form. `founders`: how many persons at least."""

    id: Slug
    name: Text
    form: LegalForm
    founders: int = Field(ge=1)
    lines: list[Labelled]


class Founding(Record):
    """«Combien de fondateurs, quels papiers, combien de temps»."""

    forms: list[Form] = Field(min_length=1)


class PathStep(Line):
    """One of the seven steps. `here`: what who is there says; `stages`: of a project that is there."""

    id: Annotated[str, Field(pattern="^[1-7]$")]
    title: Text
    here: Text
    stages: list[Stage]


class Path7(Record):
    """The path in seven steps."""

    steps: list[PathStep] = Field(min_length=7, max_length=7)
    lines: list[Line]


class Funding(Record):
    """«Mon montage». `limit`: the share of public help that is often not to be exceeded, in percent."""

    limit: int = Field(ge=1, le=100)
    limit_line: Line
    lines: list[Line]


class Tools(Record):
    """The four tools."""

    choice: Choice
    founding: Founding
    path: Path7
    funding: Funding

    def cited(self) -> Iterator[tuple[str, list[str]]]:
        """Every line, by its beginning, with the facts it cites."""
        for question in self.choice.questions:
            yield from ((option.label, option.facts) for option in question.options)
        lines: list[Line] = [*self.choice.same, *self.path.steps, *self.path.lines, *self.funding.lines]
        lines += [line for form in self.founding.forms for line in form.lines]
        yield from ((line.text[:40], line.facts) for line in [*lines, self.funding.limit_line])


def all_tools() -> Tools:
    """The tools of the content pack in force."""
    return made_of(TOOLS_FILE, _standing)


def _standing(rows: Mapping[str, Any]) -> Tools:
    return Tools.model_validate(filler_of(content_dir(), own_slots()).fill(dict(rows)))


def read_tools(folder: Path) -> Tools:
    """The tools of a pack. Raises `ValueError`."""
    return Tools.model_validate(filler_of(folder).fill(mapping(folder, TOOLS_FILE)))
