"""Ages and amounts are read as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.numbers import age_changed, find_age, find_amount
from knowledge.referral.profile import MAX_AGE, MIN_AGE


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("j'ai quinze ans", 15),
        ("j'ai dix-sept ans", 17),
        ("j'ai vingt et un ans", 21),
        ("elle est agee de soixante-treize ans", 73),
        ("quatre-vingts ans", 80),
        ("j'ai trois ans d'experience", None),
        ("on existe depuis trente ans", None),
        ("moi pis deux chums, on a 17 ans", 17),
        ("on a tous 22 ans", 22),
        ("on a 20 ans, trois employes", None),
    ],
)
def test_an_age_may_be_written_in_words(said: str, age: int | None) -> None:
    assert find_age(said) == age


@given(st.integers(min_value=MIN_AGE, max_value=MAX_AGE))
def test_any_age_in_figures_is_read(age: int) -> None:
    assert find_age(f"j'ai {age} ans") == age


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("1 million de dollars", 1_000_000),
        ("1,5 million", 1_500_000),
        ("25 k$", 25_000),
        ("25k", 25_000),
        ("5000 piasses", 5_000),
        ("2 millions de personnes", None),
        ("8 membres", None),
    ],
)
def test_an_amount_is_read_with_its_scale(said: str, amount: int | None) -> None:
    assert find_amount(said) == amount


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("pis si j'ai 40?", 40),
        ("et si elle avait 52 ans", 52),
        ("et si on est 20?", None),
        ("et si on a 40 membres?", None),
        ("et si j'ai 12 000 $?", None),
    ],
)
def test_another_age_is_that_of_somebody(said: str, age: int | None) -> None:
    assert age_changed(said) == age


@pytest.mark.parametrize(
    "text", ["9" * 500, f"on a {'9' * 400} $", f"j'ai {'1' * 330} ans", f"{'9' * 309} millions"]
)
def test_hundreds_of_figures_in_a_row_are_no_number_and_break_nothing(text: str) -> None:
    assert find_amount(text) is None
    assert find_age(text) is None
