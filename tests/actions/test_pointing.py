"""The place in a list that a message points at: alone by rule, among other words as it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.pointing import place_pointed_at, places_pointed_at
from knowledge.search.text import fold


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("le premier", 0),
        ("la 2e", 1),
        ("3", 2),
        ("le dernier svp", 2),
        ("celui du milieu", 1),
        ("celui d'en haut", 0),
        ("celle du bas", 2),
    ],
)
def test_a_place_by_itself_points(typed: str, place: int) -> None:
    assert place_pointed_at(fold(typed), 3) == place


@given(
    verb=st.from_regex(r"[a-z]{3,12}", fullmatch=True).filter(
        lambda word: word not in ("que", "qui", "quand")
    )
)
def test_whatever_follows_the_place_it_points_only_when_it_is_read_so(verb: str) -> None:
    typed = f"le deuxieme {verb} tu des groupes"
    assert place_pointed_at(typed, 3, points=True) == 1


@pytest.mark.parametrize(
    "typed", ["comment embaucher le premier employé", "la première année, ça coûte quoi"]
)
def test_an_ordinal_of_something_else_points_at_nothing(typed: str) -> None:
    assert place_pointed_at(fold(typed), 3) is None


@given(count=st.integers(min_value=0, max_value=8), points=st.booleans())
def test_no_place_is_ever_out_of_the_list(count: int, points: bool) -> None:
    for typed in ("le premier", "la huitieme", "le dernier", "l'autre", "celui du milieu"):
        place = place_pointed_at(typed, count, 0, points=points)
        assert place is None or 0 <= place < count


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("compare les deux premiers", [0, 1]),
        ("les trois derniers", [2, 3, 4]),
        ("le deuxieme et le dernier", [1, 4]),
        ("compare les trois", [0, 1, 2]),
        ("compare the first two", [0, 1]),
        ("le deuxieme", []),
        ("compare la mrc et la cdc", []),
    ],
)
def test_several_places_are_pointed_at_together(said: str, places: list[int]) -> None:
    assert places_pointed_at(said, 5) == places


_ORDINALS = ["premier", "deuxième", "troisième", "quatrième"]
_ASKED = ["numéro", "site web", "courriel", "adresse", "heures d'ouverture"]


@given(
    places=st.sets(st.integers(min_value=0, max_value=3), min_size=2, max_size=4),
    asked=st.sampled_from(_ASKED),
    joined=st.sampled_from([" et ", " pis ", ", "]),
    between=st.sampled_from(["le ", "du ", ""]),
)
def test_what_is_asked_of_several_by_their_ordinals_is_asked_of_each(
    places: set[int], asked: str, joined: str, between: str
) -> None:
    first, *others = sorted(places)
    said = "".join(joined + between + _ORDINALS[place] for place in others)
    typed = fold(f"les {asked} du {_ORDINALS[first]}{said} svp")
    assert places_pointed_at(typed, 5, from_end=True) == sorted(places)


@given(
    count=st.sampled_from([("deux", 2), ("trois", 3), ("quatre", 4), ("2", 2), ("3", 3)]),
    asked=st.sampled_from(_ASKED),
    end=st.booleans(),
)
def test_as_many_of_the_first_or_last_are_pointed_at_whatever_is_asked(
    count: tuple[str, int], asked: str, end: bool
) -> None:
    said, size = count
    which = "derniers" if end else "premiers"
    expected = list(range(5 - size, 5)) if end else list(range(size))
    for typed in (f"les {asked} des {said} {which}", f"les {said} {which} {asked} svp"):
        assert places_pointed_at(fold(typed), 5, from_end=True) == expected


@given(place=st.integers(min_value=0, max_value=3), asked=st.sampled_from(_ASKED))
def test_one_place_is_never_taken_for_several(place: int, asked: str) -> None:
    for said in (_ORDINALS[place], str(place + 1)):
        assert places_pointed_at(fold(f"le {asked} du {said}"), 5) == []
