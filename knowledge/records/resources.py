"""What a project is sent to: organizations, funds, trainings and activities."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from knowledge.few_lines import completed, in_a_few_lines, role_of_money
from knowledge.records.base import (
    Confidence,
    Criterion,
    PartialDate,
    ProjectKind,
    Purpose,
    Record,
    ResourceStatus,
    ResourceType,
    Role,
    Slug,
    Source,
    Text,
    WebAddress,
    YearMonth,
)  # fmt: skip
from knowledge.records.eligibility import Eligibility
from knowledge.vocabulary import LegalForm, Stage


class Contact(Record):
    """How to reach an organization. `as_of`: the year of old details, which are then «à confirmer»."""

    address: str | None = None
    phone: str | None = None
    email: str | None = None
    as_of: PartialDate | None = None
    note: str | None = None


class ResourceRecord(Record):
    """What organizations, funds and trainings have in common.

    `refer` false: useful to know, but a project is not sent there. `summary`: one sentence, what it is for.
    `ladder`: how strong a step it is at each stage, 0 to 3. `usual_amount`: dollars usually given.
    `unknown_is_typical`: criteria of which nobody writes the rule, so that not knowing it says nothing.
    `part_of`, `same_as`: identifiers of the resource it is a programme, or another name, of. `target_forms`:
    the forms aimed at that it builds. `caution`: the one thing to check first. `first_step`: what to do or
    bring. `bring`: the things to have in hand, one by one, and no conditions. `judged`: which of these come
    from the judgement of the trade rather than from a source.
    """

    id: Slug
    name: Text
    acronym: str | None = None
    aliases: list[Text] = []
    status: ResourceStatus
    website: WebAddress | None = None
    contact: Contact = Contact()
    notes: str | None = None
    staff_notes: str | None = None
    sources: list[Source] = Field(min_length=1)
    as_of: PartialDate | None = None
    confidence: Confidence
    review_by: YearMonth
    archived: bool = False
    refer: bool = True
    role: Role | None = None
    summary: str | None = None
    purposes: list[Purpose] = []
    project_kinds: list[ProjectKind] = []
    ladder: dict[Stage, Annotated[int, Field(ge=0, le=3)]] = {}
    usual_amount: int | None = Field(default=None, ge=0)
    unknown_is_typical: list[Criterion] = []
    part_of: str | None = None
    same_as: list[str] = []
    target_forms: list[LegalForm] = []
    caution: str | None = None
    first_step: str | None = None
    bring: list[Text] = []
    exclusions: list[Text] = []
    judged: list[str] = []
    eligibility: Eligibility

    @model_validator(mode="before")
    @classmethod
    def _in_a_few_lines(cls, given: Any) -> Any:
        return completed(given, cls._usual_role(given)) if in_a_few_lines(given) else given

    @classmethod
    def _usual_role(cls, _given: dict[str, Any]) -> str | None:
        """What such a resource is for a project, where its kind says it."""
        return None


class OrganizationRecord(ResourceRecord):
    """An organization that helps."""

    kind: Text
    services: list[Text] = []
    audience: list[Text] = []
    when_to_refer: str | None = None


class FundRecord(ResourceRecord):
    """A fund or financial tool. Amounts in whole Canadian dollars.

    `share_percent`: the figure of `max_share`, where it is one share of the project's cost.
    """

    organization: Slug | None = None
    organization_name: str | None = None
    nature: Text
    repayable: bool | None = None
    amount_min: int | None = Field(default=None, ge=0)
    amount_max: int | None = Field(default=None, ge=0)
    max_share: str | None = None
    share_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    own_contribution: str | None = None
    application: str | None = None
    conditions: list[Text] = []

    @classmethod
    def _usual_role(cls, given: dict[str, Any]) -> str | None:
        return role_of_money(given.get("nature"))


class TrainingRecord(ResourceRecord):
    """A training, incubator, cohort, event or tool."""

    organization: Slug | None = None
    organization_name: str | None = None
    kind: Text
    audience: list[Text] = []
    topics: list[Text] = []
    format: str | None = None

    @classmethod
    def _usual_role(cls, _given: dict[str, Any]) -> str | None:
        return "training"


class ActivitySession(Record):
    """One date of an activity, by the clock of Montréal. `time` and `until`: HH:MM, when they are known."""

    day: dt.date
    time: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    until: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    place: str | None = None
    link: WebAddress | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_line(cls, given: Any) -> Any:
        """«2027-01-21 17:00-19:00 | Salle du Pôle | https://…», as it is typed at the desk."""
        if not isinstance(given, str):
            return given
        moment, *rest = (part.strip() for part in given.split("|"))
        day, _, hours = moment.partition(" ")
        time, _, until = hours.replace("–", "-").partition("-")
        link = next((part for part in rest if part.startswith("http")), None)
        place = next((part for part in rest if part and part != link), None)
        return {
            "day": day,
            "time": time.strip() or None,
            "until": until.strip() or None,
            "place": place,
            "link": link,
        }

    def line(self) -> str:
        """The same, back."""
        hours = f" {self.time}" + (f"-{self.until}" if self.until else "") if self.time else ""
        return " | ".join(part for part in (f"{self.day}{hours}", self.place, self.link) if part)


class ActivityRecord(ResourceRecord):
    """Something that takes place: a networking evening, a workshop, sessions of a training, a call's meeting.

    It leaves by itself after its last session. `price` and `registration` as people read them.
    """

    organization: Slug | None = None
    organization_name: str | None = None
    kind: Text
    price: str | None = None
    registration: str | None = None
    sessions: list[ActivitySession] = Field(min_length=1)


AnyResource = OrganizationRecord | FundRecord | TrainingRecord | ActivityRecord
RecordType = type[OrganizationRecord] | type[FundRecord] | type[TrainingRecord] | type[ActivityRecord]
RECORD_TYPES: dict[ResourceType, RecordType] = {
    "organization": OrganizationRecord,
    "fund": FundRecord,
    "training": TrainingRecord,
    "activity": ActivityRecord,
}


def resource_type(record: AnyResource) -> ResourceType:
    """The type word of a record, the part before the colon of its identifier."""
    if isinstance(record, OrganizationRecord):
        return "organization"
    if isinstance(record, FundRecord):
        return "fund"
    return "activity" if isinstance(record, ActivityRecord) else "training"


def identifier(record: AnyResource) -> str:
    """The stable identifier of a resource, e.g. `fund:biec`."""
    return f"{resource_type(record)}:{record.id}"
