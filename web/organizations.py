"""/organisme/{token}: an organization says whether its sheets are right. Opening the page says nothing.

What is said waits for the team. The link serves once.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from knowledge.models import OrganizationLetter, Resource
from knowledge.network.fields import MAX_NOTE, fields_of, read_changes, shown
from knowledge.network.letter_mail import PATH
from knowledge.network.letters import Proposed, answer, find_letter, refuse
from knowledge.records import AnyResource
from knowledge.referral.freshness import verified
from knowledge.resources import store
from web.desk.quota import own_form
from web.forms import read_form, text_of
from web.rows import or_404
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix=PATH, include_in_schema=False)

MAX_FIELDS = 600
NOTHING = "Vous n'avez rien corrigé. Si tout est exact, pressez «Tout est exact»."


@router.get("/{token}")
def show(request: Request, token: str) -> Response:
    """The sheets as they stand, the button, and the form."""
    with request.app.state.sessions_factory() as session:
        letter = _known(session, token)
        return _page(request, session, letter)


@router.post("/{token}", dependencies=[Depends(own_form)])
async def say(request: Request, token: str) -> Response:
    """All is exact, here is what is not, or no more letters."""
    form = await read_form(request, max_fields=MAX_FIELDS)
    action = text_of(form, "do")
    with request.app.state.sessions_factory() as session, session.begin():
        letter = _known(session, token)
        records = _records(session, letter)
        if action == "refuse":
            refuse(session, letter)
            return _done(request, "refused")
        if action == "exact":
            answer(session, letter, [Proposed(name, {}) for name in records])
            return _done(request, "exact")
        if action != "correct":
            raise HTTPException(422)
        proposed, faults = _read(form, records)
        if not faults and not any(one.changes or one.note or one.gone for one in proposed):
            faults = {"": [NOTHING]}
        if faults:
            return _page(request, session, letter, typed=form, faults=faults)
        answer(session, letter, proposed)
    return _done(request, "corrected")


def _read(form: FormData, records: dict[str, AnyResource]) -> tuple[list[Proposed], dict[str, list[str]]]:
    """What was said of each sheet, and what is wrong with it."""
    proposed, faults = [], {}
    for name, record in records.items():
        given = {
            field.path: text_of(form, f"{name}|{field.path}")
            for field in fields_of(record)
            if f"{name}|{field.path}" in form
        }
        changes, wrong = read_changes(record, given)
        if wrong:
            faults[name] = wrong
        note, gone = text_of(form, f"{name}|note")[:MAX_NOTE], text_of(form, f"{name}|gone") == "1"
        proposed.append(Proposed(name, changes, note, gone))
    return proposed, faults


def _known(session: Session, token: str) -> OrganizationLetter:
    return or_404(find_letter(session, token))


def _records(session: Session, letter: OrganizationLetter) -> dict[str, AnyResource]:
    """The sheets of a letter that are still in service."""
    rows = {name: session.get(Resource, name) for name in letter.sheets}
    return {name: store.to_record(row) for name, row in rows.items() if row is not None and not row.archived}


def _page(
    request: Request,
    session: Session,
    letter: OrganizationLetter,
    typed: FormData | None = None,
    faults: dict[str, list[str]] | None = None,
) -> Response:
    sheets: list[dict[str, Any]] = []
    records = _records(session, letter)
    for name, record in records.items():
        values = shown(record)
        if typed is not None:
            values = {path: text_of(typed, f"{name}|{path}") for path in values}
        sheets.append(
            {
                "id": name,
                "name": record.name,
                "fields": [(field, values[field.path]) for field in fields_of(record)],
                "verified": verified(record),
                "note": text_of(typed, f"{name}|note") if typed is not None else "",
                "gone": typed is not None and text_of(typed, f"{name}|gone") == "1",
                "faults": (faults or {}).get(name, []),
            }
        )
    shown_page: dict[str, Any] = {
        "sheets": sheets,
        "about": sheets[0]["name"] if sheets else "",
        "missing_phone": any(
            one == letter.organization and not records[one].contact.phone for one in records
        ),
        "faults": faults,
        "opened": typed is not None,
        "max_note": MAX_NOTE,
    }
    return _render(request, {"step": "ask", **shown_page}, status=422 if faults else 200)


def _done(request: Request, step: str) -> Response:
    return _render(request, {"step": step})


def _render(request: Request, page: dict[str, Any], status: int = 200) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request, "organization.html", {"site": state.site, **page}, status_code=status, headers=PRIVATE_PAGE
    )
    return response
