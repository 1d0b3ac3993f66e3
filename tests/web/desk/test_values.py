"""Ages and amounts in an address: read as people write them, refused in French when they cannot be."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", DIGITS),
        ("age", "9" * 59),
        ("amount", "000000050000" + "0" * 5_000),
        ("amount", "000000050000000000000000"),
        ("amount", "9" * 59),
        ("limit", DIGITS),
    ],
)
def test_a_number_beyond_measure_is_refused_and_named(desk: TestClient, name: str, value: str) -> None:
    reply = desk.get("/api/resources", params={name: value}, headers={"Accept": "application/json"})
    assert reply.status_code == 422
    assert name in reply.json()["error"]["message"]
    page = desk.get("/ressources", params={name: value})
    assert page.status_code == 200
