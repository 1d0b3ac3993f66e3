"""What is stated: facts, the answers that rest on them, and the topics that are declined."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from knowledge.records.base import (
    AnswerStatus,
    Confidence,
    PartialDate,
    Record,
    Regime,
    Reservation,
    ResourceStatus,
    Slug,
    Source,
    Text,
    Theme,
    YearMonth,
)  # fmt: skip

MAX_ANSWER_WORDS = 120  # what a phone shows without scrolling twice; set by the project's content rules
MIN_PHRASINGS = 8


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
