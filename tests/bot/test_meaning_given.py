"""A message that the gateway has read is not read again, and is understood the same."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from bot import sentence_encoder
from bot.meaning_given import given_for, note_given
from bot.sentence_encoder import DIMENSIONS, encode

MESSAGE = "combien ça coute partir un obnl à Huntingdon"
HALF = base64.b64encode(np.zeros(DIMENSIONS // 2, dtype="<f4").tobytes()).decode()
NOT_A_NUMBER = base64.b64encode(np.full(DIMENSIONS, np.nan, dtype="<f4").tobytes()).decode()


def header_of(text: str) -> str:
    return base64.b64encode(encode([text])[0].astype("<f4").tobytes()).decode("ascii")


def test_what_was_given_is_what_the_encoder_gives_and_for_that_message_alone() -> None:
    note_given(header_of(MESSAGE), f"  {MESSAGE}\n", DIMENSIONS)
    given = given_for(MESSAGE)
    assert given is not None
    assert np.allclose(given, encode([MESSAGE])[0], atol=1e-6)
    assert given_for("autre chose") is None


@pytest.mark.parametrize("header", [None, "", "é", "zz", HALF, NOT_A_NUMBER])
def test_a_header_that_is_no_vector_is_left_aside(header: str | None) -> None:
    note_given(header, MESSAGE, DIMENSIONS)
    assert given_for(MESSAGE) is None


def test_a_message_is_understood_alike_and_not_encoded_again(
    parse: Callable[[str], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    note_given(None, MESSAGE, DIMENSIONS)
    before = parse(MESSAGE)
    read: list[str] = []
    monkeypatch.setattr(
        sentence_encoder, "encode", lambda texts: read.extend(texts) or np.zeros((len(texts), DIMENSIONS))
    )
    note_given(header_of(MESSAGE), MESSAGE, DIMENSIONS)
    after = parse(MESSAGE)
    assert read == []
    assert after["intent"]["name"] == before["intent"]["name"]
    assert after["intent"]["confidence"] == pytest.approx(before["intent"]["confidence"], abs=1e-4)
    assert after["readings"] == pytest.approx(before["readings"], abs=1e-3)
