"""Which pack the base belongs to, and what a new version of it would change of what the team edited."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.clock import now
from knowledge.models.base import Base


class PackState(Base):
    """One row: the pack that was last imported."""

    __tablename__ = "pack_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack: Mapped[str] = mapped_column(String(80))
    imported_at: Mapped[dt.datetime] = mapped_column(default=now)


class PackChange(Base):
    """What the pack says now of an entry that the team edited, until somebody takes it or keeps their own.

    `kind`: `changed` (then `coming` is the pack's content) or `withdrawn` (archived all the same).
    """

    __tablename__ = "pack_change"

    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    coming: Mapped[dict[str, Any] | None]
    at: Mapped[dt.datetime] = mapped_column(default=now)
