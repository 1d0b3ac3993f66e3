"""A Pôle's territory as a drawing: one shape for each MRC, made from the coordinates of its municipalities.

Each municipality has the cell of what is nearer to it than to any other of Québec, no farther than some usual
distances between neighbours; the cells of a MRC together are its shape. It is a sketch to find one's MRC by,
not a map of its borders.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median

import yaml

from knowledge.pack.layers import find

WIDTH = 600.0  # of the drawing, in its own units; the height follows
MARGIN = 12.0
REACH = 1.35  # how far a cell goes, in usual distances between neighbours
SIDES = 28  # of the circle that closes a cell where nobody is near
STRAY = 2.5  # a town farther from its neighbours than so many times the usual is misplaced
FEW = 4  # towns of a MRC of which none can be told to be misplaced
NEAR = 6.0  # others farther than this many reaches cannot touch a cell

Point = tuple[float, float]
Edge = tuple[Point, Point, str | None]  # from, to, and the MRC on its other side (None: nobody's)


@dataclass(frozen=True)
class Town:
    """A municipality where it is. `mrc`: the id of a MRC of the territory, None for all the others."""

    name: str
    mrc: str | None
    x: float
    y: float


@dataclass(frozen=True)
class Shape:
    """A MRC in the drawing: its surface and its border as SVG paths, where its name goes, its towns."""

    mrc: str
    surface: str
    border: str
    label: Point
    towns: tuple[Point, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole territory. `missing`: the MRC of which no municipality has coordinates."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    missing: tuple[str, ...]


@lru_cache(maxsize=32)  # packs
def drawing_of(folder: Path) -> Drawing:
    """The drawing of a pack's territory."""
    loaded = yaml.safe_load(find(folder, "territory.yaml").read_text(encoding="utf-8"))
    mrc_of = {str(town["code"]): mrc["id"] for mrc in loaded["mrc"] for town in mrc["municipalities"]}
    with find(folder, "quebec_municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lat"] and row["lon"]]
    towns: dict[str, list[Town]] = {}
    for row in rows:
        town = Town(row["name"], mrc_of.get(row["code"]), float(row["lon"]), float(row["lat"]))
        towns.setdefault(row["mrc"], []).append(town)
    placed = [town for together in towns.values() for town in well_placed(together)]
    return draw(placed, [mrc["id"] for mrc in loaded["mrc"]])


def well_placed(towns: Sequence[Town]) -> list[Town]:
    """The towns of one MRC without those that stand far from all the others: a namesake's coordinates."""
    spots = {(town.x, town.y) for town in towns}
    nearest = {
        spot: min((math.dist(spot, other) for other in spots if other != spot), default=0.0) for spot in spots
    }
    limit = STRAY * median(nearest.values()) if nearest else 0.0
    return [town for town in towns if len(spots) < FEW or nearest[town.x, town.y] <= limit]


def draw(towns: Sequence[Town], mrcs: Sequence[str]) -> Drawing:
    """The drawing of MRC, in their order. Input: towns with `x` the longitude and `y` the latitude."""
    own = [town for town in towns if town.mrc in mrcs]
    missing = tuple(mrc for mrc in mrcs if not any(town.mrc == mrc for town in own))
    if not own:
        return Drawing(WIDTH, WIDTH / 2, (), missing)
    squeeze = math.cos(math.radians(sum(town.y for town in own) / len(own)))
    flat = {id(town): (town.x * squeeze, -town.y) for town in towns}
    reach = REACH * _usual_distance([flat[id(town)] for town in own])
    cells = {id(town): _cell(town, towns, flat, reach) for town in own}
    place = _placing([point for cell in cells.values() for edge in cell for point in edge[:2]])
    shapes = tuple(
        _shape(mrc, [town for town in own if town.mrc == mrc], cells, flat, place)
        for mrc in mrcs
        if mrc not in missing
    )
    return Drawing(WIDTH, place.height, shapes, missing)


