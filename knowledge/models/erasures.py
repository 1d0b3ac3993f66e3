"""The table of what was erased on request, so that no copy brings it back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.clock import now
from knowledge.models.base import Base


class ErasureNote(Base):
    """Something that was erased because somebody asked: what kind, which, and when; nothing of what it said.

    `digest`: that of an unguessable token, which tells nothing by itself.
    """

    __tablename__ = "erasure_note"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
