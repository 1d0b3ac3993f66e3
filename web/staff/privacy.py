"""What is kept about people, on screen: what the machine says of itself, and what the Pôle adds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge import privacy
from knowledge.pole import SITE, reach, read_again, standing
from knowledge.staff.pole import pack_file, state
from knowledge.staff.privacy import FIELDS, save_privacy
from knowledge.staff.undo import undoable
from web.staff.access import EditorForm, Form, Reader, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

PAGE = "/pole/vie-privee"


@router.get(PAGE)
def privacy_page(request: Request, staff: Reader) -> Response:
    """Who is responsible, what the team does, and the common text beside."""
    with database(request) as session:
        again = resumed(request, session, staff, PAGE)
    return _page(request, staff, given=_typed(again.form) if again else None, again=again)


@router.post(PAGE)
def change_privacy(request: Request, form: EditorForm) -> Response:
    """Keep what the Pôle adds."""
    given = _typed(form)
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = save_privacy(session, given, form.staff.email, form.text("state"))
        if not faults:
            saved(session, form)
    if faults:
        return _page(request, form.staff, faults, given)
    read_again()
    return go(PAGE, "pole", annuler=str(kept.id or ""))


def _typed(form: Form) -> dict[str, str]:
    return {key: form.text(key) for key in privacy.KEYS}


def _page(
    request: Request,
    staff: Staff,
    faults: list[str] | None = None,
    given: dict[str, str] | None = None,
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        site = standing(session, SITE)
        now = again.form.text("state") if again else state(session, SITE, privacy.KEYS)
    pack = pack_file(SITE)
    values = {
        key: str(site[key]) if site.get(key) and site[key] != pack.get(key) else "" for key, *_ in FIELDS
    }
    values[privacy.OWN_LINES] = "\n".join(site.get(privacy.OWN_LINES) or [])
    return render(
        request,
        staff,
        "privacy.html",
        status=422 if faults else 200,
        fields=FIELDS,
        own_lines=privacy.OWN_LINES,
        values={**values, **(given or {})},
        packs={key: pack.get(key) or "" for key in privacy.KEYS} | {privacy.OFFICER: privacy.officer(pack)},
        reached=reach(site),
        lines=privacy.lines(),
        most=privacy.MAX_LINES,
        state=now,
        faults=faults,
        **kept_for(request, staff, PAGE, again, "" if faults else None),
    )
