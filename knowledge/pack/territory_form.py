"""The form of `territory.yaml`: what must be there, and what a typing mistake would lose."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, ValidationError

from knowledge.pack.faults import Fault, french_message
from knowledge.records import Record, Slug, Text

FILE = "territory.yaml"
Code = Annotated[str, StringConstraints(pattern=r"^\d{3,5}$")]
ALIAS_CLASSES = ("common", "surname", "surname_elsewhere", "thing", "given", "strict")


class ClassedAlias(Record):
    """An alias that is also an ordinary word, a family name…: what it asks for before it is a place."""

    name: Text
    as_: Literal["common", "surname", "surname_elsewhere", "thing", "given", "strict"] = Field(alias="as")


class _Noted(Record):
    """A row that also says where it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    population: int | None = None
    website: str | None = None
    source: str | None = None
    as_of: str | None = None
    confidence: str | None = None
    note: str | None = None


class Town(_Noted):
    """A municipality."""

    code: Code
    name: Text
    type: Text
    aliases: list[Text | ClassedAlias] = Field(default_factory=list)
    gentile: str | None = None


class County(_Noted):
    """An MRC, or a town, an agglomeration or a territory that has its powers."""

    id: Slug
    name: Text
    code: Code
    kind: Literal["mrc", "city", "agglomeration", "territory"] = "mrc"
    within: Text | None = Field(default=None, alias="in")
    aliases: list[Text | ClassedAlias] = Field(default_factory=list)
    seat: str | None = None
    seat_confidence: str | None = None
    website_source: str | None = None
    website_confidence: str | None = None
    population_note: str | None = None
    municipalities: list[Town] = Field(min_length=1)


class Reserve(_Noted):
    """A community that belongs to no MRC."""

    code: Code
    name: Text
    kind: Text
    near_mrc: str | None = None
    aliases: list[Text] = Field(default_factory=list)
    outside_mrc: bool = True


class Ambiguous(Record):
    """A short name that means one of several places."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    input: Text
    codes: list[Code] = Field(min_length=1)
    default: Code | None = None
    note: str | None = None


class Outside(_Noted):
    """Places of others, and the organization that serves them."""

    places: list[Text] = Field(min_length=1)
    refer_to: Text


class MrcDoors(Record):
    """Whom to turn to in an MRC, by the ids of organizations. `municipal`: the MRC itself, where its
    economic door is another organization."""

    economic: Slug
    community: Slug
    municipal: Slug | None = None
    complements: list[Text] = Field(default_factory=list)


class TerritoryForm(Record):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    version: Text = "1"
    region: Text
    reserves_label: str | None = None
    sources: dict[str, Any] = Field(default_factory=dict)
    mrc: list[County] = Field(min_length=1)
    reserves: list[Reserve] = Field(default_factory=list)
    ambiguous_aliases: list[Ambiguous] = Field(default_factory=list)
    outside: list[Outside] = Field(default_factory=list)
    doors: dict[str, MrcDoors]
    totals: dict[str, int] = Field(default_factory=dict)
    first_door: Text
    elsewhere_door: Text


def form_faults(territory: dict[str, Any]) -> list[Fault]:
    """What the file lacks or misspells."""
    try:
        TerritoryForm.model_validate(territory)
    except ValidationError as error:
        return [
            Fault(FILE, _where(detail["loc"], territory), f"{detail['loc'][-1]}: {french_message(detail)}")
            for detail in error.errors()
        ]
    return []


def _where(path: tuple[Any, ...], territory: Any) -> str:
    """The entry that a fault is in, by its name where it has one."""
    found, name = territory, str(path[0])
    for step in path[:-1]:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(found, dict):
            name = str(found.get("name") or found.get("id") or found.get("input") or name)
    return name
