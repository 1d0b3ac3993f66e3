"""Activities: what is coming, in the order of its dates; what is past leaves by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from pydantic import ValidationError

from knowledge.activities import coming, ends_at, ends_too_soon, is_over, when
from knowledge.opendata.calendar import activities_calendar
from knowledge.records import ActivityRecord, ActivitySession, AnyResource, identifier

TODAY = dt.date(2026, 11, 29)


def activity(name: str, *sessions: str, mrc: tuple[str, ...] = (), **fields: object) -> ActivityRecord:
    return ActivityRecord.model_validate(
        {
            "id": name,
            "name": name.title(),
            "kind": "5 à 7",
            "status": "active",
            "confidence": "high",
            "review_by": "2027-06",
            "sources": [{"title": "Le Pôle"}],
            "organization_name": "Le Pôle",
            "sessions": list(sessions),
            "eligibility": {"mrc": list(mrc), "needs": ["networking"]},
            **fields,
        }
    )


def by_id(*records: ActivityRecord) -> dict[str, AnyResource]:
    return {identifier(record): record for record in records}


def test_sessions_come_in_the_order_of_their_dates_and_past_ones_are_gone() -> None:
    found = coming(
        by_id(
            activity("gouvernance", "2026-11-01", "2027-02-11 09:00-12:00", "2027-01-14"),
            activity("reseautage", "2026-11-29 17:00"),
        ),
        TODAY,
    )
    assert [(one.record.id, one.session.day.isoformat()) for one in found] == [
        ("reseautage", "2026-11-29"),
        ("gouvernance", "2027-01-14"),
        ("gouvernance", "2027-02-11"),
    ]


def test_an_activity_is_over_after_its_last_session() -> None:
    assert is_over(activity("passee", "2019-10-01", "2026-11-28"), TODAY)
    assert not is_over(activity("ce-soir", "2026-11-29"), TODAY)


def test_an_evening_that_ends_after_midnight_ends_on_the_next_day() -> None:
    late = ActivitySession.model_validate("2027-01-21 20:00-00:00")
    ends = ends_at(late)
    assert isinstance(ends, dt.datetime) and ends.isoformat().startswith("2027-01-22T00:00")
    assert not ends_too_soon(late)
    assert ends_too_soon(ActivitySession.model_validate("2027-01-21 19:00-17:00"))


def test_an_mrc_sees_what_is_open_to_it_and_what_is_open_to_all() -> None:
    records = by_id(activity("ici", "2027-01-01", mrc=("roussillon",)), activity("partout", "2027-01-02"))
    assert [one.record.id for one in coming(records, TODAY, mrc="roussillon")] == ["ici", "partout"]
    assert [one.record.id for one in coming(records, TODAY, mrc="autre")] == ["partout"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2027-01-21 17:00-19:00 | Salle du Pôle", "le 21 janvier 2027, de 17 h à 19 h"),
        ("2027-01-21 17:00 | https://exemple.org/rencontre", "le 21 janvier 2027, à 17 h"),
        ("2027-02-01", "le 1er février 2027"),
    ],
)
def test_a_date_typed_on_one_line_is_read_and_written_back(line: str, said: str) -> None:
    session = ActivitySession.model_validate(line)
    assert when(session) == said
    assert session.line() == line


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)),
    st.none() | st.times().map(lambda time: time.strftime("%H:%M")),
    st.none() | st.just("Salle du Pôle, 2e étage"),
)
def test_every_session_survives_the_line(day: dt.date, time: str | None, place: str | None) -> None:
    session = ActivitySession(day=day, time=time, place=place)
    assert ActivitySession.model_validate(session.line()) == session


@pytest.mark.parametrize("line", ["demain", "2027-13-01", "2027-01-21 25:00", ""])
def test_what_is_no_date_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        activity("mauvaise", line)


def test_the_calendar_says_the_hours_of_montreal() -> None:
    records = by_id(activity("reseautage", "2027-07-21 17:00-19:00 | Salle du Pôle"))
    made = Calendar.from_ical(activities_calendar(coming(records, TODAY), TODAY, "Activités"))
    (event,) = made.walk("VEVENT")
    assert event["dtstart"].dt.astimezone(dt.timezone.utc).hour == 21  # 17:00 in summer
    assert str(event["location"]) == "Salle du Pôle"
