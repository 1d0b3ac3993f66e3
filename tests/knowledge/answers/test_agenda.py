"""The answer on coming activities follows what is announced."""

from __future__ import annotations

import datetime as dt

from knowledge.answers.agenda import agenda_answer, calls_answer
from knowledge.records import ActivityRecord, FundRecord

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
    assert "**5 à 7 réseautage**, le 21 janvier 2027, de 17 h à 19 h, Beauharnois" in answer.text
    assert answer.facts == ("activity:cinq-a-sept",)
    assert [source.as_of for source in answer.sources] == ["2026-11"]


def test_when_nothing_is_announced_it_is_said_and_nothing_past_is_told() -> None:
    answer = agenda_answer({"activity:cinq-a-sept": evening("2019-10-01")}, POLE, TODAY)
    assert "Aucune activité n'est annoncée" in answer.text
    assert "2019" not in answer.text


def fund(name: str, **calls: object) -> FundRecord:
    return FundRecord.model_validate(
        {
            "id": name,
            "name": name.title(),
            "nature": "bourse",
            "organization_name": "Le Pôle",
            "status": "active",
            "confidence": "high",
            "review_by": "2027-12",
            "sources": [{"title": "Page"}],
            "eligibility": {"needs": ["funding"], "calls": {"confirmed": True, **calls}},
        }
    )


def test_open_calls_are_told_with_their_last_day_and_closed_ones_are_not() -> None:
    funds = {
        "fund:ouvert": fund("ouvert", mode="call", closes="2026-12-15"),
        "fund:clos": fund("clos", mode="call", closes="2025-10-24"),
        "fund:continu": fund("continu", mode="continuous"),
    }
    text = calls_answer(funds, POLE, TODAY).text
    assert "**Ouvert**" in text and "15 décembre 2026" in text
    assert "Clos" not in text
    assert "1 fonds et services prennent les demandes en tout temps" in text


def test_when_no_call_is_known_it_is_said() -> None:
    assert "Aucun appel ouvert" in calls_answer({}, POLE, TODAY).text
