"""What a criterion says of a resource for a project, and what it looks at beside both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.records import Criterion
from knowledge.territory.area import Area

Verdict = Literal["yes", "maybe", "no"]


@dataclass(frozen=True)
class Reason:
    """Why a resource fits or not, on one criterion. `leads`: of what is to be checked, it is told first."""

    criterion: Criterion
    verdict: Verdict
    text: str
    leads: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What the criteria need beside the profile and the resource.

    `first_door`: the organization that takes any question (the Pôle). `elsewhere`: the one for places
    outside the territory whose own pôle is not known. `local_doors`: the economic and community doors of
    each MRC. `mrc_names`: by id.
    `names`: the names of the organizations by id, to say whom to ask.
    """

    today: dt.date
    first_door: str
    elsewhere: str
    local_doors: Mapping[str, frozenset[str]]
    mrc_names: Area
    names: Mapping[str, str]
