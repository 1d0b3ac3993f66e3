"""The published answers as they are given out: text, sources, date, and whether to say «à confirmer»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers.store import to_record
from knowledge.models import Answer, AnswerReview, Fact
from knowledge.pole import MESSAGES, current
from knowledge.records import AnswerRecord, AnyResource, FactRecord, Reservation, Source

COMMON_KNOWLEDGE = "connaissance générale"


@dataclass(frozen=True)
class PublishedAnswer:
    """An answer that may be given.

    `text` ends with the `reservation`, a sentence said with every answer of its kind; `body` is without it.
    `facts`: fact ids and resource identifiers it rests on. `to_confirm`: something in it is uncertain
    or past its review date, and `confirm_with` names whom to ask.
    """

    id: str
    kind: Literal["written", "composed"]
    theme: str
    question: str
    phrasings: tuple[str, ...]
    text: str
    facts: tuple[str, ...]
    sources: tuple[Source, ...]
    to_confirm: bool
    confirm_with: str | None = None
    related: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # of a composed answer: what its subject is called
    mrc: str | None = None  # of the answer on an MRC: its id
    mrcs: tuple[str, ...] = ()  # of a composed answer: the only MRC that its subject serves, if not all
    reservation: str = ""
    regimes: tuple[str, ...] = ()  # of each of its facts that has one

    @property
    def body(self) -> str:
        """The text without its reservation: what tells this answer from others."""
        return self.text.removesuffix(self.reservation).rstrip()

    @property
    def identifier(self) -> str:
        return f"answer:{self.id}"

    @property
    def is_card(self) -> bool:
        """Whether it is composed on one resource, rather than written or on an MRC."""
        return self.kind == "composed" and self.mrc is None

    @property
    def resources(self) -> tuple[str, ...]:
        """The organizations, funds and trainings whose records it rests on, by their identifiers."""
        return tuple(fact for fact in self.facts if ":" in fact)


def card_of(resource: str) -> str:
    """The identifier of the answer composed on a resource, from the resource's own."""
    return f"answer:{resource.replace(':', '-')}"


def is_past(review_by: str, today: dt.date) -> bool:
    """Whether a review month (YYYY-MM) is over."""
    return (today.year, today.month) > (int(review_by[:4]), int(review_by[5:7]))


def resource_to_confirm(record: AnyResource, today: dt.date) -> bool:
    """Whether what we know of a resource must be said «à confirmer»."""
    return (
        record.status == "to_verify"
        or record.confidence == "low"
        or is_past(record.review_by, today)
        or not any(map(is_page, record.sources))
    )


def is_page(source: Source) -> bool:
    """Whether a source can be shown: what everybody knows is no page that one can read."""
    return source.title.casefold() != COMMON_KNOWLEDGE


def fact_to_confirm(fact: FactRecord) -> bool:
    """Whether a fact must be said «à confirmer»: unsure, to verify, reserved, or read in no page."""
    return (
        fact.confidence == "low"
        or fact.status == "to_verify"
        or fact.reservation is not None
        or not any(map(is_page, fact.sources))
    )


def _reservations() -> dict[str, str]:
    messages = current(MESSAGES)
    return {name: messages[f"reservation_{name}"].strip() for name in get_args(Reservation)}


def reservation_for(facts: Iterable[FactRecord]) -> str:
    """The sentences that go with what rests on these facts; empty when none does."""
    names = dict.fromkeys(fact.reservation for fact in facts if fact.reservation)
    return " ".join(_reservations()[name] for name in names)


def regimes_of(facts: Iterable[FactRecord]) -> tuple[str, ...]:
    """The regime of each fact that has one."""
    return tuple(fact.regime for fact in facts if fact.regime)


def distinct_sources(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The pages without repeats, in order; of two that differ only by date, the dated one stays."""
    kept: dict[tuple[str, str | None], Source] = {}
    for source in filter(is_page, sources):
        key = (source.title, source.url)
        if key not in kept or kept[key].as_of is None:
            kept[key] = source
    return tuple(kept.values())


def publish(
    record: AnswerRecord,
    facts: Mapping[str, FactRecord],
    resources: Mapping[str, AnyResource],
    today: dt.date,
) -> PublishedAnswer:
    """A written answer with its sources and its certainty drawn from what it rests on.

    An answer is only as sure as its least sure fact.
    """
    used_facts = [facts[name] for name in record.facts if name in facts]
    used_resources = [resources[name] for name in record.facts if name in resources]
    uncertain = [resource for resource in used_resources if resource_to_confirm(resource, today)]
    sources = [*record.sources]
    for used in (*used_facts, *used_resources):
        sources += used.sources
    reservation = reservation_for(used_facts)
    return PublishedAnswer(
        id=record.id,
        kind="written",
        theme=record.theme,
        question=record.question,
        phrasings=tuple(record.phrasings),
        text=with_reservation(record.text, reservation),
        reservation=reservation,
        facts=tuple(record.facts),
        sources=distinct_sources(sources),
        to_confirm=(
            record.to_confirm
            or is_past(record.review_by, today)
            or any(map(fact_to_confirm, used_facts))
            or bool(uncertain)
        ),
        related=tuple(record.related),
        regimes=regimes_of(used_facts),
    )


def with_reservation(text: str, reservation: str) -> str:
    """A text and, under it, the sentence that goes with it."""
    return f"{text.rstrip()}\n\n{reservation}" if reservation else text


def load_facts(session: Session) -> dict[str, FactRecord]:
    """All the facts by id."""
    return {row.id: FactRecord.model_validate(row.content) for row in session.scalars(select(Fact))}


def load_written(
    session: Session,
    facts: Mapping[str, FactRecord],
    resources: Mapping[str, AnyResource],
    today: dt.date,
) -> list[PublishedAnswer]:
    """The published written answers; to confirm when what one rests on changed since somebody read it."""
    rows = session.scalars(select(Answer).where(Answer.status == "published").order_by(Answer.id))
    waiting = set(session.scalars(select(AnswerReview.answer_id)))
    found = [publish(to_record(row), facts, resources, today) for row in rows]
    return [replace(one, to_confirm=True) if one.id in waiting else one for one in found]
