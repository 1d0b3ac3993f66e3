"""Whether the project told so far is admitted by a resource, and why."""

from __future__ import annotations

from dataclasses import replace

from actions.texts import text
from knowledge.answers.published import PublishedAnswer
from knowledge.referral.matching import Match, match
from knowledge.referral.profile import Profile
from knowledge.search.service import Snapshot

SHOWN_REASONS = 2  # the others are said when the resource itself is explained


def standing(snapshot: Snapshot, profile: Profile, answer: PublishedAnswer) -> str | None:
    """Where a project stands with the resource of a composed answer, in a sentence or two.

    None for any other answer, while nothing is known that a rule could be held against, and for a resource
    that nobody is sent to.
    """
    if not answer.is_card or (profile.place_kind is None and profile.age is None):
        return None
    found = verdict(snapshot, profile, answer.facts[0])
    return verdict_sentence(found) if found else None


def verdict(snapshot: Snapshot, profile: Profile, resource: str) -> Match | None:
    """The resource as it fits the project. What is needed does not count: a door is not closed because
    another need was told first."""
    doors = match(replace(profile, need=()), snapshot.resources, snapshot.doors, snapshot.today)
    return next((door for door in doors if door.identifier == resource), None)


def verdict_sentence(found: Match) -> str:
    """The verdict and the rules that it rests on."""
    reasons = [reason.text for reason in found.reasons if reason.verdict == found.verdict]
    return text(f"standing_{found.verdict}", reasons=" ".join(reasons[:SHOWN_REASONS]))
