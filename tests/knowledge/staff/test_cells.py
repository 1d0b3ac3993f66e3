"""What a spreadsheet of here makes of a table is read as it was meant."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.staff.cells import MONTHS, UnreadableTableError, read_date, read_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_way_of_saving_gives_the_same_lines(encoding: str, separator: str) -> None:
    text = separator.join(["\r\nIdentifiant", "Nom", "", ""]) + "\r\n"
    text += separator * 3 + "\r\n" + separator.join(["fund:a", "Bourse «été»", "", ""]) + "\r\n\r\n"
    assert read_table(text.encode(encoding)) == [{"identifiant": "fund:a", "nom": "Bourse «été»", "": "4"}]


@pytest.mark.parametrize("data", [b"", b"\n;;\n", b"\x89PNG\x00\x01", b'a;b\n1;"' + b"x" * 140_000])
def test_what_is_no_table_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableTableError):
        read_table(data)


def test_a_cell_under_no_name_is_told_rather_than_lost() -> None:
    with pytest.raises(UnreadableTableError, match="Ligne 2: «perdu»"):
        read_table(b"identifiant;nom\nfund:a;Nom;perdu\n")


@given(st.dates(dt.date(1990, 1, 1), dt.date(2089, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: dt.date) -> None:
    ways = (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.isoformat()} 00:00:00")
    assert {read_date(way, None) for way in ways} == {day.isoformat()}
    assert {read_date(way, None, month=True) for way in ways} == {day.isoformat()[:7]}


@given(st.integers(2000, 2068), st.integers(1, 12))
def test_a_month_that_became_its_first_day_is_a_month_again(year: int, month: int) -> None:
    kept = f"{year}-{month:02}"
    for name in MONTHS[month - 1]:
        assert read_date(f"{name}-{year % 100:02}", kept) == kept
        assert read_date(f"{name}. {year}", kept) == kept
    assert read_date(f"{kept}-01", kept) == kept
    assert read_date(f"{year}-01-01", str(year)) == str(year)


@given(st.text(max_size=20))
def test_what_is_no_date_stays_to_be_told(text: str) -> None:
    read = read_date(text, None)
    assert read == text or dt.date.fromisoformat(f"{read}-01" if len(read) == 7 else read)
