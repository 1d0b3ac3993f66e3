"""The delays of the network, read from `delays.yaml`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class LetterDelays(BaseModel):
    """Those of a letter to an organization."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reminder_days: int
    reminders: int
    link_days: int
    kept_months: int

    @property
    def patience(self) -> dt.timedelta:
        """How long an answer is waited for before the next step."""
        return dt.timedelta(days=self.reminder_days)


class ReferralDelays(BaseModel):
    """Those of a followed referral."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reminder_days: int
    reminders: int
    kept_days: int
    link_days: int

    @property
    def patience(self) -> dt.timedelta:
        """How long an answer is waited for before the next step."""
        return dt.timedelta(days=self.reminder_days)


class AdviserDelays(BaseModel):
    """Those of an adviser's own space."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    link_minutes: int
    again_minutes: int
    confirm_days: int
    session_days: int
    unused_months: int
    sheet_days: int


class TableDelays(BaseModel):
    """Those of the table of experts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case_months: int
    meeting_months: int
    link_days: int


_GIVEN = yaml.safe_load((Path(__file__).parent / "delays.yaml").read_text(encoding="utf-8"))
LETTER = LetterDelays.model_validate(_GIVEN["letter"])
REFERRAL = ReferralDelays.model_validate(_GIVEN["referral"])
TABLE = TableDelays.model_validate(_GIVEN["table"])
ADVISER = AdviserDelays.model_validate(_GIVEN["adviser"])
