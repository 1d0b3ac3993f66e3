"""The records of the base, as they stand in the content pack and in the database's JSON columns.

One pydantic model for each kind of entry. Unknown keys are refused, so that a typing mistake in a
YAML file is named instead of lost. `None` always means «not found», never «none».
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from knowledge.few_lines import completed, in_a_few_lines, role_of_money
from knowledge.vocabulary import LegalForm, Need, Stage

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

MAX_ANSWER_WORDS = 120  # what a phone shows without scrolling twice; set by the project's content rules
MIN_PHRASINGS = 8


class Record(BaseModel):
    """Base of every record: strict keys, immutable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """Where a statement was read. `as_of`: YYYY, YYYY-MM or YYYY-MM-DD of the page, if dated."""

    title: Text
    url: WebAddress | None = None
    as_of: PartialDate | None = None


class FactRecord(Record):
    """One statement that answers may rest on.

    A Pôle numbers its own facts with a prefix of its own («esm-001»), the common ones begin with «m».
    `terms`: the words that the statement defines, for an entry of the lexicon.
    """

    id: Annotated[str, StringConstraints(pattern=r"^(m|[a-z]{2,12}-)\d{3,4}$")]
    theme: Theme
    question: str | None = None
    terms: list[Text] = []
    regime: Regime | None = None
    status: ResourceStatus = "active"
    reservation: Reservation | None = None
    statement: Text
    sources: list[Source] = Field(min_length=1)
    as_of: PartialDate | None = None
    confidence: Confidence


class AnswerRecord(Record):
    """A written answer. `facts`: fact ids and resource identifiers that the text rests on."""

    id: Slug
    theme: Theme
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]
    phrasings: list[Text]
    text: Text
    facts: list[Text]
    sources: list[Source] = []
    related: list[Slug] = []
    as_of: PartialDate | None = None
    review_by: YearMonth
    to_confirm: bool = False
    status: AnswerStatus = "published"

    @field_validator("text")
    @classmethod
    def _short_enough(cls, text: str) -> str:
        words = len(text.split())
        if words > MAX_ANSWER_WORDS:
            raise ValueError(f"{words} mots, {MAX_ANSWER_WORDS} au plus")
        return text

    @field_validator("phrasings")
    @classmethod
    def _enough_phrasings(cls, phrasings: list[str]) -> list[str]:
        if len(set(phrasings)) != len(phrasings):
            raise ValueError("une formulation est en double")
        return phrasings


class TopicRecord(Record):
    """A topic that the assistant recognises and declines, in an area (see `areas.yaml`).

    `refer_to`: an organization, where one fits.

    `reply` replaces the usual sentence where that one would be out of place.
    """

    id: Slug
    area: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=40)] = "near"
    label: Text
    phrasings: list[Text] = Field(min_length=3)
    refer_to: str | None = None
    reply: Text | None = None


class Contact(Record):
    """How to reach an organization. `as_of`: the year of old details, which are then «à confirmer»."""

    address: str | None = None
    phone: str | None = None
    email: str | None = None
    as_of: PartialDate | None = None
    note: str | None = None


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
