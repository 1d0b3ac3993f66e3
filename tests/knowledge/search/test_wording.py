"""A question that says more, or less, than a way of asking is another question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.counts import TokenCounts
from knowledge.search.wording import Wording

WAYS = ["assemblee coop", "assemblee", "drone coop subvention", ""]
WORDS = st.sampled_from(["assemblee", "coop", "drone", "subvention", "inconnu"])


def wording() -> Wording:
    return Wording(WAYS, TokenCounts(str.split), lambda word: 2.0 if word in ("drone", "inconnu") else 1.0)


def test_only_the_very_way_of_asking_shares_all_of_its_wording() -> None:
    assert wording().shared(["assemblee", "coop"]).tolist() == pytest.approx([1, 2 / 3, 1 / 3, 0])


def test_a_word_that_no_way_of_asking_holds_counts_against_all() -> None:
    assert max(wording().shared(["assemblee", "inconnu"])) == pytest.approx(1 / 2)


@given(terms=st.lists(WORDS, max_size=6))
def test_it_is_a_share_whatever_is_asked(terms: list[str]) -> None:
    assert all(0.0 <= share <= 1.0 + 1e-6 for share in wording().shared(terms))
