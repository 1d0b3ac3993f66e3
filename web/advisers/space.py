"""/espace: what an adviser keeps and sent, on one page, and what can be done with each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models import Adviser, FollowedReferral, KeptSearch, Watching, now
from knowledge.network import client_sheets, kept_searches, referrals, watching
from knowledge.network.adviser_mail import PATH
from knowledge.network.delays import REFERRAL as REFERRAL_DELAYS
from knowledge.network.letter_mail import PATH as LETTER_PATH
from knowledge.network.letters import Correspondent, answer_now, correspondents, sheets_of
from knowledge.network.links import make_link
from knowledge.network.referral_mail import FOLLOW_PATH
from knowledge.network.watching_mail import name_of_row
from knowledge.records import AnyResource
from knowledge.referral.criteria import french_date
from knowledge.referral.saved_search import SavedSearch, resource_names, tells_of_somebody
from knowledge.reports import reports_of
from web.advisers.access import In, back, current, page
from web.desk.filters import read_filters
from web.desk.pages import snapshot
from web.desk.quota import limit_search, own_form, within
from web.rows import or_404, row_of
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix=PATH, include_in_schema=False)

# What was done, as the page says it; only these can be shown.
DONE = {
    "gardee": "La recherche est gardée.",
    "avertir": "C'est noté: vous serez averti par courriel de ce qui change dans cette recherche.",
    "plus": "Vous ne serez plus averti de cela.",
    "retiree": "La recherche est retirée.",
    "fiche": "La fiche est effacée.",
    "plein": "C'est trop pour le moment: retirez d'abord quelque chose, ou réessayez plus tard.",
    "vide": "Une recherche sans filtre ne se garde pas: choisissez un lieu, un besoin, un mot…",
    "personne": "Les mots de cette recherche semblent nommer quelqu'un: elle n'est pas gardée.",
}
STATUS_NAMES = {
    referrals.SENT: "attend une réponse",
    referrals.MORE: "il leur manque une information",
    referrals.TAKEN: "prise en charge",
    referrals.DECLINED: "pas pour eux",
}


@dataclass(frozen=True)
class Own:
    """An organization whose mailbox is that of the adviser, and its sheets."""

    correspondent: Correspondent
    sheets: list[tuple[str, str]]


@router.get("")
def show(request: Request, fait: str = "") -> Response:
    """The space, or the form to enter it."""
    who = current(request)
    if who is None:
        return page(request, "enter.html", {"fault": "", "typed": ""})
    now_known = snapshot(request)
    with request.app.state.sessions_factory() as session:
        watched = kept_searches.watched_by(session, who.address)
        told = {row.about for row in watched}
        shown: dict[str, Any] = {
            "done": DONE.get(fait, ""),
            "searches": [
                _search(row, now_known.doors.mrc_names, told)
                for row in kept_searches.searches_of(session, who.id)
            ],
            "sheets": [
                {
                    "reference": row.reference,
                    "project": ", ".join(one["value"] for one in row.content["project"]),
                    "kept": _day(row.consent_at),
                    "erased": _day(row.erase_after),
                }
                for row in client_sheets.sheets_of(session, who.id)
            ],
            "referrals": [
                {
                    "row": row,
                    "organization": _name(now_known.resources, row.organization),
                    "instead": now_known.resources.get(row.instead or ""),
                    "status": STATUS_NAMES[row.status],
                    "sent": _day(row.created_at),
                    "erased": _day(row.erase_after),
                    "late": referrals.stalled(row, now()),
                }
                for row in referrals.sent_by(session, who.id)
            ],
            "watched": [(row.id, name_of_row(session, row)) for row in watched],
            "reports": [
                (row, _name(now_known.resources, row.subject), _day(row.created_at))
                for row in reports_of(session, who.id)
            ],
            "seat": session.get_one(Adviser, who.id).seat,
            "own": _own(session, who.address, now_known.resources),
        }
    return page(request, "space.html", shown)


@router.post("/recherches", dependencies=[Depends(own_form), Depends(limit_search)])
def keep_search(request: Request, who: In) -> Response:
    """Keep the search of the address."""
    search = read_filters(request).saved
    if search.empty:
        return back("vide")
    if tells_of_somebody(search, resource_names(snapshot(request).resources)):
        return back("personne")
    if not within(request, "keep_own"):
        return back("plein")
    with request.app.state.sessions_factory() as session, session.begin():
        kept = kept_searches.keep(session, who.id, search)
    return back("gardee" if kept else "plein", "#recherches")


@router.post("/recherches/{number}/retirer", dependencies=[Depends(own_form)])
def forget_search(request: Request, who: In, number: int) -> Response:
    """Take a search away."""
    with request.app.state.sessions_factory() as session, session.begin():
        session.delete(_kept(session, who.id, number))
    return back("retiree", "#recherches")


@router.post("/recherches/{number}/avertir", dependencies=[Depends(own_form)])
def watch_search(request: Request, who: In, number: int) -> Response:
    """Tell this mailbox, which proved itself, of what changes in a search."""
    with request.app.state.sessions_factory() as session, session.begin():
        row = _kept(session, who.id, number)
        told = kept_searches.watch(session, who.address, SavedSearch.restored(row.search))
    return back("avertir" if told else "plein", "#recherches")


@router.post("/avertissements/{number}/quitter", dependencies=[Depends(own_form)])
def leave_alert(request: Request, who: In, number: int) -> Response:
    """No longer tell this mailbox of something."""
    with request.app.state.sessions_factory() as session, session.begin():
        row = row_of(session, Watching, number)
        watching.leave(session, or_404(row if row and row.address == who.address else None))
    return back("plus", "#avertissements")


@router.post("/references/{reference}", dependencies=[Depends(own_form)])
def open_referral(request: Request, who: In, reference: str) -> Response:
    """Open the page of a referral that was sent from here."""
    if not within(request, "keep_own"):  # each opening makes a link
        return back("plein")
    with request.app.state.sessions_factory() as session, session.begin():
        mine = referrals.sent_by(session, who.id)
        row: FollowedReferral = or_404(next((one for one in mine if one.reference == reference), None))
        token = make_link(session, "follow", row.id, REFERRAL_DELAYS.kept_days)
    return RedirectResponse(f"{FOLLOW_PATH}/{token}", status_code=303, headers=PRIVATE_PAGE)


@router.post("/organisme/{organization}", dependencies=[Depends(own_form)])
def own_sheets(request: Request, who: In, organization: str) -> Response:
    """Open the page where one's own organization says whether its sheets are right."""
    if not within(request, "keep_own"):
        return back("plein")
    with request.app.state.sessions_factory() as session, session.begin():
        mine = _corresponding(session, who.address)
        one = or_404(next((each for each in mine if each.identifier == organization), None))
        token = or_404(answer_now(session, one, "espace"))
    return RedirectResponse(f"{LETTER_PATH}/{token}", status_code=303, headers=PRIVATE_PAGE)


def _kept(session: Session, adviser: int, number: int) -> KeptSearch:
    row = row_of(session, KeptSearch, number)
    return or_404(row if row and row.adviser_id == adviser else None)


def _search(row: KeptSearch, mrc_names: Any, told: set[str]) -> dict[str, Any]:
    search = SavedSearch.restored(row.search)
    return {
        "id": row.id,
        "title": search.title(mrc_names),
        "address": search.address(),
        "told": watching.about_search(search) in told,
        "kept": _day(row.kept_at),
    }


def _own(session: Session, address: str, resources: Mapping[str, AnyResource]) -> list[Own]:
    found = []
    for one in _corresponding(session, address):
        names = [name for name in sheets_of(one.identifier, resources) if name in resources]
        found.append(Own(one, [(name, resources[name].name) for name in names]))
    return found


def _corresponding(session: Session, address: str) -> Sequence[Correspondent]:
    """The organizations that are written to at this very address, and want to be."""
    return [
        one
        for one in correspondents(session, None, now())
        if (one.address or "").casefold() == address and one.state != "refused"
    ]


def _name(resources: Any, identifier: str) -> str:
    record = resources.get(identifier)
    return record.name if record else identifier


def _day(moment: Any) -> str:
    return french_date(clock.day_of(moment))
