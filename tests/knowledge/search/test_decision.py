"""What is answered, offered or declined, from the signs of a match."""

from __future__ import annotations

import pytest

from knowledge.search.decision import worth_offering


@pytest.mark.parametrize(
    ("scores", "offered"),
    [
        ([0.5, 0.4, 0.3], [0, 1, 2]),
        ([0.6, 0.3, 0.04], [0, 1]),
        ([0.9, 0.3, 0.1], [0, 1]),
        ([0.1, 0.02, 0.3], [0, 1, 2]),
        ([0.4], [0]),
        ([], []),
    ],
)
def test_a_third_choice_that_is_hardly_likely_is_not_offered(scores: list[float], offered: list[int]) -> None:
    assert worth_offering(scores) == offered