@dataclass(frozen=True)
class _Placing:
    """From the plane to the drawing."""

    left: float
    top: float
    scale: float
    height: float

    def __call__(self, point: Point) -> Point:
        return (
            round(MARGIN + (point[0] - self.left) * self.scale, 1),
            round(MARGIN + (point[1] - self.top) * self.scale, 1),
        )


def _placing(points: Sequence[Point]) -> _Placing:
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    scale = (WIDTH - 2 * MARGIN) / max(right - left, 1e-9)
    return _Placing(left, top, scale, round(2 * MARGIN + (bottom - top) * scale, 1))


def _shape(
    mrc: str, towns: Sequence[Town], cells: dict[int, list[Edge]], flat: dict[int, Point], place: _Placing
) -> Shape:
    own = [cells[id(town)] for town in towns]
    surface = "".join(_ring([place(edge[0]) for edge in cell]) for cell in own)
    border = "".join(
        f"M{_pair(place(start))}L{_pair(place(end))}"
        for cell in own
        for start, end, other in cell
        if other != mrc
    )
    spots = [place(flat[id(town)]) for town in towns]
    weights = [(_area(cell), _middle(cell)) for cell in own]
    whole = sum(area for area, _ in weights) or 1.0
    middle = place(
        (sum(area * at[0] for area, at in weights) / whole, sum(area * at[1] for area, at in weights) / whole)
    )
    return Shape(mrc, surface, border, middle, tuple(spots))


def _cell(town: Town, towns: Iterable[Town], flat: dict[int, Point], reach: float) -> list[Edge]:
    """The edges around what is nearer to a town than to any other, within its reach."""
    x, y = flat[id(town)]
    corners = [
        (x + reach * math.cos(2 * math.pi * k / SIDES), y + reach * math.sin(2 * math.pi * k / SIDES))
        for k in range(SIDES)
    ]
    edges: list[Edge] = [(corners[k - 1], corners[k], None) for k in range(SIDES)]
    for other in towns:
        there = flat[id(other)]
        if other is not town and 0 < math.dist((x, y), there) < NEAR * reach:
            edges = _cut(edges, (x, y), there, other.mrc)
    return edges


def _cut(edges: list[Edge], here: Point, there: Point, other: str | None) -> list[Edge]:
    """What is left of a cell on this side of the line halfway to another town."""
    normal = (there[0] - here[0], there[1] - here[1])
    limit = sum(n * (a + b) / 2 for n, a, b in zip(normal, here, there, strict=True))

    def beyond(point: Point) -> float:
        return normal[0] * point[0] + normal[1] * point[1] - limit

    kept: list[Edge] = []
    left_at: Point | None = None
    back_at: Point | None = None
    for start, end, side in edges:
        from_, to = beyond(start), beyond(end)
        if from_ <= 0 and to <= 0:
            kept.append((start, end, side))
            continue
        if from_ > 0 and to > 0:
            continue
        share = from_ / (from_ - to)
        at = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        if from_ <= 0:
            kept.append((start, at, side))
            left_at = at
        else:
            kept.append((at, end, side))
            back_at = at
    if left_at is None or back_at is None:
        return kept
    place = next(i for i, edge in enumerate(kept) if edge[1] == left_at) + 1
    return [*kept[:place], (left_at, back_at, other), *kept[place:]]


def _usual_distance(points: Sequence[Point]) -> float:
    """The middle one of the distances from each point to its nearest neighbour."""
    nearest = [min((math.dist(p, q) for q in points if q != p), default=0.1) for p in points]
    return median(nearest) * 1.5 or 0.1


def _area(cell: Sequence[Edge]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b, _ in cell)) / 2


def _middle(cell: Sequence[Edge]) -> Point:
    return (sum(a[0] for a, _, _ in cell) / len(cell), sum(a[1] for a, _, _ in cell) / len(cell))


def _ring(points: Sequence[Point]) -> str:
    return "M" + "L".join(_pair(point) for point in points) + "Z" if points else ""


def _pair(point: Point) -> str:
    return f"{point[0]:g},{point[1]:g}"
