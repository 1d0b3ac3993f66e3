"""Erased means erased: what is left of a request or a page once its row is gone.

A deleted row is overwritten in the base itself; its words may still be in the base's log, in the thread of
the conversation it was made in, and, in development, in the folder of mails. All three are emptied here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.conversations import ConversationsError, erase_mentioning
from knowledge.mail import MAIL_FOLDER, REQUEST_MAIL, forget_mail, forget_mails
from knowledge.models import (
    Adviser,
    AdviserSession,
    ClientSheet,
    ContactRequest,
    ExpertCase,
    ExpertReply,
    FollowedReferral,
    KeptSearch,
    OpenQuestion,
    SharedPage,
    Subscriber,
    Watching,
)
from knowledge.settings import var_dir

# What people leave lies in these tables: on PostgreSQL, rows that were deleted there are cleared out at once.
PERSONAL = (
    ContactRequest.__tablename__,
    SharedPage.__tablename__,
    OpenQuestion.__tablename__,
    Subscriber.__tablename__,
    FollowedReferral.__tablename__,
    Watching.__tablename__,
    Adviser.__tablename__,
    AdviserSession.__tablename__,
    KeptSearch.__tablename__,
    ClientSheet.__tablename__,
    ExpertCase.__tablename__,
    ExpertReply.__tablename__,
)
TRIES = 3
WAIT_SECONDS = 0.2

_log = logging.getLogger(__name__)


def leave_no_copy(
    factory: sessionmaker[Session],
    references: Sequence[str] = (),
    conversations: str | None = None,
    mails: Sequence[str] = (),
) -> bool:
    """After the commit that erased requests: erase what else holds their words.

    Input: the base, the reference numbers of the requests, the address of Rasa's conversations, and how the
    names of the mails to erase from development's mailbox begin. False when something is held by somebody
    else just now: retention erases it (within a day for a conversation).
    """
    for reference in references:
        forget_mail(var_dir() / MAIL_FOLDER, f"{REQUEST_MAIL}-{reference}")
    for beginning in mails:
        forget_mails(var_dir() / MAIL_FOLDER, beginning)
    try:
        for reference in references:
            erase_mentioning(reference, conversations)
        return empty_log(factory)
    except (ConversationsError, SQLAlchemyError) as error:
        _log.warning("What an erased request left could not be erased now (%s).", type(error).__name__)
        return False


def empty_log(factory: sessionmaker[Session]) -> bool:
    """Empty the base's write-ahead log, where the last changes are still written in full.

    False when somebody reads the base without a pause: retention tries again within a quarter of an hour.
    """
    engine = factory.kw["bind"]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text(f"VACUUM {', '.join(PERSONAL)}"))
            return True
        for _ in range(TRIES):
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
            if not busy:
                return True
            time.sleep(WAIT_SECONDS)
    _log.warning("The base's log could not be emptied now.")
    return False
