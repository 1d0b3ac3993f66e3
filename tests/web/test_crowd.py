"""When many people write at once: some are served, some wait a little, the others are told at once."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.crowd import LONGEST_WAIT_SECONDS, MOST_RETRY_SECONDS, RETRY_SECONDS, Crowd, CrowdedError
from web.dialogue import TIMEOUT_SECONDS


class Street:
    """People who come all at once, each served in so many seconds."""

    def __init__(self, crowd: Crowd, seconds: float) -> None:
        self.crowd, self.seconds = crowd, seconds
        self.inside = self.most = self.served = self.refused = 0
        self.waits: list[float] = []
        self.refusals: list[float] = []

    async def person(self) -> None:
        came = time.monotonic()
        try:
            async with self.crowd.turn() as waited:
                self.waits.append(waited)
                self.inside += 1
                self.most = max(self.most, self.inside)
                await asyncio.sleep(self.seconds)
                self.inside -= 1
                self.served += 1
        except CrowdedError:
            self.refused += 1
            self.refusals.append(time.monotonic() - came)

    async def fill(self, people: int) -> None:
        await asyncio.gather(*(self.person() for _ in range(people)))


def test_only_a_few_messages_are_with_the_dialogue_at_once() -> None:
    street = Street(Crowd(at_once=2), 0.01)
    asyncio.run(street.fill(15))
    assert (street.most, street.served, street.refused) == (2, 15, 0)


def test_beyond_what_can_be_served_in_time_people_are_told_at_once() -> None:
    async def come() -> Street:
        street = Street(Crowd(at_once=1, longest_wait=0.5), 0.1)
        await street.fill(1)  # the pace is known
        await street.fill(50)
        return street

    street = asyncio.run(come())
    assert street.refused >= 40
    assert max(street.refusals) < 0.1
    assert street.served >= 4
    assert max(street.waits) < 0.6


def test_a_line_that_stops_moving_is_left() -> None:
    async def come() -> tuple[Street, float]:
        street = Street(Crowd(at_once=1, longest_wait=0.1), 0.5)
        start = time.monotonic()
        await street.fill(2)
        return street, time.monotonic() - start

    street, _ = asyncio.run(come())
    assert (street.served, street.refused) == (1, 1)
    assert 0.1 <= street.refusals[0] < 0.4


def test_those_who_leave_the_line_take_nobody_s_place() -> None:
    async def come() -> tuple[int, bool]:
        crowd = Crowd(at_once=1)
        street = Street(crowd, 0.02)
        first = asyncio.create_task(street.person())
        await asyncio.sleep(0)
        leaving = [asyncio.create_task(street.person()) for _ in range(3)]
        await asyncio.sleep(0)
        for task in leaving:
            task.cancel()
        await asyncio.gather(first, *leaving, return_exceptions=True)
        await street.fill(3)
        return street.served, crowd.crowded

    assert asyncio.run(come()) == (4, False)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 0.01), st.floats(0, 0.01), st.sampled_from(["stay", "leave", "break"])),
        max_size=25,
    ),
    st.integers(1, 3),
)
def test_whatever_people_do_the_next_one_is_served_in_the_end(people: list[Any], at_once: int) -> None:
    async def one(crowd: Crowd, wait: float, stay: float, way: str) -> None:
        await asyncio.sleep(wait)
        async with crowd.turn():
            await asyncio.sleep(stay)
            if way == "break":
                raise ValueError

    async def come() -> None:
        crowd = Crowd(at_once=at_once, longest_wait=0.05)
        tasks = [asyncio.create_task(one(crowd, *person)) for person in people]
        await asyncio.sleep(0.005)
        for task, (_, _, way) in zip(tasks, people, strict=True):
            if way == "leave":
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with crowd.turn() as waited:
            assert waited < 0.05

    asyncio.run(come())


def test_nobody_waits_more_than_five_seconds_in_all() -> None:
    assert LONGEST_WAIT_SECONDS < TIMEOUT_SECONDS < 5
    assert RETRY_SECONDS >= 1


@pytest.mark.parametrize("at_once", [1, 3])
def test_somebody_alone_never_waits(at_once: int) -> None:
    street = Street(Crowd(at_once=at_once, longest_wait=0), 0.001)
    asyncio.run(street.fill(1))
    assert (street.served, street.refused) == (1, 0)


async def told(crowd: Crowd) -> int:
    """The seconds that somebody who comes now is told to wait; 0 when served."""
    try:
        async with crowd.turn():
            return 0
    except CrowdedError as error:
        return error.retry_seconds


def test_those_told_to_come_back_are_spread_at_the_pace_of_the_answers() -> None:
    async def come() -> list[int]:
        crowd = Crowd(at_once=1, longest_wait=0.5)
        street = Street(crowd, 0.1)
        await street.fill(1)
        waiting = [asyncio.create_task(street.person()) for _ in range(10)]
        await asyncio.sleep(0)
        seconds = [await told(crowd) for _ in range(60)]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return seconds

    seconds = asyncio.run(come())
    assert seconds == sorted(seconds)
    assert RETRY_SECONDS <= seconds[0] <= RETRY_SECONDS + 1
    assert max(map(seconds[:-1].count, seconds)) <= 20  # one in 0.07 s, and what rounding adds
    assert seconds[-1] <= MOST_RETRY_SECONDS
