"""The criteria of a resource, one rule each."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field, model_validator

from knowledge.records.base import Record
from knowledge.vocabulary import LegalForm, Need, Stage


class TerritoryRule(Record):
    """Where a service is offered. `maybe_mrc`: MRC whose coverage the sources leave in doubt.

    `places`: codes of the only municipalities or communities served, where it is not a whole MRC.
    """

    level: Literal["mrc", "region", "province", "country", "outside"]
    mrc: list[str] = []
    maybe_mrc: list[str] = []
    places: list[str] = []
    prose: str | None = None


class StageRule(Record):
    """Stages served. A stage in neither list is excluded."""

    yes: list[Stage] = []
    maybe: list[Stage] = []
    prose: list[str] = []


class LegalFormRule(Record):
    """Legal forms admitted. A form in neither list is excluded."""

    yes: list[LegalForm] = []
    maybe: list[LegalForm] = []
    prose: list[str] = []


class SectorRule(Record):
    """Sectors served: all, or those named."""

    all: bool = True
    names: list[str] = []
    prose: list[str] = []


class AgeRule(Record):
    """Whole years. `min`..`max` surely admitted; up to the outer bounds to be confirmed; beyond, not."""

    min: int | None = None
    max: int | None = None
    outer_min: int | None = None
    outer_max: int | None = None
    prose: str | None = None


class CallRule(Record):
    """How one applies. `confirmed` false: the dates are the last ones known, not announced ones."""

    mode: Literal["continuous", "call", "campaign", "unknown"]
    opens: dt.date | None = None
    closes: dt.date | None = None
    confirmed: bool = False
    prose: str | None = None


class Eligibility(Record):
    """The criteria of a resource. A rule that is `None` is unknown, which never rejects anyone;
    `age` is the exception: `None` there means that no age is asked."""

    territory: TerritoryRule
    stages: StageRule | None = None
    needs: list[Need] = Field(min_length=1)
    legal_forms: LegalFormRule | None = None
    sectors: SectorRule | None = None
    age: AgeRule | None = None
    calls: CallRule | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        """`mrc: [x]`, `level: region` or nothing stand for a whole territory; help with a need is support."""
        if not isinstance(given, dict) or "territory" in given:
            return given
        own = {key: value for key, value in given.items() if key not in ("mrc", "level")}
        level = given.get("level") or ("mrc" if given.get("mrc") else "province")
        territory = {"level": level, "mrc": given.get("mrc") or []}
        return {"needs": ["support"], **own, "territory": territory}
