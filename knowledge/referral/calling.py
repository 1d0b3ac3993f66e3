"""Whom to call first, and what to say: the hardest part of a first step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.referral.profile import Profile
from knowledge.referral.summary import in_words
from knowledge.territory.area import Area

SAY = "Bonjour, j'appelle pour {project}. J'aimerais savoir si vous pouvez nous aider, et quoi préparer."


def first_call(
    doors: Sequence[Mapping[str, Any]], profile: Profile, mrc_names: Area
) -> Mapping[str, str] | None:
    """The first door, in the contract's form, as a call: `name`, `reach`, `say` and `bring`, maybe empty."""
    if not doors:
        return None
    door = doors[0]
    reach = door["contact"]
    ways = [reach[name] for name in ("phone", "email", "website") if reach[name]]
    return {
        "name": reach["with"] or door["name"],
        "reach": next(iter(ways), ""),
        "say": SAY.format(project=in_words(profile, mrc_names).replace("votre projet", "notre projet", 1)),
        "bring": door["first_step"] or "",
    }
