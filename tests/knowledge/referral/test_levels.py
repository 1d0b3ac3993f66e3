"""The numbers of the levels: those of the file, and 1 where two things that meet change nothing."""

from __future__ import annotations

import pytest

from knowledge.referral.levels import number_of


def test_what_meets_without_a_number_changes_nothing() -> None:
    assert number_of("mutual.life_campaign") == 1


def test_a_level_that_the_file_does_not_know_is_a_fault() -> None:
    with pytest.raises(KeyError):
        number_of("need.unheard_of")
