"""Answers composed from the records of resources and MRC, so that one edit changes every place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from knowledge.answers.published import PublishedAnswer
from knowledge.records import AnyResource


def compose_answers(
    session: Session, resources: Mapping[str, AnyResource], today: dt.date
) -> list[PublishedAnswer]:
    """The answers on each resource and each MRC."""
    return []
