"""The tables of the Pôle's year: its bulletins, who receives them, and how many members it has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.clock import now
from knowledge.models.base import Base


class Bulletin(Base):
    """A bulletin: a draft until it is sent, then an archived page that nobody changes.

    `name` is in its address («2026-11»). `blocks`: a list of `{key, title, text, kept}`, in their order.
    """

    __tablename__ = "bulletin"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    opening: Mapped[str] = mapped_column(Text, default="")
    blocks: Mapped[list[Any]]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    updated_by: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    sent_by: Mapped[str | None] = mapped_column(String(200))
    recipients: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (as SQLAlchemy documents it)


class Subscriber(Base):
    """An address that asked for the bulletin: nothing else is kept of anybody.

    `consent_at` is set once the link that only this mailbox received was confirmed; without it, the row is
    erased at `confirm_by`. `token` opens the two links of the mails, confirming and leaving: it is kept as it
    is, since each bulletin repeats it, and can do nothing but that.
    """

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(200), unique=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirm_by: Mapped[dt.datetime] = mapped_column(index=True)
    consent_at: Mapped[dt.datetime | None]


class MemberCount(Base):
    """How many members the Pôle had on a day, and how many of them had renewed: numbers, no one's name."""

    __tablename__ = "member_count"

    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    members: Mapped[int]
    renewed: Mapped[int | None]
    entered_by: Mapped[str] = mapped_column(String(200))


class PoleSetting(Base):
    """A text or an address of the Pôle that the team changed on screen, laid over its pack's.

    `file` and `key` say of which file of the pack and which of its entries; `value` replaces it.
    """

    __tablename__ = "pole_setting"

    file: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    updated_by: Mapped[str] = mapped_column(String(200))


class SelfTest(Base):
    """What the search answered the last times it was asked all that it should know.

    `results`: question -> what it got, for the newest one alone; `worse`: what got worse since the one before.
    """

    __tablename__ = "self_test"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    asked: Mapped[int]
    right: Mapped[int]
    results: Mapped[dict[str, Any]]
    worse: Mapped[list[Any]]
