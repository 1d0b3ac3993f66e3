"""The inbox: what people asked and did not find, and what to do with it in one click."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from knowledge.models import Answer, OpenQuestion, Topic
from knowledge.records import TopicRecord
from knowledge.search.service import AnswerSearch, Hit
from knowledge.staff.claims import back_in_scope
from knowledge.staff.editing import add_phrasings
from knowledge.staff.inbox import (
    DISMISSED,
    OPEN,
    OUT_OF_SCOPE,
    OUTCOME_NAMES,
    STATUS_NAMES,
    Group,
    decline_from_now_on,
    group,
    question_count,
    questions_of,
    settle,
)
from web.staff.access import EditorForm, Reader, RefusedError, database
from web.staff.pages import go, render

router = APIRouter()

GROUPS = 15  # shown at once: each costs a search for its suggestions
SUGGESTED = 3


@router.get("/boite")
def inbox_page(request: Request, staff: Reader, etat: str = OPEN, issue: str = "", page: int = 1) -> Response:
    """The questions in groups, the most asked first."""
    status = etat if etat in STATUS_NAMES else OPEN
    page = max(1, min(page, 1_000))
    with database(request) as session:
        outcome = issue if issue in OUTCOME_NAMES else ""
        questions = questions_of(session, status, outcome)
        groups = group(questions)
        left_out = question_count(session, status, outcome) - len(questions)
        topics = {row.id: row.content["label"] for row in session.scalars(select(Topic).order_by(Topic.id))}
        choices = session.execute(
            select(Answer.id, Answer.question).where(Answer.status != "archived").order_by(Answer.question)
        ).all()
    shown = groups[(page - 1) * GROUPS : page * GROUPS]
    return render(
        request,
        staff,
        "inbox.html",
        groups=[(one, *(_suggestions(request, one) if status == OPEN else ([], None))) for one in shown],
        total=len(groups),
        looked_at=len(questions),
        left_out=left_out,
        more=len(groups) > page * GROUPS,
        page=page,
        status_asked=status,
        statuses=STATUS_NAMES,
        outcome_asked=issue,
        outcomes=OUTCOME_NAMES,
        topics=topics,
        choices=choices,
    )


@router.post("/boite")
def settle_questions(request: Request, form: EditorForm) -> Response:
    """Do with the ticked questions what the pressed button says."""
    action = form.text("do")
    numbers = form.numbers("questions")
    if action == "new":
        return go("/reponses/nouvelle", questions=",".join(map(str, numbers)))
    who = form.staff.email
    refused: list[str] = []
    with database(request) as session:
        questions = [row for number in numbers if (row := session.get(OpenQuestion, number))]
        if not questions:
            raise RefusedError(422, "Aucune question n'est cochée", "Cochez au moins une question.")
        if action.startswith("answer:") or action == "give":
            name = action if action != "give" else form.text("answer_id")
            refused = add_phrasings(session, _answer(session, name), questions, who)
            done = "formulation"
        elif action == "out" or action.startswith("topic:"):
            topic = form.text("topic") if action == "out" else action.removeprefix("topic:")
            if topic and not decline_from_now_on(session, topic, questions, who):
                raise RefusedError(404, "Ce sujet n'existe pas", "Choisissez-en un autre dans la liste.")
            settle(session, questions, OUT_OF_SCOPE, who)
            done = "horschamp"
        elif action == "open":
            back_in_scope(session, [row for row in questions if row.status == OUT_OF_SCOPE], who)
            settle(session, questions, OPEN, who)
            done = "enregistre"
        else:
            settle(session, questions, DISMISSED, who)
            done = "ecarte"
    if refused:
        raise RefusedError(
            409,
            "Cette formulation mène déjà ailleurs",
            f"«{refused[0]}» est déjà une façon de demander autre chose. Elle reste dans la boîte.",
        )
    response = go("/boite", done)
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _answer(session: Session, name: str) -> Answer:
    row = session.get(Answer, name.split(" ")[0].removeprefix("answer:"))
    if row is None or row.status == "archived":
        raise RefusedError(404, "Cette réponse n'existe pas", "Choisissez-en une autre dans la liste.")
    return row


def _suggestions(request: Request, one: Group) -> tuple[list[Hit], TopicRecord | None]:
    """The written answers nearest to a group, best first, and the declined topic that it is about, if any."""
    search: AnswerSearch = request.app.state.search
    found = search.search(one.lead.text, SUGGESTED * 2)
    return [hit for hit in found.hits if hit.answer.kind == "written"][:SUGGESTED], found.topic
