"""What is typed at the desk as people write it here."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.criteria import french_date
from tests.web.staff.content import fund
from web.staff.as_typed import address, amount, called, day, named
from web.staff.resource_form import from_record, to_record


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("25 000 $", "25000"),
        ("25\u00a0000\u00a0$", "25000"),
        ("deux mille dollars", "2000"),
        ("50 %", "50"),
        ("25000", "25000"),
        ("beaucoup", "beaucoup"),
        ("de 5 à 10", "de 5 à 10"),
        ("", ""),
    ],
)
def test_an_amount_is_read_as_it_is_written(typed: str, kept: str) -> None:
    assert amount(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("15 janvier 2027", "2027-01-15"),
        ("1er mars 2027", "2027-03-01"),
        ("28/02/2027", "2027-02-28"),
        ("mai 2027", "2027-05"),
        ("2027-05", "2027-05"),
        ("2027", "2027"),
        ("bientôt", "bientôt"),
        ("31 février 2027", "31 février 2027"),
    ],
)
def test_a_date_is_read_as_it_is_written(typed: str, kept: str) -> None:
    assert day(typed) == kept


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_any_day_written_in_french_is_that_day(one: dt.date) -> None:
    assert day(french_date(one)) == one.isoformat() and day(french_date(one), month=True) == f"{one:%Y-%m}"


@given(st.text(max_size=60))
def test_anything_typed_is_read_or_given_back(text: str) -> None:
    for read in (amount, day, address):
        assert isinstance(read(text), str)


def test_an_address_without_its_scheme_and_an_organization_by_its_name_are_understood() -> None:
    assert address("www.exemple.org/page") == "https://www.exemple.org/page"
    assert (
        address("https://exemple.org") == "https://exemple.org"
        and address("pas une adresse") == "pas une adresse"
    )
    names = {
        "pole": "Pôle d'économie sociale",
        "cdrq": "Coopérative de développement",
        "cdr": "Coopérative du rang",
    }
    assert (
        named("pole d'economie sociale", names) == named("économie", names) == named("pole", names) == "pole"
    )
    assert named("Coopérative", names) == "Coopérative", "two are called so"


def test_a_call_that_closes_before_it_opens_is_refused() -> None:
    draft = from_record(fund("x", "X"), "fund", 1)
    draft.values |= {
        "eligibility.calls.mode": "call",
        "eligibility.calls.opens": "15 janvier 2027",
        "eligibility.calls.closes": "28 février 2026",
        "amount_max": "25 000 $",
    }
    record, faults = to_record(draft)
    assert record is None and faults == ["Dates: la fermeture vient avant l'ouverture"]
    draft.values["eligibility.calls.closes"] = "28 février 2027"
    record, faults = to_record(draft)
    assert record is not None and faults == []
    assert record.eligibility.calls and record.eligibility.calls.closes == dt.date(2027, 2, 28)


@given(st.dictionaries(st.text("abc", min_size=1), st.text("ABCé ", min_size=1), max_size=6))
def test_what_a_field_calls_something_is_read_back_as_that(names: dict[str, str]) -> None:
    shown = called(names)
    assert all(named(text, names) == key for key, text in shown.items() if text not in names or text == key)
