"""Counts of a text are the same whenever it was counted, and however much was counted beside it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import counts
from knowledge.search.counts import TokenCounts

TEXTS = st.lists(st.text("abc ", max_size=12), max_size=6)


def counted(remembered: TokenCounts[str], texts: list[str]) -> list[Counter[str]]:
    rows = remembered.of(texts).toarray()
    names = {column: token for token, column in remembered.columns.items()}
    return [Counter({names[at]: int(times) for at, times in enumerate(row) if times}) for row in rows]


@given(before=TEXTS, texts=TEXTS)
def test_texts_are_counted_whatever_was_counted_before(before: list[str], texts: list[str]) -> None:
    remembered: TokenCounts[str] = TokenCounts(str.split)
    remembered.of(before)
    assert counted(remembered, texts) == [Counter(text.split()) for text in texts]
    assert remembered.total(texts) == Counter(token for text in texts for token in text.split())


def test_a_memory_that_is_full_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MAX_KEPT", 3)
    remembered: TokenCounts[str] = TokenCounts(str.split)
    for number in range(9):
        assert counted(remembered, [f"a {number}", "b b"]) == [Counter(["a", str(number)]), Counter(b=2)]


def test_a_text_counted_twice_is_analysed_once() -> None:
    seen: list[str] = []

    def analyzer(text: str) -> list[str]:
        seen.append(text)
        return text.split()

    remembered: TokenCounts[str] = TokenCounts(analyzer)
    remembered.of(["un", "deux", "un"])
    remembered.of(["deux", "trois"])
    assert seen == ["un", "deux", "trois"]
