"""The tables of the advisers' own space, and of the table of experts that some of them are members of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.clock import now
from knowledge.models.base import Base


class Adviser(Base):
    """A mailbox that has a space of its own; nothing else is known of the person.

    `consent_at` is set when the mailbox first entered; without it the row is erased at `confirm_by`.
    `seen_at`: the day of the last visit, by which an unused space is erased. `digest` names it in the list of
    erasures. `seat`: «asked» or «member» of the table of experts; then `shown_as` and `field` are what its
    members see of them, and `told_at` since when news of it are told by e-mail (None: they are not).
    """

    __tablename__ = "adviser"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(200), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirm_by: Mapped[dt.datetime] = mapped_column(index=True)
    consent_at: Mapped[dt.datetime | None]
    seen_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    seat: Mapped[str] = mapped_column(String(20), default="")
    shown_as: Mapped[str] = mapped_column(String(80), default="")
    field: Mapped[str] = mapped_column(String(160), default="")
    told_at: Mapped[dt.datetime | None]


class AdviserSession(Base):
    """An open session, by the digest of the token in its cookie."""

    __tablename__ = "adviser_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("adviser.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    adviser: Mapped[Adviser] = relationship(lazy="joined")


class KeptSearch(Base):
    """A search that an adviser keeps. `search`: its stored form, without an age; `digest`: that of it."""

    __tablename__ = "kept_search"
    __table_args__ = (UniqueConstraint("adviser_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("adviser.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(32))
    search: Mapped[dict[str, Any]]
    kept_at: Mapped[dt.datetime] = mapped_column(default=now)


class ClientSheet(Base):
    """A reference sheet kept for a client, by a number and with their consent: no name, no way to reach them.

    `content`: the sheet as plain data, its note masked. `search`: the project, without an age. `digest` names it
    in the list of erasures.
    """

    __tablename__ = "client_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("adviser.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[dict[str, Any]]
    search: Mapped[dict[str, Any]]
    consent_text: Mapped[str] = mapped_column(Text)
    consent_at: Mapped[dt.datetime] = mapped_column(default=now)
    erase_after: Mapped[dt.datetime] = mapped_column(index=True)


class ExpertCase(Base):
    """A case without a name, that a member puts to the others of the table. `status`: open, closed.
    `said_at`: when somebody last said something in it, by which it is erased.
    """

    __tablename__ = "expert_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("adviser.id", ondelete="SET NULL"), index=True)
    question: Mapped[str] = mapped_column(Text)
    mrc: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20), default="open", index=True)
    asked_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    said_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    replies: Mapped[list[ExpertReply]] = relationship(
        lazy="selectin", order_by="ExpertReply.id", cascade="all, delete-orphan", passive_deletes=True
    )


class ExpertReply(Base):
    """What another member answers. `door`: the one it names, as typed or as an identifier."""

    __tablename__ = "expert_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("expert_case.id", ondelete="CASCADE"), index=True)
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("adviser.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(Text)
    door: Mapped[str] = mapped_column(String(120), default="")
    said_at: Mapped[dt.datetime] = mapped_column(default=now)


class TableMeeting(Base):
    """A meeting of the table: when, where, what about, then its minutes."""

    __tablename__ = "table_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(index=True)
    hours: Mapped[str] = mapped_column(String(11), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    updated_by: Mapped[str] = mapped_column(String(200), default="")
