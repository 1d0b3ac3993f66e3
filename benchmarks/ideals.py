"""The doors that an experienced adviser would name, and how near a list of doors comes to them.

nDCG@5: gains 5, 4, 3, 2, 1 for the ideal order, 1 for another good door; an equivalent counts as its door,
and a door counts once.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.files import Pack, read_pack
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.doors import Doors
from knowledge.referral.extraction import with_place
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer
from knowledge.territory.area import area_in

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
AUTHORS = ("ideal_doors", *(f"ideal_doors_{number}" for number in range(2, 8)))  # an adviser each
GAINS = (5, 4, 3, 2, 1)
FIRST = 5
TODAY = dt.date(2026, 11, 23)  # the day the profiles were written for: calls and reviews depend on it


@dataclass(frozen=True)
class Judged:
    """How a list of doors does for one project.

    `repeats`: providers that come again among the first five; `forbidden`: doors among the first ten that
    should never be offered; `too_early`: doors among the first three that should come later.
    """

    ndcg: float
    first: bool
    top3: bool
    forbidden: tuple[str, ...]
    too_early: tuple[str, ...]
    repeats: int


def load(name: str) -> list[dict[str, Any]]:
    """The entries of a data file."""
    entries: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))[name]
    return entries


def doors_of(pack: Pack) -> Doors:
    """The doors of a pack's territory."""
    return Doors(
        first=pack.territory["first_door"],
        elsewhere=pack.territory["elsewhere_door"],
        by_mrc=pack.territory["doors"],
        mrc_names=area_in(pack.territory),
    )


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The pack's resources, ready to be found, on the day of the profiles."""
    pack = read_pack(content_dir())
    return Catalogue(pack.resources, doors_of(pack), TODAY)


def profile_of(query: Mapping[str, Any], gazetteer: Gazetteer) -> Profile:
    """The project that the parameters of a search say."""
    need = tuple(query.get("need") or ())
    profile = Profile(
        stage=query.get("stage"),
        need=need,
        need_given=bool(need),
        legal_form=query.get("legal_form"),
        sector=query.get("sector"),
        age=query.get("age"),
    )
    found = gazetteer.resolve(str(query["municipality"])) if query.get("municipality") else None
    return with_place(profile, found) if found else profile


def judge(entry: Mapping[str, Any], shown: Sequence[str], providers: Mapping[str, str]) -> Judged:
    """The figures of one project, for the doors shown, best first. `providers`: who gives each door."""
    gain = dict.fromkeys(entry.get("good") or (), 1) | dict(zip(entry["ideal"], GAINS, strict=False))
    door_of = {door: door for door in gain}
    for door, same in (entry.get("equivalents") or {}).items():
        door_of |= dict.fromkeys(same, door)
    seen: set[str] = set()
    got = []
    for name in shown[:FIRST]:
        door = door_of.get(name, "")
        got.append(0 if door in seen else gain.get(door, 0))
        seen.add(door)
    best = _discounted(sorted(gain.values(), reverse=True)[:FIRST])
    first_ones = [door_of.get(name, name) for name in shown[:3]]
    given_by = [providers.get(name, name) for name in shown[:FIRST]]
    return Judged(
        ndcg=_discounted(got) / best,
        first=first_ones[:1] == [entry["ideal"][0]],
        top3=bool(set(first_ones) & set(entry["ideal"][:3])),
        forbidden=tuple(name for name in shown[:10] if name in (entry.get("must_not") or ())),
        too_early=tuple(name for name in shown[:3] if name in (entry.get("not_top3") or ())),
        repeats=len(given_by) - len(set(given_by)),
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
