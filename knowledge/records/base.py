"""What every record shares: strict keys, the words that several kinds use, and where a statement was read."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

Confidence = Literal["high", "medium", "low"]
# Whom a rule is for: coop (C-67.2), the OBNL of part III, the group that is not incorporated…
Regime = Literal[
    "coop", "obnl_partie3", "obnl", "coop_et_obnl", "bienfaisance", "obnl_et_bienfaisance", "employeur",
    "federal", "association", "tous",
]  # fmt: skip
# A sentence said with every answer that rests on the fact; its text is in one place (messages.yaml).
Reservation = Literal["coop_law"]
# What a resource is for a project, and what its money serves.
Role = Literal[
    "first_door", "builder", "money", "grant", "training", "instrument", "campaign", "tool", "network"
]  # fmt: skip
Purpose = Literal[
    "study", "equipment", "working_capital", "building", "wages", "members_capital", "campaign", "mission"
]  # fmt: skip
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
ProjectKind = Literal["market", "social"]
Criterion = Literal["territory", "stage", "need", "legal_form", "sector", "age", "amount", "calls"]
ResourceType = Literal["organization", "fund", "training", "activity"]
ResourceStatus = Literal["active", "to_verify"]
AnswerStatus = Literal["draft", "published", "archived"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
YearMonth = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=700)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Theme = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Record(BaseModel):
    """Base of every record: strict keys, immutable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


UNWRITTEN = "Connaissance générale"  # what nobody wrote is no source to show


class Source(Record):
    """Where a statement was read. `as_of`: YYYY, YYYY-MM or YYYY-MM-DD of the page, if dated."""

    title: Text
    url: WebAddress | None = None
    as_of: PartialDate | None = None
