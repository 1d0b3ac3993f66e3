"""BM25: the text that says most of what is asked, in the fewest words, comes first."""

from __future__ import annotations

import math

import pytest

from knowledge.search.bm25 import K1, B, Bm25
from knowledge.search.counts import TokenCounts

TEXTS = ["prêt garanti", "prêt prêt et subvention pour un bail", "atelier"]


def test_scores_are_those_of_the_formula() -> None:
    bm25 = Bm25(TEXTS, TokenCounts(str.split))
    mean = (2 + 7 + 1) / 3
    rare = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [
        rare * times * (K1 + 1) / (times + K1 * (1 - B + B * length / mean))
        for times, length in ((1, 2), (2, 7), (0, 1))
    ]
    assert bm25.scores("prêt").tolist() == pytest.approx(expected)


def test_a_word_seen_only_after_the_build_is_one_that_no_text_has() -> None:
    counts: TokenCounts[str] = TokenCounts(str.split)
    bm25 = Bm25(TEXTS, counts)
    counts.of(["caution"])
    assert bm25.scores("caution").tolist() == [0, 0, 0]
    assert bm25.rarity("caution") == bm25.rarity("jamais-vu") > bm25.rarity("atelier")
    assert bm25.coverage("atelier caution", 2) < 1


def test_coverage_is_the_share_of_what_is_asked() -> None:
    bm25 = Bm25(TEXTS, TokenCounts(str.split))
    assert bm25.coverage("prêt garanti", 0) == 1
    assert bm25.coverage("prêt garanti", 2) == 0
    assert bm25.coverage("", 0) == 0
