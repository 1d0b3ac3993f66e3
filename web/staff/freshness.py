"""The watch: what needs somebody, and one click to say that it was checked today."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models import PackChange
from knowledge.network.unanswered import NAMES as UNANSWERED_NAMES
from knowledge.pack.updates import keep, merge, take, waiting
from knowledge.revisions import history
from knowledge.staff.audit import note
from knowledge.staff.checking import check_part, sheet, wait_for
from knowledge.staff.differences import Change, changes
from knowledge.staff.freshness import REASON_NAMES, close_reports, confirm, watch
from knowledge.staff.resting import contents, what_changed
from knowledge.staff.titles import titles
from knowledge.staff.undo import undoable
from web.staff.access import EditorForm, Reader, RefusedError, database
from web.staff.history import address
from web.staff.pages import go, render

router = APIRouter()


@router.get("/veille")
def freshness_page(request: Request, staff: Reader, raison: str = "") -> Response:
    """The list, the most pressing first."""
    with database(request) as session:
        found = watch(session, clock.today())
        updates = [_versions(session, change) for change in waiting(session)]
        below = contents(session, {cause for one in found for cause in one.causes})
        titled = titles(session, (one.change.subject for one in updates))
    counts = {reason: sum(reason in one.reasons for one in found) for reason in REASON_NAMES}
    shown = [one for one in found if not raison or raison in one.reasons]
    return render(
        request,
        staff,
        "freshness.html",
        found=shown,
        counts=counts,
        reason_asked=raison,
        reasons=REASON_NAMES,
        address=address,
        causes=below,
        updates=updates,
        titles=titled,
        letters=UNANSWERED_NAMES,
    )


@router.get("/veille/{subject}")
def check_page(request: Request, staff: Reader, subject: str) -> Response:
    """What an entry says and what it rests on, side by side, with what is left to check."""
    today = clock.today()
    with database(request) as session:
        found = sheet(session, subject)
        if found is None:
            raise RefusedError(404, "Cette fiche n'existe plus", "Revenez à la veille.")
        watched = next((one for one in watch(session, today) if one.identifier == subject), None)
        causes = contents(session, watched.causes if watched else ())
        differences = what_changed(session, subject, causes)
    return render(
        request,
        staff,
        "check.html",
        sheet=found,
        watched=watched,
        causes=causes,
        differences=differences,
        reasons=REASON_NAMES,
        address=address,
        back=address(subject),
    )


SETTLED = {
    "take": "dossier commun: version reprise",
    "keep": "dossier commun: notre version gardée",
    "merge": "dossier commun: les deux versions réunies",
}


@dataclass(frozen=True)
class Versions:
    """An entry that the pack and the team both changed: what each changed since the last import."""

    change: PackChange
    theirs: list[Change]
    ours: list[Change]


def _versions(session: Session, change: PackChange) -> Versions:
    states = history(session, change.subject)
    base = next((one.content for one in states if one.action == "import"), {})
    standing = states[0].content if states else {}
    theirs = changes(base, change.coming) if change.coming else []
    return Versions(change, theirs, changes(base, standing))


@router.post("/veille/dossier")
def settle_update(request: Request, form: EditorForm) -> Response:
    """Take the pack's version of an entry, keep the team's, or bring both together."""
    with database(request) as session:
        change = session.get(PackChange, form.text("subject"))
        if change is None:
            raise RefusedError(404, "Ce changement est déjà réglé", "Rechargez la page de la veille.")
        subject, how, both = change.subject, form.text("do"), []
        if how == "take":
            take(session, change, form.staff.email)
        elif how == "merge":
            both = merge(session, change, form.staff.email)
        else:
            keep(session, change)
        note(session, form.staff.email, SETTLED.get(how, SETTLED["keep"]), subject)
    if how == "merge":
        return go(address(subject), "reuni-a-relire" if both else "reuni")
    return go("/veille", "enregistre")


@router.post("/veille")
def confirm_entry(request: Request, form: EditorForm) -> Response:
    """Confirm all or a part as checked today, say that an answer is awaited, or settle the reports."""
    subject, action, who = form.text("subject"), form.text("do"), form.staff.email
    page, done = "/veille", "confirme"
    with database(request) as session, undoable(session, form.staff.id) as kept:
        if action == "close":
            close_reports(session, subject, who)
            done = "signalement"
        elif action == "wait" and wait_for(session, subject, form.text("note"), who):
            done = "attente"
        elif action.startswith("part:"):
            outcome = check_part(session, subject, action.removeprefix("part:"), who, clock.today())
            if outcome == "gone":
                raise RefusedError(404, "Cette fiche a changé", "Rechargez la page de la veille.")
            if outcome == "noted":
                page, done = f"/veille/{subject}", "partie"
        elif not confirm(session, subject, who, clock.today()):
            raise RefusedError(404, "Cette fiche n'existe plus", "Rechargez la page de la veille.")
    return go(page, done, annuler=str(kept.id or ""))
