"""Whether the project told so far may knock at the door that an answer speaks of, and why."""

from __future__ import annotations

from dataclasses import replace

from actions.texts import text
from knowledge.answers.published import PublishedAnswer
from knowledge.referral.matching import match
from knowledge.referral.profile import Profile
from knowledge.search.service import Snapshot

SHOWN_REASONS = 2  # the others are said when the door itself is explained


def standing(snapshot: Snapshot, profile: Profile, answer: PublishedAnswer) -> str | None:
    """Where a project stands with the resource of a composed answer, in a sentence or two.

    None for any other answer, while nobody said where the project is, and for a resource that nobody is
    sent to. What is needed does not count: a door is not closed because another need was told first.
    """
    if not answer.is_card or profile.place_kind is None:
        return None
    doors = match(replace(profile, need=()), snapshot.resources, snapshot.doors, snapshot.today)
    found = next((door for door in doors if door.identifier in answer.facts), None)
    if found is None:
        return None
    reasons = [reason.text for reason in found.reasons if reason.verdict == found.verdict]
    return text(f"standing_{found.verdict}", reasons=" ".join(reasons[:SHOWN_REASONS]))
