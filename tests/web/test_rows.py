"""A number that came in an address or a form is that of a row, or of none."""

from __future__ import annotations

import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st

from web.rows import MAX_ROW_DIGITS, or_404, row_numbers


@given(st.lists(st.text(max_size=30) | st.integers().map(str)))
def test_what_is_no_number_of_a_row_is_left_out(texts: list[str]) -> None:
    assert all(0 <= number < 10**MAX_ROW_DIGITS for number in row_numbers(texts))


def test_what_is_not_there_is_said_on_a_page_that_nobody_keeps() -> None:
    assert or_404("a row") == "a row"
    with pytest.raises(HTTPException) as refused:
        or_404(None)
    assert refused.value.status_code == 404
    assert (refused.value.headers or {})["Cache-Control"] == "no-store"
