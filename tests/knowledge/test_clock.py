"""Québec's day, whatever the clock of the server says."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import clock
from knowledge.records import FundRecord
from knowledge.referral.freshness import call_of

ROOT = Path(__file__).resolve().parents[2]
LAST_EVENING = dt.datetime(2026, 12, 1, 0, 30, tzinfo=dt.timezone.utc)  # 19:30 on 30 November in Montréal


def fund(closes: str) -> FundRecord:
    return FundRecord.model_validate(
        {
            "id": "bourse",
            "name": "Bourse",
            "nature": "bourse",
            "status": "active",
            "confidence": "high",
            "review_by": "2027-12",
            "sources": [{"title": "Page"}],
            "eligibility": {
                "territory": {"level": "province"},
                "needs": ["funding"],
                "calls": {"mode": "call", "closes": closes, "confirmed": True},
            },
        }
    )


def test_a_call_is_open_until_its_last_evening_in_montreal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LAST_EVENING)
    assert clock.today() == dt.date(2026, 11, 30)
    call = call_of(fund("2026-11-30"), clock.today())
    assert call is not None and call.state == "open"


def test_the_zone_of_the_server_changes_nothing() -> None:
    code = "from knowledge import clock; import datetime as d; print(clock.day_of(clock.now()))"
    days = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Asia/Tokyo", "America/Montreal")
    }
    assert len(days) == 1


def test_no_room_asks_the_server_for_its_own_day() -> None:
    for room in ("knowledge", "actions", "web", "tests"):  # a test too runs in the evening
        for path in (ROOT / room).rglob("*.py"):
            if path.name not in ("clock.py", "test_clock.py"):
                text = path.read_text(encoding="utf-8")
                assert "date.today()" not in text, path
                assert room == "tests" or "datetime.now(" not in text, path


def test_a_clock_set_ahead_is_not_believed_until_it_is_put_right_or_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed, ahead = 0.0, dt.timedelta()
    monkeypatch.setattr(clock.time, "monotonic", lambda: 1000 + passed)
    monkeypatch.setattr(clock, "now", lambda: LAST_EVENING + dt.timedelta(seconds=passed) + ahead)
    steady = clock.Steadiness()
    passed = 900
    assert steady.believed()
    ahead = dt.timedelta(days=365)
    assert not steady.believed()
    passed += 900
    assert not steady.believed()
    ahead = dt.timedelta()
    assert steady.believed()
    ahead = dt.timedelta(days=2)
    assert not steady.believed()
    passed += clock.DOUBT_SECONDS
    assert steady.believed()
