"""The inbox: what people asked and did not find, in rows, and what to do with those that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from knowledge.feedback import DECLINED
from knowledge.models import Answer, OpenQuestion, Topic
from knowledge.records import TopicRecord
from knowledge.search.service import AnswerSearch, Hit
from knowledge.search.text import fold
from knowledge.staff.claims import back_in_scope
from knowledge.staff.editing import add_phrasings
from knowledge.staff.inbox import (
    DISMISSED,
    OPEN,
    OUT_OF_SCOPE,
    OUTCOME_NAMES,
    SHOWN,
    STATUS_NAMES,
    Group,
    decline_from_now_on,
    group,
    question_count,
    questions_of,
    settle,
)
from knowledge.staff.suggestions import suggestions_over
from knowledge.staff.undo import undoable
from web.rows import row_numbers
from web.staff.access import EditorForm, Form, Reader, RefusedError, database
from web.staff.pages import go, render

router = APIRouter()

SUGGESTED = 2
LIKELY = 0.5  # a suggestion is shown from there: one click must not be wrong more often than right
CHOICES = 8


@dataclass(frozen=True)
class Shown:
    """A group as it is shown: the likely answers, and the declined subject that it surely is about."""

    group: Group
    likely: tuple[Hit, ...] = ()
    topic: TopicRecord | None = None

    @property
    def numbers(self) -> str:
        return ",".join(str(row.id) for row in self.group.questions)


@router.get("/boite")
def inbox_page(request: Request, staff: Reader, etat: str = OPEN, issue: str = "", page: int = 1) -> Response:
    """The questions in rows, similar ones together, the most asked first. Refusals on purpose are apart."""
    status = etat if etat in STATUS_NAMES else OPEN
    page = max(1, min(page, 1_000))
    outcome = issue if issue in OUTCOME_NAMES else ""
    but = DECLINED if not outcome and status == OPEN else ""
    with database(request) as session:
        questions = questions_of(session, status, outcome, but)
        groups = group(questions)
        left_out = question_count(session, status, outcome, but) - len(questions)
        refused = question_count(session, OPEN, DECLINED)
        topics = list(session.scalars(select(Topic).order_by(Topic.id)))
        names = {row.id: row.question for row in session.scalars(select(Answer).order_by(Answer.question))}
        choices = [
            row.question
            for row in session.scalars(
                select(Answer).where(Answer.status != "archived").order_by(Answer.question)
            )
        ]
    shown = groups[(page - 1) * SHOWN : page * SHOWN]
    return render(
        request,
        staff,
        "inbox.html",
        rows=[_shown(request, one) if status == OPEN else Shown(one) for one in shown],
        total=len(groups),
        looked_at=len(questions),
        left_out=left_out,
        refused=refused,
        declined=DECLINED,
        more=len(groups) > page * SHOWN,
        page=page,
        status_asked=status,
        statuses=STATUS_NAMES,
        outcome_asked=outcome,
        outcomes=OUTCOME_NAMES,
        topics=[row.content["label"] for row in topics],
        names=names,
        choices=choices,
    )


@router.post("/boite")
def settle_questions(request: Request, form: EditorForm) -> Response:
    """Do with the ticked questions what the pressed button says; with those of its own row, for a row's."""
    action, _, own = form.text("do").partition("|")
    numbers = row_numbers(own.split(",")) if own else form.numbers("questions")
    if action == "new" and numbers:
        return go("/reponses/nouvelle", questions=",".join(map(str, numbers)))
    who = form.staff.email
    refused: list[str] = []
    with database(request) as session, undoable(session, form.staff.id) as kept:
        questions = [row for number in numbers if (row := session.get(OpenQuestion, number))]
        if not questions:
            raise RefusedError(422, "Aucune question n'est cochée", "Cochez au moins une question.")
        if action.startswith("answer:") or action == "give":
            typed = action if action != "give" else form.text("answer_id")
            found = answers_called(session, typed)
            if len(found) != 1:
                return _choose(request, form, numbers, typed, found)
            refused = add_phrasings(session, found[0], questions, who)
            done = "formulation"
        elif action == "out" or action.startswith("topic:"):
            topic = form.text("topic") if action == "out" else action.removeprefix("topic:")
            if topic and not decline_from_now_on(session, _topic_called(session, topic), questions, who):
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
    response = go("/boite", done, annuler=str(kept.id or ""), **_where(form))
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def answers_called(session: Session, typed: str) -> list[Answer]:
    """The answers, not archived, that somebody means by what they typed: the one of this question or name,
    else those that have all its words."""
    query = select(Answer).where(Answer.status != "archived").order_by(Answer.question)
    standing = list(session.scalars(query))
    asked, name = fold(typed), typed.removeprefix("answer:")
    exact = [row for row in standing if asked == fold(row.question) or name == row.id]
    if exact or not asked:
        return exact
    words = asked.split()
    return [
        row
        for row in standing
        if all(word in fold(" ".join((row.question, *row.phrasings, row.text))) for word in words)
    ]


def _topic_called(session: Session, typed: str) -> str:
    """The id of the declined subject of this name or id."""
    rows = session.scalars(select(Topic)).all()
    return next((row.id for row in rows if fold(row.content["label"]) == fold(typed)), typed)


def _choose(
    request: Request, form: Form, numbers: Sequence[int], typed: str, found: list[Answer]
) -> Response:
    """Several answers have these words, or none: somebody says which; the ticked questions stay ticked."""
    return render(
        request,
        form.staff,
        "choose.html",
        status=200 if found else 404,
        typed=typed,
        found=found[:CHOICES],
        more=len(found) - CHOICES,
        numbers=numbers,
        where=_where(form),
    )


def _where(form: Form) -> dict[str, str]:
    """The page and the filters that one was at."""
    asked = {"etat": form.text("etat"), "issue": form.text("issue")}
    found = {name: value for name, value in asked.items() if value in (*STATUS_NAMES, *OUTCOME_NAMES)}
    page = form.number("a_page", 1)
    return {**found, **({"page": str(page)} if page > 1 else {})}


def _shown(request: Request, one: Group) -> Shown:
    """A group with the written answers that it likely means, and the declined subject that it is about."""
    search: AnswerSearch = request.app.state.search
    found = suggestions_over(search).of(one.lead.text)
    likely = [hit for hit in found.hits if hit.answer.kind == "written" and hit.score >= LIKELY]
    return Shown(one, tuple(likely[:SUGGESTED]), found.topic)
