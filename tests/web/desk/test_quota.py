"""How often one address may do what costs or is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.desk.quota import DAY, REMEMBERED_CLIENTS, Tally, quotas


@given(st.integers(1, 50), st.integers(0, 120))
def test_a_day_gives_so_many_and_no_more(times: int, tried: int) -> None:
    tally = Tally(times)
    assert sum(tally.take("a", float(moment)) for moment in range(tried)) == min(times, tried)
    assert tally.take("b", 0.0), "somebody else has their own"
    assert tally.take("a", float(DAY + tried)), "the next day begins anew"


def test_what_is_remembered_of_addresses_is_bounded() -> None:
    tally = Tally(1)
    for number in range(REMEMBERED_CLIENTS + 50):
        tally.take(str(number), 0.0)
    assert len(tally._seen) == REMEMBERED_CLIENTS


def test_messages_and_kept_searches_of_one_address_are_bounded_by_day() -> None:
    limits = quotas()
    assert sum(limits["keep"].take("a", 1.0) for _ in range(1_000)) == 100
    assert sum(limits["chat"].take("a", 1.0) for _ in range(5_000)) == 3_000
