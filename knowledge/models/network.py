"""The tables of the network: letters to organizations, what they answer, referrals that are followed, links."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.clock import now
from knowledge.models.base import Base


class PrivateLink(Base):
    """A link that was e-mailed or shown once. Only the digest of its token is stored: the base opens nothing.

    `kind` and `about` say what it opens: which table, which row.
    """

    __tablename__ = "private_link"
    __table_args__ = (Index("ix_private_link_kind_about", "kind", "about"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class OrganizationContact(Base):
    """How an organization is written to. `organization`: its identifier.

    `address`: typed by the team, before that of its sheet. `refused_at`: it asked for no more letters.
    `unreachable_at`: what was sent did not arrive.
    """

    __tablename__ = "organization_contact"

    organization: Mapped[str] = mapped_column(String(100), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(200))
    refused_at: Mapped[dt.datetime | None]
    unreachable_at: Mapped[dt.datetime | None]
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    updated_by: Mapped[str] = mapped_column(String(200), default="")


class OrganizationLetter(Base):
    """A letter that asks an organization whether its sheets are right. `sheets`: their identifiers.

    `status`: waiting, exact, corrected, refused, silent (reminders had no answer), failed (never arrived),
    dropped (the team wrote anew, or took it back). `next_step_at`: when it is reminded, then given up.
    """

    __tablename__ = "organization_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization: Mapped[str] = mapped_column(String(100), index=True)
    address: Mapped[str] = mapped_column(String(200))
    sheets: Mapped[list[str]]
    status: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    reminders: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    created_by: Mapped[str] = mapped_column(String(200))
    next_step_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]


class SheetProposal(Base):
    """What an organization says of one of its sheets, until the team decides.

    `changes`: field -> value, by the field's path in the record; empty when all is exact. `status`: waiting,
    accepted, refused.
    """

    __tablename__ = "sheet_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(
        ForeignKey("organization_letter.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str] = mapped_column(String(100), index=True)
    changes: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    letter: Mapped[OrganizationLetter] = relationship(lazy="joined")


class FollowedReferral(Base):
    """Somebody's project sent to an organization, with their consent, until it is answered and erased.

    `author`: person or adviser; `adviser_id`: the space it was sent from, when it was. `told`: the address that is told of the answer, when one was given. `reach` and
    `story`: what they chose to send. `status`: sent, more (the organization asks for more), taken, declined,
    withdrawn (then nothing of the person is left). `answer`: what the organization wrote; `instead`: the
    organization that it names in its place. `digest`: that of the first link to its page.
    """

    __tablename__ = "followed_referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    organization: Mapped[str] = mapped_column(String(100), index=True)
    recipient: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(20))
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("adviser.id", ondelete="SET NULL"), index=True)
    told: Mapped[str | None] = mapped_column(String(200))
    reach: Mapped[str] = mapped_column(String(200))
    story: Mapped[str] = mapped_column(Text)
    mrc: Mapped[str | None] = mapped_column(String(80))
    consent_text: Mapped[str] = mapped_column(Text)
    consent_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    erase_after: Mapped[dt.datetime] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(20), default="sent", index=True)
    reminders: Mapped[int] = mapped_column(default=0)
    next_step_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    instead: Mapped[str | None] = mapped_column(String(100))


class Watching(Base):
    """An address that asked to be told when something changes. `about`: a resource, `mrc:<id>`, or
    `search:<digest>` with the `search` itself.

    `consent_at` is set once the mailbox itself confirmed; without it the row is erased at `confirm_by`. What is
    told is what changed from `since` to `until`; both move when it is looked at.
    """

    __tablename__ = "watching"
    __table_args__ = (UniqueConstraint("address", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(110), index=True)
    search: Mapped[dict[str, Any] | None]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirm_by: Mapped[dt.datetime] = mapped_column(index=True)
    consent_at: Mapped[dt.datetime | None]
    since: Mapped[dt.datetime] = mapped_column(default=now)
    until: Mapped[dt.datetime] = mapped_column(default=now)
