"""The territory as a drawing: each MRC a shape around its own towns, whatever the territory."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory.drawing import WIDTH, Town, draw, drawing_of, well_placed

MRCS = ("a", "b", "c")
PLACES = st.tuples(st.integers(0, 60), st.integers(0, 40), st.sampled_from([*MRCS, None]))


def towns(places: list[tuple[int, int, str | None]]) -> list[Town]:
    """Towns of a grid of a twentieth of a degree, one at a place."""
    spots = {(x, y): mrc for x, y, mrc in places}
    return [Town("T", mrc, -74 + x / 20, 45 + y / 20) for (x, y), mrc in spots.items()]


def rings(path: str) -> list[list[tuple[float, float]]]:
    """The corners of each ring of a path."""
    return [
        [(float(x), float(y)) for x, y in (point.split(",") for point in ring.rstrip("Z").split("L"))]
        for ring in path.split("M")[1:]
    ]


def inside(spot: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Whether a convex ring holds a spot, the rounding of its corners allowed for."""
    turns = [
        (b[0] - a[0]) * (spot[1] - a[1]) - (b[1] - a[1]) * (spot[0] - a[0])
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    return all(turn >= -5 for turn in turns) or all(turn <= 5 for turn in turns)


@given(st.lists(PLACES, min_size=1, max_size=25))
@settings(max_examples=60)
def test_each_town_is_in_a_cell_of_its_own_and_nothing_leaves_the_drawing(
    places: list[tuple[int, int, str | None]],
) -> None:
    made = draw(towns(places), MRCS)
    assert {shape.mrc for shape in made.shapes} | set(made.missing) == set(MRCS)
    for shape in made.shapes:
        cells = rings(shape.surface)
        assert len(cells) == len(shape.towns)
        assert all(inside(town, cell) for town, cell in zip(shape.towns, cells, strict=True))
        for x, y in (corner for cell in cells for corner in cell):
            assert -0.1 <= x <= WIDTH + 0.1
            assert -0.1 <= y <= made.height + 0.1


def test_between_two_towns_of_a_mrc_there_is_no_border_and_between_two_mrc_there_is() -> None:
    same = draw([Town("A", "a", 0, 45), Town("B", "a", 0.1, 45)], ["a"]).shapes[0]
    apart = draw([Town("A", "a", 0, 45), Town("B", "b", 0.1, 45)], ["a", "b"]).shapes[0]
    edges = sum(len(cell) for cell in rings(same.surface))
    assert same.border.count("M") == edges - 2
    assert apart.border.count("M") == len(rings(apart.surface)[0])


def test_a_town_with_the_coordinates_of_a_namesake_far_away_is_left_out() -> None:
    near = [Town(f"T{n}", "a", n / 10, 45) for n in range(5)]
    assert well_placed([*near, Town("Saint-Isidore", "a", -6, 47)]) == near
    assert well_placed(near) == near


def test_the_first_pole_is_drawn_whole_with_each_of_its_mrc() -> None:
    made = drawing_of(DEFAULT_CONTENT_DIR)
    assert len(made.shapes) == 5
    assert made.missing == ()
    assert made.height < WIDTH
