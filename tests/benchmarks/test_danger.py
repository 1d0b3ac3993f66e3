"""What a set of messages gets from the detector is counted as people see it."""

from __future__ import annotations

import pytest

from benchmarks.danger import weighed


def test_a_message_counts_by_what_its_writer_gets() -> None:
    found = weighed(["je veux mourir", "je suis découragée par la paperasse", "bonjour"])
    assert found.whole == ["je veux mourir"]
    assert found.full == pytest.approx(1 / 3)
    assert "bonjour" in found.nothing
    assert found.messages == len(found.whole) + len(found.line) + len(found.nothing)
