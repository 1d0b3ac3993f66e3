"""What is noted in passing: counts, questions to look at. No answer waits for it, nor fails with it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import hurried

PATIENCE_SECONDS = 0.25

_log = logging.getLogger(__name__)


def note(factory: sessionmaker[Session], write: Callable[[Session], object]) -> bool:
    """Do what `write` does, in one short transaction; False, and nothing written, when the base cannot be
    written now."""
    try:
        with hurried(factory, PATIENCE_SECONDS) as session:
            write(session)
    except SQLAlchemyError as error:
        # The error's own words may hold what somebody wrote.
        _log.warning("Nothing could be noted (%s).", type(error).__name__)
        return False
    return True
