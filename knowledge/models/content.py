"""The tables of the content: facts, answers, resources, declined topics, territory, and their history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.clock import now
from knowledge.models.base import Base, Edited


class Fact(Base):
    """One sourced statement; `content` is a `FactRecord`."""

    __tablename__ = "fact"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    theme: Mapped[str] = mapped_column(String(80), index=True)
    content: Mapped[dict[str, Any]]


class Answer(Edited, Base):
    """A written answer; the columns are those of `AnswerRecord`."""

    __tablename__ = "answer"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    theme: Mapped[str] = mapped_column(String(80), index=True)
    question: Mapped[str] = mapped_column(String(200))
    phrasings: Mapped[list[str]]
    text: Mapped[str] = mapped_column(Text)
    facts: Mapped[list[str]]
    sources: Mapped[list[Any]]
    related: Mapped[list[str]]
    as_of: Mapped[str | None] = mapped_column(String(10))
    review_by: Mapped[str] = mapped_column(String(7), index=True)
    to_confirm: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class Resource(Edited, Base):
    """An organization, a fund or a training; `content` is the record of its type.

    The other columns repeat what lists are filtered and sorted by.
    """

    __tablename__ = "resource"

    identifier: Mapped[str] = mapped_column(String(100), primary_key=True)
    type: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(300), index=True)
    status: Mapped[str] = mapped_column(String(20))
    confidence: Mapped[str] = mapped_column(String(10))
    as_of: Mapped[str | None] = mapped_column(String(10))
    review_by: Mapped[str] = mapped_column(String(7), index=True)
    archived: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class Topic(Base):
    """A topic that the assistant declines; `content` is a `TopicRecord`."""

    __tablename__ = "topic"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    content: Mapped[dict[str, Any]]


class Mrc(Base):
    """A MRC of the territory; `content` is its entry in the pack, without its municipalities."""

    __tablename__ = "mrc"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]]


class Municipality(Base):
    """A municipality of the territory, or a Mohawk community in it (then `mrc_id` is null)."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mrc_id: Mapped[str | None] = mapped_column(ForeignKey("mrc.id"))
    content: Mapped[dict[str, Any]]


class Revision(Base):
    """One state of an answer or a resource, kept for good: who wrote it, when, and the whole content."""

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_subject_number", "subject", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(100))
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    content: Mapped[dict[str, Any]]


class ContentVersion(Base):
    """One row whose number grows with every change to the content, by database triggers.

    Every process compares it before it answers, which is how a published answer is live at once.
    """

    __tablename__ = "content_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


CONTENT_TABLES = ("fact", "answer", "resource", "topic", "mrc", "municipality")
