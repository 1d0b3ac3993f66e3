"""A followed referral: /transmettre to send one, /suivi to see and withdraw it, /reponse for who receives it.

Opening a link changes nothing; each act is a form. What is sent is shown whole before it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from knowledge import clock
from knowledge.contacts import load_contacts
from knowledge.erasure import leave_no_copy
from knowledge.models import FollowedReferral
from knowledge.network import referrals
from knowledge.network.delays import REFERRAL as DELAYS
from knowledge.network.receivers import Receiver, receivers
from knowledge.network.referral_mail import ANSWER_PATH, FOLLOW_PATH, mail_names
from knowledge.reach import find_reach
from knowledge.referral.criteria import french_date
from knowledge.referral.description import describe
from knowledge.room import take_room
from knowledge.subscribers import read_address
from web.advisers.access import current
from web.danger import count_danger, danger_of_long, urgent
from web.desk.filters import Filters, read_filters
from web.desk.pages import snapshot
from web.desk.quota import own_form, within
from web.forms import read_form, text_of
from web.messages import as_told
from web.rows import or_404
from web.sharing import PRIVATE_PAGE, qr_drawing
from web.staff.pages import markdown

router = APIRouter(include_in_schema=False)

PATH = "/transmettre"
MAX_FIELDS = 40
MAX_NAME, MAX_MESSAGE, MAX_ANSWER = 80, 1_500, referrals.MAX_ANSWER
OUTCOMES = {"taken": referrals.TAKEN, "declined": referrals.DECLINED, "more": referrals.MORE}
CONSENT = (
    "La personne concernée (vous, ou celle que vous accompagnez) accepte que ceci soit envoyé à {name} et "
    "gardé {days} jours au plus par {pole}. Elle peut le retirer en tout temps."
)
BAD_REACH = "Écrivez un courriel complet ou un numéro de téléphone canadien à dix chiffres."
BAD_TOLD = "Pour être averti: écrivez une adresse de courriel complète, ou laissez vide."
UNTICKED = "Cochez l'accord de la personne: sans lui, rien n'est gardé ni envoyé."
TOO_MANY = "Plusieurs demandes viennent de partir d'ici. Réessayez dans une heure."
FULL = "Trop de demandes sont parties aujourd'hui. Réessayez demain, ou joignez l'organisme directement."
NEEDS_TEXT = "Dites en quelques mots ce qui vous manque."


@dataclass(frozen=True)
class Asked:
    """To whom somebody would be sent, about what, and what is known of the project, row by row."""

    filters: Filters
    about: str
    receiver: Receiver | None
    rows: list[dict[str, str]]
    action: str  # the address of the form


@router.get(PATH)
def start(request: Request) -> Response:
    """The form. Nothing is kept before it is sent. Who is in their space sends for somebody, as a rule."""
    who = current(request)
    typed = {"qui": "adviser", "avertir": who.address} if who else {}
    return _form(request, _asked(request), typed, [])


@router.post(PATH, dependencies=[Depends(own_form)])
async def send(request: Request, later: BackgroundTasks) -> Response:
    """Show what would leave, or let it leave. A message that tells of a danger is met before it leaves."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    message = text_of(data, "message")
    met = await danger_of_long(message) if message else None
    if met:
        later.add_task(count_danger, request.app.state.sessions_factory, met.kind)
    response = await run_in_threadpool(_send, request, data, urgent(met).part if met else None)
    response.background = later
    return response


@router.get(FOLLOW_PATH + "/{token}")
def follow(request: Request, token: str) -> Response:
    """Where a referral stands."""
    with request.app.state.sessions_factory() as session:
        return _followed(request, or_404(referrals.find_followed(session, token)))


@router.post(FOLLOW_PATH + "/{token}", dependencies=[Depends(own_form)])
async def act(request: Request, token: str) -> Response:
    """Withdraw it, or tell what the organization asked for."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    return await run_in_threadpool(_act, request, token, data)


@router.get(ANSWER_PATH + "/{token}")
def asked(request: Request, token: str) -> Response:
    """What an organization is asked."""
    with request.app.state.sessions_factory() as session:
        return _question(request, or_404(referrals.find_asked(session, token)))


@router.post(ANSWER_PATH + "/{token}", dependencies=[Depends(own_form)])
async def answered(request: Request, token: str) -> Response:
    """Note the answer of an organization."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    return await run_in_threadpool(_answer, request, token, data)


def _asked(request: Request) -> Asked:
    filters = read_filters(request)
    now = snapshot(request)
    about = next((name for name in filters.chosen if name in now.resources), None)
    if about is None:
        raise HTTPException(404)
    with request.app.state.sessions_factory() as session:
        receiver = receivers(session, now.resources).get(about)
    rows = describe(filters.profile, now.doors.mrc_names)
    action = filters.query(PATH, chosen=False, more=[("choix", about)])
    return Asked(filters, about, receiver, rows, action)


