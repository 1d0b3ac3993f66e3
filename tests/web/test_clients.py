"""What is counted by client is not got around by changing addresses within one's own network."""

from __future__ import annotations

import asyncio
from ipaddress import IPv6Address, ip_address

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from web.clients import UNKNOWN, counted_as
from web.limits import Buckets, RateLimit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.4", "192.0.2.4"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_addresses_of_one_household_are_one_client(one: str, other: str) -> None:
    assert counted_as(one) == counted_as(other)


@pytest.mark.parametrize(
    ("one", "other"), [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("192.0.2.4", "192.0.2.5"), ("", "192.0.2.4")]
)
def test_others_are_others(one: str, other: str) -> None:
    assert counted_as(one) != counted_as(other)


@given(st.text(max_size=60))
def test_whatever_stands_for_an_address_has_a_name(host: str) -> None:
    assert counted_as(host)
    assert counted_as("") == UNKNOWN


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**64 - 1))
def test_no_address_of_a_network_escapes_it(address: int, within: int) -> None:
    whole = IPv6Address(address)
    neighbour = IPv6Address((address >> 64 << 64) | within)
    if whole.ipv4_mapped or neighbour.ipv4_mapped:
        assert ip_address(counted_as(str(whole.ipv4_mapped or neighbour.ipv4_mapped))).version == 4
    else:
        assert counted_as(str(whole)) == counted_as(str(neighbour))


def test_a_client_with_many_addresses_has_one_bucket() -> None:
    app = FastAPI()
    app.get("/api/hello")(lambda: {"said": "bonjour"})
    limited = RateLimit(app, Buckets(3))

    async def asked() -> list[int]:
        statuses = []
        for number in range(6):
            transport = httpx.ASGITransport(limited, client=(f"2001:db8::{number:x}", 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                statuses.append((await client.get("/api/hello")).status_code)
        return statuses

    assert asyncio.run(asked()) == [200] * 3 + [429] * 3
