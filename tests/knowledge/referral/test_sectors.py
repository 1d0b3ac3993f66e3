"""What a project does is read in the person's own words."""

from __future__ import annotations

import pytest

from knowledge.referral.sectors import named_sector


@pytest.mark.parametrize("told", ["le proprio ferme dans 3 mois", "qu'arrive-t-il si notre organisme ferme?"])
def test_closing_is_no_farm(told: str) -> None:
    assert named_sector(told) is None


@pytest.mark.parametrize(
    "told", ["on a une ferme à Havelock", "reprendre la ferme", "notre ferme", "2 fermes"]
)
def test_a_farm_is_one(told: str) -> None:
    assert (named_sector(told) or "").startswith("ferme")
