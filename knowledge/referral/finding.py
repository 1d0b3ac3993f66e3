"""Finding resources: the matcher, narrowed by type and by words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from knowledge.records import AnyResource, FundRecord, OrganizationRecord, ResourceType, resource_type
from knowledge.referral.matching import Doors, Match, match
from knowledge.referral.profile import Profile
from knowledge.search.text import fold, words

TYPO_SCORE = 84  # rapidfuzz ratio, 0 to 100, from which a longer word counts as the same, misspelt
TYPO_MIN_CHARS = 5


def find_resources(
    resources: Mapping[str, AnyResource],
    doors: Doors,
    today: dt.date,
    profile: Profile,
    *,
    types: Sequence[ResourceType] = (),
    text: str | None = None,
    include_ineligible: bool = False,
) -> list[Match]:
    """The resources for a profile, best first; with a text, only those that have all its words."""
    found = match(profile, resources, doors, today)
    if types:
        found = [m for m in found if resource_type(m.record) in types]
    if not include_ineligible:
        found = [m for m in found if m.verdict != "no"]
    if text:
        asked = words(text)
        found = [m for m in found if has_words(m.record, asked)]
    return found


def has_words(record: AnyResource, asked: Sequence[str]) -> bool:
    """Whether a resource's own words hold all those asked, misspelt or begun ones included."""
    known = resource_words(record)
    joined = " ".join(known)
    for word in asked:
        if any(own.startswith(word) for own in known):
            continue
        if len(word) < TYPO_MIN_CHARS or not joined:
            return False
        if process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=TYPO_SCORE) is None:
            return False
    return True


def resource_words(record: AnyResource) -> list[str]:
    """The folded words of a resource: its names, what it offers and to whom."""
    parts = [record.name, record.acronym or "", *record.aliases, record.notes or ""]
    if isinstance(record, OrganizationRecord):
        parts += [record.kind, *record.services, *record.audience, record.when_to_refer or ""]
    elif isinstance(record, FundRecord):
        parts += [record.nature, record.application or "", *record.conditions]
    else:
        parts += [record.kind, *record.topics, *record.audience, record.format or ""]
    if record.eligibility.sectors:
        parts += record.eligibility.sectors.names
    return list(dict.fromkeys(words(fold(" ".join(parts))) + words(record.name)))
