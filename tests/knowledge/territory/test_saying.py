"""Where a place is, said as people say it."""

from __future__ import annotations

import pytest

from knowledge.territory.regions import at, regions


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Saint-Tite", "à Saint-Tite"),
        ("La Tuque", "à La Tuque"),
        ("Les Éboulements", "aux Éboulements"),
        ("Le Bic", "au Bic"),
        ("Mauricie", "en Mauricie"),
        ("Saguenay–Lac-Saint-Jean", "au Saguenay–Lac-Saint-Jean"),
        ("Lesage", "à Lesage"),
    ],
)
def test_a_place_is_said_with_the_word_that_french_wants(name: str, said: str) -> None:
    assert at(name) == said


def test_every_region_is_said_as_its_own_line_tells() -> None:
    assert all(at(region.shown) == region.within for region in regions().values())
