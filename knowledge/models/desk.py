"""The tables by which the desk loses nothing: forms being written, what can be undone, answers to review."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.clock import now
from knowledge.models.base import Base
from knowledge.models.staff import StaffUser


class DeskDraft(Base):
    """A form as somebody last typed it, not saved yet. `page`: where it is edited, under the desk's root, with
    «#» and its name where the page has several.

    `fields`: its fields in order, as [name, value]. `kept`: set aside on purpose, for oneself or a colleague.
    """

    __tablename__ = "desk_draft"
    __table_args__ = (Index("ix_desk_draft_page_user_id", "page", "user_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    fields: Mapped[list[Any]]
    kept: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    user: Mapped[StaffUser] = relationship(lazy="joined")


class Undoable(Base):
    """What one action changed, as it was before and as it left it, until it is undone or past."""

    __tablename__ = "undoable"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    rows: Mapped[list[Any]]
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class AnswerReview(Base):
    """An answer to look at again, because what it rests on changed. `cause`: the fact or the resource."""

    __tablename__ = "answer_review"

    answer_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    cause: Mapped[str] = mapped_column(String(100), primary_key=True)
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[dt.datetime] = mapped_column(default=now)


class WatchNote(Base):
    """What somebody did about an entry of the watch without confirming it all.

    `waiting_since`: they wrote to whom knows, and wait. `checked`: by part, who found it right and when.
    """

    __tablename__ = "watch_note"

    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    waiting_since: Mapped[dt.datetime | None]
    text: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(200), default="")
    checked: Mapped[dict[str, Any]]