def _send(request: Request, data: FormData, danger: dict[str, Any] | None) -> Response:
    asking = _asked(request)
    typed = _typed(data)
    if asking.receiver is None or text_of(data, "do") == "corriger":
        return _form(request, asking, typed, [])
    reach, told = find_reach(typed["joindre"]), read_address(typed["avertir"])
    faults = [
        fault
        for fault, wrong in (
            (BAD_REACH, reach is None),
            (BAD_TOLD, bool(typed["avertir"]) and told is None),
            (UNTICKED, typed["accord"] != "1"),
        )
        if wrong
    ]
    if faults:
        return _form(request, asking, typed, faults, danger=danger)
    story = _story(request, asking, typed)
    if text_of(data, "do") != "envoyer":
        return _form(request, asking, typed, [], preview={"reach": str(reach), "story": story}, danger=danger)
    if not within(request, "refer"):
        return _form(request, asking, typed, [TOO_MANY])
    who = current(request) if typed["qui"] == "adviser" else None
    with request.app.state.sessions_factory() as session, session.begin():
        if not take_room(session, "referral"):
            return _form(request, asking, typed, [FULL])
        _, token = referrals.create(
            session,
            asking.receiver,
            author="adviser" if typed["qui"] == "adviser" else "person",
            reach=str(reach),
            story=story,
            mrc=asking.filters.profile.mrc,
            told=told,
            consent_text=_consent(request, asking.receiver),
            prefix=load_contacts().reference_prefix,
            adviser=who.id if who else None,
        )
    return RedirectResponse(f"{FOLLOW_PATH}/{token}", status_code=303, headers=PRIVATE_PAGE)


def _typed(data: FormData) -> dict[str, Any]:
    names = ("qui", "nom", "joindre", "message", "avertir", "accord")
    return {**{name: text_of(data, name) for name in names}, "dire": data.getlist("dire")}


def _story(request: Request, asking: Asked, typed: dict[str, Any]) -> str:
    """What leaves, line by line: only what was ticked or written."""
    about = snapshot(request).resources[asking.about].name
    lines = [f"- Au sujet de: {about}"]
    if typed["nom"]:
        lines.append(f"- Nom: {as_told(typed['nom'], MAX_NAME)}")
    lines += [f"- {row['label']}: {row['value']}" for row in asking.rows if row["label"] in typed["dire"]]
    if typed["message"]:
        lines.append(f"- Message: «{as_told(typed['message'], MAX_MESSAGE)}»")
    return "\n".join(lines)


def _consent(request: Request, receiver: Receiver) -> str:
    pole = request.app.state.site["short_name"]
    return CONSENT.format(name=receiver.name, days=DELAYS.kept_days, pole=pole)


def _form(
    request: Request,
    asking: Asked,
    typed: dict[str, Any],
    faults: list[str],
    preview: dict[str, str] | None = None,
    danger: dict[str, Any] | None = None,
) -> Response:
    receiver = asking.receiver
    return _page(
        request,
        "refer.html",
        {
            "asking": asking,
            "about": snapshot(request).resources[asking.about].name,
            "typed": typed,
            "faults": faults,
            "preview": preview,
            "danger": danger,
            "markdown": markdown,
            "consent": _consent(request, receiver) if receiver else "",
            "limits": {"name": MAX_NAME, "message": MAX_MESSAGE},
            "days": DELAYS.kept_days,
        },
        status=422 if faults else 200,
    )


def _act(request: Request, token: str, data: FormData) -> Response:
    factory = request.app.state.sessions_factory
    action = text_of(data, "do")
    with factory() as session, session.begin():
        row = or_404(referrals.find_followed(session, token))
        if action == "precise" and text_of(data, "message"):
            referrals.add_to(session, row, as_told(text_of(data, "message"), MAX_MESSAGE))
        if action != "withdraw":
            return _followed(request, row)
        reference = row.reference
        referrals.withdraw(session, row)
        sent = row.status == referrals.WITHDRAWN  # else nobody was told: the row is gone
    leave_no_copy(factory, mails=mail_names(reference))
    return _page(request, "followed.html", {"step": "withdrawn", "reference": reference, "mailed": sent})


def _followed(request: Request, row: FollowedReferral) -> Response:
    resources = snapshot(request).resources
    address = f"{request.app.state.settings.address}{request.url.path}"
    instead = resources.get(row.instead or "")
    shown = {
        "step": "show",
        "row": row,
        "organization": resources[row.organization].name if row.organization in resources else "l'organisme",
        "instead": instead,
        "created": french_date(clock.day_of(row.created_at)),
        "answered": french_date(clock.day_of(row.answered_at)) if row.answered_at else "",
        "erased": french_date(clock.day_of(row.erase_after)),
        "address": address,
        "qr": qr_drawing(address),
        "reminder_days": DELAYS.reminder_days,
        "max_message": MAX_MESSAGE,
    }
    return _page(request, "followed.html", shown)


def _answer(request: Request, token: str, data: FormData) -> Response:
    status = OUTCOMES.get(text_of(data, "do"))
    text = text_of(data, "message")
    with request.app.state.sessions_factory() as session, session.begin():
        row = or_404(referrals.find_asked(session, token))
        if status is None:
            raise HTTPException(422)
        if status == referrals.MORE and not text:
            return _question(request, row, fault=NEEDS_TEXT)
        instead = text_of(data, "instead")
        known = instead in snapshot(request).resources and status == referrals.DECLINED
        referrals.answer(session, row, status, text, instead if known else None)
    return _page(request, "referral_answer.html", {"step": status})


def _question(request: Request, row: FollowedReferral, fault: str = "") -> Response:
    resources = snapshot(request).resources
    others = sorted(
        ((name, one.name) for name, one in resources.items() if name.startswith("organization:")),
        key=lambda pair: pair[1].casefold(),
    )
    shown = {
        "step": "ask",
        "row": row,
        "others": [pair for pair in others if pair[0] != row.organization],
        "fault": fault,
        "erased": french_date(clock.day_of(row.erase_after)),
        "max_answer": MAX_ANSWER,
    }
    return _page(request, "referral_answer.html", shown, status=422 if fault else 200)


def _page(request: Request, template: str, shown: dict[str, Any], status: int = 200) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request, template, {"site": state.site, **shown}, status_code=status, headers=PRIVATE_PAGE
    )
    return response
