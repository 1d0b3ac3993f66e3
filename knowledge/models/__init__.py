"""The tables of the base (SQLAlchemy 2, typed)."""

from knowledge.models.base import Base, now
from knowledge.models.content import (
    CONTENT_TABLES,
    Answer,
    ContentVersion,
    Fact,
    Mrc,
    Municipality,
    Resource,
    Revision,
    Topic,
)
from knowledge.models.exchange import ContactRequest, DailyCount, OpenQuestion, SharedPage

__all__ = [
    "CONTENT_TABLES",
    "Answer",
    "Base",
    "ContactRequest",
    "ContentVersion",
    "DailyCount",
    "Fact",
    "Mrc",
    "Municipality",
    "OpenQuestion",
    "Resource",
    "Revision",
    "SharedPage",
    "Topic",
    "now",
]
