"""The table of the e-mails to send, whatever they are about."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.clock import now
from knowledge.models.base import Base


class OutgoingMail(Base):
    """An e-mail that is due, was sent, or could not be.

    It names what it is about and holds none of it: `kind` says which table, `about` which row of it, `part`
    which row of a second one (the bulletin that goes to a subscriber). What it says and whom it goes to is
    read when it leaves. `status`: pending, sent, failed.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_kind_about", "kind", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[int]
    part: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(20), default="pending", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime] = mapped_column(default=now)
