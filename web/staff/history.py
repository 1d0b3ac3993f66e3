"""The history of an answer or a resource: every state, what changed, and bringing one back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy.orm import Session

from knowledge import privacy
from knowledge.models import Answer, Fact, Resource, Revision
from knowledge.pole import AREAS, CONTACTS, MESSAGES, SITE, SLOTS, TERRITORY, WORDS
from knowledge.records import AnswerRecord, FactRecord
from knowledge.resources import store as resources
from knowledge.revisions import history
from knowledge.staff.differences import changes
from knowledge.staff.editing import ACTION_NAMES, faults_of_answer, save_answer, save_resource
from knowledge.staff.facts import save_fact
from knowledge.staff.titles import titles
from web.staff.access import EditorForm, Reader, RefusedError, database
from web.staff.pages import go, render

router = APIRouter()


@router.get("/historique/{subject}")
def history_page(request: Request, staff: Reader, subject: str) -> Response:
    """All the states, newest first, each with what changed since the one before."""
    with database(request) as session:
        rows = _known(session, subject)
        title = titles(session, [subject])[subject]
    steps = [
        {"row": row, "changes": changes(older.content if older else {}, row.content)}
        for row, older in zip(rows, [*rows[1:], None], strict=True)
    ]
    return render(
        request,
        staff,
        "history.html",
        title=title,
        steps=steps,
        actions=ACTION_NAMES,
        back=address(subject),
    )


@router.post("/historique/{subject}")
def restore(request: Request, subject: str, form: EditorForm) -> Response:
    """Bring a state back, as a new state: nothing of the history is lost."""
    with database(request) as session:
        rows = _known(session, subject)
        row = next((row for row in rows if row.number == form.number("number")), None)
        if row is None:
            raise RefusedError(404, "Cette version n'existe pas", "Revenez à l'historique.")
        try:
            _restore(session, subject, row, form.staff.email)
        except ValidationError:
            raise RefusedError(
                422,
                "Cette version ne peut pas être rétablie telle quelle",
                "Elle date d'avant un changement de forme. Recopiez ce qu'il vous en faut.",
            ) from None
    return go(address(subject), "restaure")


def address(subject: str) -> str:
    """Where an entry is edited, under the desk's root."""
    kind, _, name = subject.partition(":")
    of_site = {SLOTS: "/pole/textes", **dict.fromkeys(privacy.KEYS, "/pole/vie-privee")}
    places = {
        "answer": f"/reponses/{name}",
        "fact": f"/faits/{name}",
        MESSAGES: f"/pole/phrases/{name.strip()}",
        SITE: of_site.get(name.strip(), "/pole"),
        CONTACTS: "/pole",
        TERRITORY: "/territoire",
        WORDS: "/mots",
        AREAS: "/domaines",
    }
    return places.get(kind, f"/ressources/{subject}")


def _restore(session: Session, subject: str, row: Revision, who: str) -> None:
    if subject.startswith("answer:"):
        standing = session.get(Answer, subject.removeprefix("answer:"))
        status = standing.status if standing else "draft"
        record = AnswerRecord.model_validate({**row.content, "status": status})
        # What an old state rests on may be gone: then it comes back as a draft, never live with a fault.
        if faults_of_answer(session, record, publishing=status == "published"):
            record = record.model_copy(update={"status": "draft"})
        save_answer(session, record, author=who, action="restore")
        return
    if subject.startswith("fact:"):
        save_fact(session, FactRecord.model_validate(row.content), author=who, action="restore")
        return
    standing_resource = session.get(Resource, subject)
    kind = standing_resource.type if standing_resource else subject.partition(":")[0]
    save_resource(session, resources.parse(kind, row.content), author=who, action="restore")  # type: ignore[arg-type]


def _known(session: Session, subject: str) -> list[Revision]:
    rows = history(session, subject)
    if not rows and subject.startswith("fact:"):
        fact: Fact | None = session.get(Fact, subject.removeprefix("fact:"))
        if fact is not None:
            return rows  # as its pack brought it
    if not rows or subject.startswith("topic:"):
        raise RefusedError(404, "Rien n'est connu sous ce nom", "Revenez à la liste.")
    return rows
