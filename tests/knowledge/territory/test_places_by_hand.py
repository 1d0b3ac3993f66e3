"""Places and non-places written by somebody who had not seen this code (`tests/data/places.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from knowledge.territory import Gazetteer, PlaceMatch

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "places.yaml").read_text(encoding="utf-8")
)["places"]


def names_nothing(row: dict[str, Any]) -> bool:
    return not (row["code"] or row["mrc"] or row["outside"] or row["ambiguous"])


def right(row: dict[str, Any], match: PlaceMatch | None) -> bool:
    if match is None:
        return False
    codes = {place.code for place in match.candidates}
    possible = {row["code"], *row["ambiguous"]} - {None}
    if row["outside"] and not possible:
        return match.kind == "outside"
    if match.place is None and match.mrc != row["mrc"] and not row["ambiguous"]:
        return False
    return bool(codes & possible) if possible else match.mrc == row["mrc"]


def test_at_least_97_percent_of_the_places_are_right(gazetteer: Gazetteer) -> None:
    places = [row for row in ROWS if not names_nothing(row)]
    missed = [row["text"] for row in places if not right(row, gazetteer.resolve(row["text"]))]
    assert len(missed) <= 0.03 * len(places), missed


def test_no_everyday_word_is_taken_for_a_place(gazetteer: Gazetteer) -> None:
    taken = [row["text"] for row in ROWS if names_nothing(row) and gazetteer.find(row["text"])]
    assert taken == []
