"""The tables of the staff desk: accounts, sessions, invitations, the audit log, and what watching needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.clock import now
from knowledge.models.base import Base


class StaffUser(Base):
    """Somebody of the team. `role`: administrator, editor, reader. `password_hash` is argon2's.

    `totp_secret` is set once the person has confirmed a first code; `totp_step` is the last one accepted,
    so that a code cannot be used twice.
    """

    __tablename__ = "staff_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_step: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    last_login_at: Mapped[dt.datetime | None]


class StaffSession(Base):
    """An open session. Only the digest of the cookie is stored: the database alone opens nothing."""

    __tablename__ = "staff_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    seen_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    user: Mapped[StaffUser] = relationship(lazy="joined")


class StaffInvitation(Base):
    """A link, good once, by which somebody chooses a password. Only its digest is stored."""

    __tablename__ = "staff_invitation"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    user: Mapped[StaffUser] = relationship(lazy="joined")


class LoginFailure(Base):
    """Failed logins in a row, by account or by client; `subject` is a keyed digest, not an address."""

    __tablename__ = "login_failure"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[dt.datetime] = mapped_column(default=now)


class AuditEntry(Base):
    """Who did what, when, to what, with what was there before and after (changed fields only)."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    who: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200), index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class LinkCheck(Base):
    """What became of a web address the last time it was tried. `failures`: in a row."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(String(700), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(80))
    failures: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class ErrorReport(Base):
    """Somebody says that an answer or a resource is wrong. `status`: open, closed. `adviser_id`: the space it
    was said from, when it was."""

    __tablename__ = "error_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(100), index=True)
    reason: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    status: Mapped[str] = mapped_column(String(20), default="open", index=True)
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("adviser.id", ondelete="SET NULL"), index=True)


class DigestSent(Base):
    """The weeks (`2026-W48`) whose digest was e-mailed, so that it goes out once."""

    __tablename__ = "digest_sent"

    week: Mapped[str] = mapped_column(String(8), primary_key=True)
    sent_at: Mapped[dt.datetime] = mapped_column(default=now)
