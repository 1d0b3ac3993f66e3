"""GET /portes and /portes/{mrc}: «vos portes», the doors of one MRC on one printed page."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from knowledge.records import AnyResource
from knowledge.referral.freshness import when
from knowledge.referral.presentation import contact, facts_line, summary_of
from web.desk.pages import render, snapshot
from web.dialling import dial
from web.sharing import qr_drawing

router = APIRouter()

PATH = "/portes"
# What each door of the territory is for, in the order an adviser tries them.
ROLES = {
    "economic": "Lancer ou faire grandir l'entreprise",
    "community": "Le volet communautaire et social",
    "first": "L'économie sociale, partout sur le territoire",
    "complements": "En complément",
}
MOST_MONEY = 8  # of the MRC's own funds: one page


@router.get(PATH)
def index(request: Request) -> Response:
    """The MRC, each with its page."""
    return render(request, "cheat_index.html", names=snapshot(request).doors.mrc_names)


@router.get(PATH + "/{mrc}")
def cheat_sheet(request: Request, mrc: str) -> Response:
    """The page of an MRC: its doors, whom to call, and the money that is its own."""
    now = snapshot(request)
    if mrc not in now.doors.by_mrc:
        raise HTTPException(404)
    held = now.doors.by_mrc[mrc]
    roles: list[tuple[str, list[tuple[str, AnyResource]]]] = []
    seen: set[str] = set()
    for key, label in ROLES.items():
        found = [
            (name, now.resources[name])
            for name in _identifiers(held, key)
            if name in now.resources and name not in seen
        ]
        seen |= {name for name, _ in found}
        if found:
            roles.append((label, found))
    money = [
        (name, record)
        for name, record in now.resources.items()
        if name.startswith("fund:") and record.refer and record.eligibility.territory.mrc == [mrc]
    ][:MOST_MONEY]
    address = f"{request.app.state.settings.address}{PATH}/{mrc}"
    return render(
        request,
        "cheat_sheet.html",
        mrc=mrc,
        name=now.doors.mrc_names[mrc],
        roles=roles,
        money=money,
        summary_of=summary_of,
        facts_line=facts_line,
        when=when,
        contact_of=lambda record: contact(record, now.resources),
        dial=dial,
        address=address,
        qr=qr_drawing(address),
        today=now.today,
    )


def _identifiers(held: Mapping[str, object], key: str) -> list[str]:
    given = held.get(key) or []
    each = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return [one if ":" in one else f"organization:{one}" for one in each if isinstance(one, str)]
