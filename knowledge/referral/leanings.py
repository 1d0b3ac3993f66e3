"""What a project leans to when nobody said it: market or social, and what its money must pay."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.records import ProjectKind
from knowledge.referral.profile import Profile
from knowledge.referral.sectors import sectors_of

LEANINGS_FILE = Path(__file__).parent / "leanings.yaml"


@lru_cache(maxsize=1)
def _leanings() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(LEANINGS_FILE.read_text(encoding="utf-8"))
    return loaded


def leaning(profile: Profile) -> ProjectKind | None:
    """Market or social: what was said, else what the form and the sector let one think; None when unclear.

    Members who house themselves sell nothing, whatever words around them tell of.
    """
    named, of_the_market = sectors_of(profile.sector or ""), profile.legal_form in _leanings()["market_forms"]
    if of_the_market and named & set(_leanings()["members_live_there"]):
        return None
    if profile.project_kind or of_the_market:
        return profile.project_kind or "market"
    social = set(_leanings()["social_sectors"])
    if profile.legal_form in _leanings()["social_forms"] and named & social:
        return "social"
    return None


def wanted_purposes(profile: Profile) -> frozenset[str]:
    """What the money looked for must pay: what was said, else what the project lets one think; empty when
    nothing tells."""
    if profile.purposes:
        return frozenset(profile.purposes)
    told = _leanings()
    wanted: set[str] = set()
    for need in profile.need:
        wanted |= set(told["by_need"].get(need, ()))
    if "funding" in profile.need and profile.likely_stage and "premises" not in profile.need:
        wanted |= set(told["by_stage"][profile.likely_stage])
    for sector in sectors_of(profile.sector or ""):
        wanted |= set(told["by_sector"].get(sector, ()))
    if wanted and leaning(profile) == "social":
        wanted |= set(told["by_kind"]["social"])
    return frozenset(wanted)
