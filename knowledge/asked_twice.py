"""Consent by e-mail: an address is written to once to confirm, and not again the same day."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from sqlalchemy.orm import Session

from knowledge.models import now
from knowledge.room import take_room

CONFIRM_DAYS = 7  # told in the mail and in the privacy text; past them an address is erased
AGAIN_HOURS = 24  # nobody makes us write to a mailbox more than once a day


class Asking(Protocol):
    """An address that asked for something: when it was last written to, and when it consented."""

    asked_at: dt.datetime
    consent_at: dt.datetime | None


def may_write(session: Session, standing: Asking | None) -> bool:
    """Whether a link to confirm may be made due, in the caller's transaction, which then takes its room.

    Not to who has consented already or was written to lately, nor once the day has had enough of them.
    """
    if standing is not None:
        lately = standing.asked_at > now() - dt.timedelta(hours=AGAIN_HOURS)
        if standing.consent_at is not None or lately:
            return False
    return take_room(session, "subscription")


def confirm_by(moment: dt.datetime) -> dt.datetime:
    """Until when an address that asked at this instant may confirm."""
    return moment + dt.timedelta(days=CONFIRM_DAYS)
