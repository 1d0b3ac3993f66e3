"""Showing the pages of the desk: what all of them share, and a resource as they show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from knowledge.network.receivers import receivers
from knowledge.records import AnyResource, ResourceType
from knowledge.referral.catalogue import Catalogue, catalogue_of
from knowledge.referral.freshness import Call, call_of, verified
from knowledge.referral.matching import Match
from knowledge.referral.presentation import present
from knowledge.referral.summary import Group, group_of
from knowledge.search.service import AnswerSearch, Snapshot
from knowledge.territory.area import Area
from web.advisers.access import current
from web.desk.filters import Filters
from web.staff.pages import markdown

VERDICTS = {"yes": "Semble convenir", "maybe": "À vérifier", "no": "Ne convient pas"}
TYPE_NAMES: dict[ResourceType, str] = {
    "organization": "Organisme",
    "fund": "Fonds",
    "training": "Formation",
    "activity": "Activité",
}
GROUPS: dict[Group, str] = {
    "accompagnement": "Accompagnement",
    "argent": "Argent",
    "formation": "Formation",
}


@dataclass(frozen=True)
class Card:
    """A resource as a page shows it. `shown` is the contract's form."""

    id: str
    record: AnyResource
    shown: dict[str, Any]
    group: str
    verdict: str
    call: Call | None
    verified: str
    to_confirm: bool

    @property
    def doubts(self) -> list[dict[str, Any]]:
        """The reasons that are not a plain yes, those that exclude first; dates are said apart."""
        dated = self.call.sentence if self.call else None
        reasons = [
            reason
            for reason in self.shown["reasons"]
            if reason["verdict"] != "yes" and not (dated and reason["text"].startswith(dated))
        ]
        return sorted(reasons, key=lambda reason: reason["verdict"] != "no")

    @property
    def fits(self) -> list[dict[str, Any]]:
        """The reasons that say yes."""
        return [reason for reason in self.shown["reasons"] if reason["verdict"] == "yes"]


def snapshot(request: Request) -> Snapshot:
    """What is published now."""
    search: AnswerSearch = request.app.state.search
    return search.snapshot()


def catalogue(now: Snapshot) -> Catalogue:
    """Its resources, prepared for searching."""
    return catalogue_of(now.resources, now.doors, now.today)


def written_to(request: Request) -> set[str]:
    """The resources about which an organization can be written to."""
    with request.app.state.sessions_factory() as session:
        return set(receivers(session, snapshot(request).resources))


def card(found: Match, resources: Mapping[str, AnyResource], names: Area, today: dt.date) -> Card:
    """A match, to be shown."""
    return Card(
        found.identifier,
        found.record,
        present(found, resources, names),
        group_of(found.record),
        VERDICTS[found.verdict],
        call_of(found.record, today),
        verified(found.record),
        found.to_confirm,
    )


def cards_of(now: Snapshot, filters: Filters, names: tuple[str, ...]) -> list[Card]:
    """The named resources for the project of a search, in the order given; unknown names are left out."""
    found = catalogue(now).of(filters.profile, names)
    return [card(one, now.resources, now.doors.mrc_names, now.today) for one in found]


def render(
    request: Request,
    template: str,
    /,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """A page of the desk."""
    state = request.app.state
    shown = {
        "site": state.site,
        "here": request.url.path,
        "verdicts": VERDICTS,
        "markdown": markdown,
        "adviser": current(request),
        **context,
    }
    response: Response = state.templates.TemplateResponse(
        request, f"desk/{template}", shown, status_code=status, headers=headers
    )
    return response
