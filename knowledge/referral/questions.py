"""Which question to ask next: the one whose answer would change the doors the most, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from knowledge.records import AnyResource
from knowledge.referral.catalogue import Catalogue, catalogue_of
from knowledge.referral.doors import Doors
from knowledge.referral.profile import Profile

Field = Literal["place", "need", "stage", "legal_form", "age"]

MAX_QUESTIONS = 4  # in one conversation, refinements included
SHOWN = 3  # the doors shown first: what a question must be able to change

# Answers that are tried out to see whether a question would change anything.
TRIED: dict[Field, tuple[dict[str, object], ...]] = {
    "stage": tuple({"stage": s} for s in ("idea", "pre_startup", "startup", "growth", "consolidation")),
    "legal_form": tuple({"legal_form": form} for form in ("cooperative", "nonprofit")),
    "age": ({"age": 20}, {"age": 33}, {"age": 50}),
}


def missing(profile: Profile) -> tuple[Field, ...]:
    """The fields that are unknown and may be asked for, in the order of asking when all else is equal."""
    unknown: dict[Field, bool] = {
        "place": profile.place_kind is None,
        "need": not profile.need,
        "stage": profile.stage is None,
        "legal_form": profile.legal_form is None,
        "age": profile.age is None,
    }
    return tuple(name for name, absent in unknown.items() if absent)


def next_question(
    profile: Profile,
    asked: Sequence[str],
    resources: Mapping[str, AnyResource],
    doors: Doors,
    today: dt.date,
) -> Field | None:
    """The next question worth asking, or None.

    Where the project is comes first, because it decides the local doors; then what is needed. After
    these, only what would change the doors shown, the biggest change first. Nothing is asked twice.
    """
    if len(asked) >= MAX_QUESTIONS:
        return None
    open_fields = [name for name in missing(profile) if name not in asked]
    for name in ("place", "need"):
        if name in open_fields:
            return name
    tried = [name for name in open_fields if name in TRIED]
    if not tried:
        return None
    # A question tries ten profiles or so: the prepared catalogue judges them a hundred times faster.
    catalogue = catalogue_of(resources, doors, today)
    now = _shown(catalogue, profile)
    changes = {name: _change(name, now, profile, catalogue) for name in tried}
    best = max(changes, key=lambda name: changes[name], default=None)
    return best if best is not None and changes[best] > 0 else None


def _change(name: Field, now: set[str], profile: Profile, catalogue: Catalogue) -> int:
    """How many doors come or go among those shown first, over the answers tried. `now`: those shown before
    any."""
    total = 0
    for answer in TRIED[name]:
        total += len(now ^ _shown(catalogue, replace(profile, **answer)))  # type: ignore[arg-type]
    return total


def _shown(catalogue: Catalogue, profile: Profile) -> set[str]:
    return set(catalogue.find(profile, include_ineligible=True).names[:SHOWN])
