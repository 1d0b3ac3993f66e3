"""A resource found for a project, with why."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.records import AnyResource, ResourceType, resource_type
from knowledge.referral.reasons import Reason, Verdict

ORDER: tuple[Verdict, ...] = ("yes", "maybe", "no")  # from best to worst
UNKNOWN = ORDER.index("maybe")  # the verdict of a resource on which nothing is asked


@dataclass(frozen=True)
class Match:
    """A resource for a profile. `verdict` is the worst of its reasons."""

    identifier: str
    record: AnyResource
    verdict: Verdict
    reasons: tuple[Reason, ...]
    score: float
    to_confirm: bool

    @property
    def type(self) -> ResourceType:
        return resource_type(self.record)
