"""Where somebody is tells of no danger, whatever the place is called; what else is said still does."""

from __future__ import annotations

import pytest

from knowledge.safety.detector import danger_in, weigh
from knowledge.safety.places import TOWN, without_places
from knowledge.territory.names import municipality_names

SAYINGS = (
    "{}",
    "à {}",
    "on est à {}",
    "je viens de {}",
    "notre coop de {}",
    "qui peut m'aider à {}",
    "je cherche quelqu'un à {} pour mon projet",
)


@pytest.mark.parametrize("saying", SAYINGS)
def test_every_municipality_of_quebec_is_read_as_the_same_town(saying: str) -> None:
    read = {without_places(saying.format(name.rstrip("!"))) for name in municipality_names()}
    assert read == {saying.format(TOWN)}


@pytest.mark.parametrize("saying", SAYINGS)
def test_to_say_where_one_is_gets_no_line_on_danger(saying: str) -> None:
    assert weigh(saying.format(TOWN)) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("qui peut m'aider à Grand-Mère", "qui peut m'aider à Montréal"),
        ("je viens d'Amos", "je viens de Montréal"),
        ("j'habite au Bic, pis j'ai faim", "j'habite au Bic, pis j'ai faim"),
        ("on est aux Éboulements", "on est à Montréal"),
        ("chu de saint-jean-sur-richelieu", "chu de Montréal"),
        ("j'ai peur de l'avenir", "j'ai peur de l'avenir"),
        ("je m'occupe de ma grand-mère", "je m'occupe de ma grand-mère"),
        ("à la pêche", "à la pêche"),
    ],
)
def test_a_word_that_is_also_a_town_is_a_town_when_written_as_one(said: str, read: str) -> None:
    assert without_places(said) == read


@pytest.mark.parametrize("town", ["Grand-Mère", "Sept-Îles", "L'Avenir", "Saint-Noël", "Obedjiwan"])
def test_a_danger_told_with_its_place_is_met(town: str) -> None:
    assert danger_in(f"je suis à {town} et je veux mourir") == "suicide"
    assert danger_in(f"mon chum me bat, on reste à {town}") == "partner"
