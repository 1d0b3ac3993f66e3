"""The table of what one process alone does, and for how long."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.models.base import Base


class Lease(Base):
    """A duty, the process that has it, and until when it keeps it unless it asks again."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    until: Mapped[dt.datetime]
