"""The reference sheet: made from the chosen resources, reordered, printed, copied, shared by a link.

It is sent by the person's own mail program only: this server never writes to somebody whom an anonymous
visitor names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from knowledge import clock
from knowledge.contacts import load_contacts
from knowledge.network import client_sheets
from knowledge.network.adviser_mail import PATH as SPACE
from knowledge.network.delays import ADVISER as DELAYS
from knowledge.referral.criteria import french_date
from knowledge.referral.reference import (
    FOOT,
    KEPT_DAYS,
    MAX_NOTE,
    ReferenceSheet,
    as_text,
    read_sheet,
    share_sheet,
    short_text,
    write_sheet,
)
from knowledge.room import take_room
from web.advisers.access import MustEnterError, current
from web.desk.filters import Filters, read_filters
from web.desk.pages import catalogue, render, snapshot, written_to
from web.desk.quota import own_form, within
from web.forms import read_form
from web.sharing import PRIVATE_PAGE, mailto

router = APIRouter()

PATH = "/ressources/fiche"
NOTICES = {
    "shared": f"Le lien est prêt. Il s'efface de lui-même après {KEPT_DAYS} jours.",
    "wait": "Vous allez un peu vite: réessayez dans quelques minutes.",
    "full": "Trop de liens ont été faits aujourd'hui: revenez demain, ou envoyez le texte de la fiche.",
    "empty": "Choisissez au moins une ressource.",
    "unticked": "Cochez l'accord de la personne: sans lui, la fiche n'est pas gardée.",
    "no_room": "Il n'y a plus de place dans votre espace: effacez d'abord une fiche, ou réessayez demain.",
}


CONSENT = (
    "La personne accepte que cette fiche, sans son nom, soit gardée {days} jours au plus dans mon espace, "
    "sous un numéro. Elle peut la faire effacer en tout temps."
)


@dataclass(frozen=True)
class Outcome:
    """What an action led to: a notice by its key, and the address of the shared sheet."""

    notice: str = ""
    link: str | None = None


@router.get(PATH)
def start(request: Request) -> Response:
    """The sheet for the chosen resources of the address; nothing is kept."""
    filters = read_filters(request)
    return _page(request, filters, "", Outcome())


@router.post(PATH, dependencies=[Depends(own_form)])
async def act(request: Request) -> Response:
    """Do what the pressed button says, and show the sheet again."""
    data = await read_form(request, max_fields=100)
    return await run_in_threadpool(_act, request, data)


@router.get("/fiche/{token}")
def shared(request: Request, token: str) -> Response:
    """A shared sheet, until it expires."""
    with request.app.state.sessions_factory() as session:
        page = read_sheet(session, token)
    if page is None:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    return render(
        request,
        "shared.html",
        sheet=page.content,
        expires=french_date(clock.day_of(page.expires_at)),
        foot=FOOT,
        headers=PRIVATE_PAGE,
    )


def _act(request: Request, data: FormData) -> Response:
    filters = read_filters(request, data)
    note = str(data.get("note", ""))[:MAX_NOTE]
    action = str(data.get("action", ""))
    filters = replace(filters, chosen=reordered(filters.chosen, action))
    outcome = Outcome()
    if action == "partager":
        outcome = _share(request, filters, note) if filters.chosen else Outcome("empty")
    if action == "garder":
        kept = _keep(request, filters, note, agreed=data.get("accord") == "1")
        if not isinstance(kept, Outcome):
            return kept
        outcome = kept
    return _page(request, filters, note, outcome)


def _keep(request: Request, filters: Filters, note: str, *, agreed: bool) -> Outcome | Response:
    """Keep the sheet in the space of who is signed in: its page, or what is in the way."""
    who = current(request)
    if who is None:
        raise MustEnterError
    if not filters.chosen or not agreed:
        return Outcome("unticked" if filters.chosen else "empty")
    if not within(request, "keep_own"):
        return Outcome("wait")
    with request.app.state.sessions_factory() as session, session.begin():
        row = client_sheets.keep(
            session,
            who.id,
            _sheet(request, filters, note),
            filters.saved,
            snapshot(request).resources,
            consent_text=CONSENT.format(days=DELAYS.sheet_days),
            prefix=load_contacts().reference_prefix,
        )
        if row is None:
            return Outcome("no_room")
        return RedirectResponse(f"{SPACE}/fiches/{row.reference}", status_code=303, headers=PRIVATE_PAGE)


def reordered(chosen: tuple[str, ...], action: str) -> tuple[str, ...]:
    """The choices after «haut:…», «bas:…» or «retirer:…»; as they are for anything else."""
    verb, _, name = action.partition(":")
    if name not in chosen:
        return chosen
    order = list(chosen)
    place = order.index(name)
    order.pop(place)
    if verb == "retirer":
        return tuple(order)
    target = {"haut": place - 1, "bas": place + 1}.get(verb, place)
    order.insert(max(0, min(target, len(order))), name)
    return tuple(order)


def _sheet(request: Request, filters: Filters, note: str) -> ReferenceSheet:
    now = snapshot(request)
    chosen = catalogue(now).of(filters.profile, filters.chosen)
    return write_sheet(filters.profile, chosen, note, now.resources, now.doors.mrc_names, now.today)


def _title(request: Request) -> str:
    return f"Fiche de référence – {request.app.state.site['name']}"


def _share(request: Request, filters: Filters, note: str) -> Outcome:
    if not within(request, "share"):
        return Outcome("wait")
    sheet = _sheet(request, filters, note)
    with request.app.state.sessions_factory() as session, session.begin():
        if not take_room(session, "page"):
            return Outcome("full")
        token = share_sheet(session, sheet, snapshot(request).resources)
    return Outcome("shared", f"{request.app.state.settings.address}/fiche/{token}")


def _page(request: Request, filters: Filters, note: str, outcome: Outcome) -> Response:
    sheet = _sheet(request, filters, note)
    title = _title(request)
    whole = as_text(sheet, title, outcome.link)
    link_only = f"{title}\n{outcome.link or ''}"
    return render(
        request,
        "reference.html",
        filters=filters,
        sheet=sheet,
        title=title,
        text=whole,
        mailto=mailto(title, (whole, short_text(sheet, title), link_only)),
        notice=NOTICES.get(outcome.notice, ""),
        link=outcome.link,
        max_note=MAX_NOTE,
        kept_days=KEPT_DAYS,
        foot=FOOT,
        receivers=written_to(request),
        consent=CONSENT.format(days=DELAYS.sheet_days),
        headers={"Cache-Control": "no-store"},
    )
