"""A date of an activity, typed as people write it here."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.records import ActivitySession
from web.staff.session_line import read_hours, read_line, shown_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jeudi 4 mars 2027, 18 h à 20 h | Rue X | https://a.org", "2027-03-04 18:00-20:00 | Rue X | https://a.org"),
        ("4 mars 2027 9h30-11h", "2027-03-04 09:30-11:00"),
        ("le 4 mars 2027 de 9 h à midi, aux Deux-Rives", "2027-03-04 09:00-12:00 | aux Deux-Rives"),
        ("dès 13\u00a0h\u00a030 le 1er mars 2027", "2027-03-01 13:30"),
        ("04/03/2027, 18-20 h", "2027-03-04 18:00-20:00"),
        ("4 mars 2027, neuf heures", "2027-03-04 09:00"),
        ("4 mars 2027, 1 pm à 4 pm", "2027-03-04 13:00-16:00"),
        ("4 mars 2027, 5 à 7 | Café du coin", "2027-03-04 17:00-19:00 | Café du coin"),
        ("2027-03-04 18:00-20:00 | Salle", "2027-03-04 18:00-20:00 | Salle"),
        ("4 mars 2027, 12, rue Principale", "2027-03-04 | 12, rue Principale"),
        ("4 mars 2027", "2027-03-04"),
    ],
)  # fmt: skip
def test_a_session_is_read_as_it_is_written(typed: str, kept: str) -> None:
    assert read_line(typed) == kept
    ActivitySession.model_validate(kept)


@pytest.mark.parametrize(
    "typed",
    ["bientôt", "31 février 2027, 18 h", "4 mars 2027, 25 h", "4 mars 2027, 9 h à 11 h et 13 h à 15 h"],
)
def test_what_is_not_one_session_is_given_back(typed: str) -> None:
    assert read_line(typed) == typed


hours = st.none() | st.times().map(lambda time: time.strftime("%H:%M"))


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)),
    hours,
    hours,
    st.sampled_from([None, "Salle 12, 2e étage"]),
)
def test_every_session_is_shown_and_read_back(
    day: dt.date, time: str | None, until: str | None, place: str | None
) -> None:
    session = ActivitySession(day=day, time=time, until=until if time else None, place=place)
    assert ActivitySession.model_validate(read_line(shown_line(session))) == session


@given(st.text(max_size=80))
def test_anything_typed_is_read_or_given_back(text: str) -> None:
    assert isinstance(read_line(text), str) and isinstance(read_line(f"4 mars 2027 {text}"), str)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9 h à midi", "09:00-12:00"),
        ("9:00-11:00", "09:00-11:00"),
        ("18h30", "18:30"),
        ("le matin", "le matin"),
    ],
)
def test_hours_alone_are_read_as_they_are_written(typed: str, kept: str) -> None:
    assert read_hours(typed) == kept
