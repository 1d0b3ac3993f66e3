"""The answer on coming activities follows what is announced."""

from __future__ import annotations

import datetime as dt

from knowledge.answers.agenda import agenda_answer
from knowledge.records import ActivityRecord

TODAY = dt.date(2026, 11, 29)
POLE = "organization:pole"


def evening(day: str) -> ActivityRecord:
    return ActivityRecord.model_validate(
        {
            "id": "cinq-a-sept",
            "name": "5 à 7 réseautage",
            "kind": "réseautage",
            "organization_name": "Le Pôle",
            "status": "active",
            "confidence": "high",
            "review_by": "2027-06",
            "sources": [{"title": "Le Pôle", "as_of": "2026-11"}],
            "sessions": [f"{day} 17:00-19:00 | Beauharnois"],
            "eligibility": {"needs": ["networking"]},
        }
    )


def test_the_next_evening_is_told_with_its_hour_and_place() -> None:
    answer = agenda_answer({"activity:cinq-a-sept": evening("2027-01-21")}, POLE, TODAY)
    assert "**5 à 7 réseautage**, le 21 janvier 2027, de 17:00 à 19:00, Beauharnois" in answer.text
    assert answer.facts == ("activity:cinq-a-sept",)
    assert [source.as_of for source in answer.sources] == ["2026-11"]


def test_when_nothing_is_announced_it_is_said_and_nothing_past_is_told() -> None:
    answer = agenda_answer({"activity:cinq-a-sept": evening("2019-10-01")}, POLE, TODAY)
    assert "Aucune activité n'est annoncée" in answer.text
    assert "2019" not in answer.text
