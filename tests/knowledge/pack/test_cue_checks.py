"""Cues whose phrases say more than was meant are refused; those in force are not."""

from __future__ import annotations

import pytest

from knowledge.pack.cue_checks import of_cue


@pytest.mark.parametrize("denied", ["cherch*|veux (ni|pas) (d|de|l)", "on cherche (pas)"])
def test_a_denial_that_may_be_left_out_is_refused(denied: str) -> None:
    assert "facultatif" in next(of_cue({"name": "money", "not_after": [denied], "phrases": ["argent"]}))


def test_a_phrase_cut_by_a_comment_is_refused() -> None:
    assert "trou" in next(of_cue({"name": "open", "phrases": ["comite|groupe ..."]}))


def test_optional_articles_and_gaps_inside_are_allowed() -> None:
    row = {
        "name": "money",
        "not_after": ["ni|pas (d|de)"],
        "phrases": ["cherche ... (de|d) argent", "mieux ..3"],
    }
    assert not list(of_cue(row))
