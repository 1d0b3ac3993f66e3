"""The tables of what people leave behind: questions without an answer, counts, requests, roadmaps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.clock import now
from knowledge.models.base import Base


class OpenQuestion(Base):
    """A question that got no answer, a choice, or «pas utile»: masked, stored once, counted.

    `digest` is that of the folded text, so that the same question is found again.
    `status`: open, answered, out_of_scope, dismissed. `answer_id`: what it was given to.
    The last time it was asked, `reply` is what was said to it, `shown` the answer that was given, `turns` what
    the person had written just before, all masked. `held_against` is the number of the content that it was last
    held against: what the index that had nothing for it was made of, or what stood when it was answered.
    """

    __tablename__ = "open_question"
    # The inbox opens on what was asked most, and on what was asked last: neither reads every row.
    __table_args__ = (
        Index("ix_open_question_status_count_last_at", "status", "count", "last_at"),
        Index("ix_open_question_status_last_at", "status", "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(String(600))
    outcome: Mapped[str] = mapped_column(String(20))
    count: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[dt.datetime] = mapped_column(default=now)
    last_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    status: Mapped[str] = mapped_column(String(20), default="open")
    answer_id: Mapped[str | None] = mapped_column(String(80))
    reply: Mapped[str | None] = mapped_column(Text)
    shown: Mapped[str | None] = mapped_column(String(100))
    turns: Mapped[list[Any] | None]
    held_against: Mapped[int | None]


class DailyCount(Base):
    """How many times something happened in a day: the only thing that figures are made of.

    `kind` and `key` name it (decision/answer, useful/answer:…, referral_mrc/roussillon…). No person in it.
    """

    __tablename__ = "daily_count"
    __table_args__ = (Index("ix_daily_count_day_kind_key", "day", "kind", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    count: Mapped[int] = mapped_column(default=0)


class SharedPage(Base):
    """A page with an unguessable address that expires: a roadmap or a reference sheet.

    Only the digest of the address is stored: the database alone does not open any page.
    """

    __tablename__ = "shared_page"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class ContactRequest(Base):
    """Somebody asked for a person, and agreed to what is kept. Erased by its author or by retention.

    `reach` is how to reach them, `story` what they told.
    """

    __tablename__ = "contact_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    withdrawal_digest: Mapped[str] = mapped_column(String(64), unique=True)
    reach: Mapped[str] = mapped_column(String(200))
    story: Mapped[str] = mapped_column(Text)
    mrc: Mapped[str | None] = mapped_column(String(80))
    consent_text: Mapped[str] = mapped_column(Text)
    consent_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    erase_after: Mapped[dt.datetime] = mapped_column(index=True)
    recipient: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20), default="open")
    assigned_to: Mapped[str | None] = mapped_column(String(200))
    staff_note: Mapped[str | None] = mapped_column(Text)
