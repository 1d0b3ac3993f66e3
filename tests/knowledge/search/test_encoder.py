"""A message is encoded once, however many ask what it means."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import encoder
from knowledge.search.encoder import DIMENSIONS, FEW, RECENT, EncodedTexts, Vectors, encode


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that reached the model, which here tells their length."""
    told: list[str] = []

    def read(texts: Sequence[str]) -> Vectors:
        told.extend(texts)
        return np.stack([np.full(DIMENSIONS, len(text), dtype=np.float32) for text in texts])

    monkeypatch.setattr(encoder, "_encoded", read)
    encoder._recent.clear()
    yield told
    encoder._recent.clear()  # they are no vectors of these texts


def test_a_text_is_encoded_once_alone_or_among_others(asked: list[str]) -> None:
    assert encode(["une coop", "abc"])[:, 0].tolist() == [8, 3]
    assert encode(["abc", "new", "une coop", "abc"])[:, 0].tolist() == [3, 3, 8, 3]
    assert asked == ["une coop", "abc", "new"]


def test_only_the_last_texts_are_remembered_and_no_base_is(asked: list[str]) -> None:
    encode(["first"])
    for number in range(RECENT):
        encode([str(number)])
    encode(["first"])
    assert asked.count("first") == 2
    many = [f"text {number}" for number in range(FEW + 1)]
    encode(many)
    encode(many)
    assert asked.count("text 0") == 2


def test_nothing_gives_no_row_and_an_empty_text_zeros() -> None:
    assert encode([]).shape == (0, DIMENSIONS)
    assert not encode([" "]).any()


def test_texts_that_come_one_after_the_other_keep_the_vectors_of_their_own(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "MIN_STORED", 1)
    kept = EncodedTexts(tmp_path / "encoded.npz")
    texts = ["a" * length for length in range(1, 24)]
    for last in range(1, len(texts) + 1):
        assert kept.encode(texts[:last])[:, 0].tolist() == [len(text) for text in texts[:last]]
    assert sorted(asked) == texts, "each once"
    again = EncodedTexts(tmp_path / "encoded.npz")
    assert again.encode(texts[::-1])[:, 0].tolist() == [len(text) for text in texts[::-1]]
    assert sorted(asked) == texts, "those of the file are not read again"


def test_what_another_process_encoded_since_is_read_from_its_file(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "MIN_STORED", 2)
    texts = ["a" * length for length in range(1, 9)]
    late = EncodedTexts(tmp_path / "encoded.npz")
    assert late.encode(["b"])[:, 0].tolist() == [1]
    EncodedTexts(tmp_path / "encoded.npz").encode(texts)
    asked.clear()
    encoder._recent.clear()
    assert late.encode([*texts, "b", "ccc"])[:, 0].tolist() == [*range(1, 9), 1, 3]
    assert asked == ["ccc"]


def test_where_nothing_can_be_written_texts_are_read_all_the_same(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "MIN_STORED", 1)
    (tmp_path / "closed").write_text("a file, where a folder should be")
    kept = EncodedTexts(tmp_path / "closed" / "encoded.npz")
    assert kept.encode(["une coop"])[:, 0].tolist() == [8]


def test_a_disk_that_fills_up_leaves_no_half_of_a_file(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(encoder, "MIN_STORED", 1)
    monkeypatch.setattr(np, "savez", full)
    assert EncodedTexts(tmp_path / "encoded.npz").encode(["une coop"])[:, 0].tolist() == [8]
    assert not list(tmp_path.iterdir())
