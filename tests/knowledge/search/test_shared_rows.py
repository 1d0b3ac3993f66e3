"""Rows kept once for many indexes multiply as the matrix of one alone would, and are not copied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_matrix

from knowledge.search import counts, encoder
from knowledge.search.counts import TokenCounts
from knowledge.search.encoder import EncodedTexts
from knowledge.search.shared_rows import Base, Floats, SharedRows

WIDTH, OLD_WIDTH = 6, 4  # rows read later may be wider
KNOWN = 8


def row(text: str) -> Floats:
    """The row of a text, which is a number; that of the base knows fewer columns."""
    told = np.random.default_rng(int(text)).integers(0, 3, WIDTH).astype(np.float32)
    told[OLD_WIDTH if int(text) < KNOWN else WIDTH :] = 0
    return told


def matrix(texts: Sequence[str]) -> Floats:
    return np.array([row(text) for text in texts], dtype=np.float32).reshape(len(texts), WIDTH)


BASE = [str(number) for number in range(KNOWN)]
TEXTS = st.lists(st.integers(0, 2 * KNOWN).map(str), min_size=1, max_size=20)
NUMBERS = st.lists(st.integers(-2, 2), min_size=20, max_size=20).map(lambda told: np.array(told, np.float32))


@pytest.mark.parametrize("sparse", [False, True])
@given(texts=TEXTS, numbers=NUMBERS)
def test_they_multiply_as_one_matrix_would(sparse: bool, texts: list[str], numbers: Floats) -> None:
    kind = csc_matrix if sparse else np.asarray
    base = Base({text: at for at, text in enumerate(BASE)}, kind(matrix(BASE)[:, :OLD_WIDTH]))
    whole = matrix(texts)
    rows = SharedRows.of(texts, base, lambda own: kind(matrix(own)), WIDTH)
    vector, weights = numbers[:WIDTH], numbers[: len(texts)]
    assert rows.times(vector) == pytest.approx(whole @ vector)
    assert rows.gathered(weights) == pytest.approx(whole.T @ weights)
    few = np.array([1, WIDTH - 1], dtype=np.int32)
    if sparse:
        assert rows.times_few(few, vector[few]) == pytest.approx(whole[:, few] @ vector[few])
        assert rows.squares(vector) == pytest.approx(whole**2 @ vector)
    else:
        places = np.arange(0, len(texts), 2)
        assert rows.some(places) == pytest.approx(whole[places])


def test_another_index_of_nearly_the_same_texts_encodes_and_copies_only_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def encoded(texts: Sequence[str]) -> Floats:
        read.extend(texts)
        return np.array([[len(text)] * encoder.DIMENSIONS for text in texts], dtype=np.float32)

    monkeypatch.setattr(encoder, "encode", encoded)
    monkeypatch.setattr(encoder, "MANY", 3)
    kept = EncodedTexts()
    first = kept.shared(["a", "bb", "ccc"])
    second = kept.shared(["ccc", "dddd", "a", "bb"])
    assert read == ["a", "bb", "ccc", "dddd"]
    assert second.times(np.eye(encoder.DIMENSIONS, dtype=np.float32)[0]).tolist() == [3, 4, 1, 2]
    assert kept.encode(["bb", "dddd"])[:, 0].tolist() == [2, 4]
    assert second.own_bytes == first.own_bytes + encoder.DIMENSIONS * 4 == encoder.DIMENSIONS * 4


def test_counts_are_kept_once_for_all_who_read_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MANY", 3)
    kept: TokenCounts[str] = TokenCounts(str.split)
    first, second = kept.logarithms(["a a", "b", "a c"]), kept.logarithms(["a c", "d", "a a", "b"])
    assert first.own_bytes == 0 < second.own_bytes
    column = np.array([kept.columns["a"]], dtype=np.int32)
    told = second.times_few(column, np.ones(1, dtype=np.float32))
    assert told == pytest.approx([1, 0, 1 + np.log(2), 0])
