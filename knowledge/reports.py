"""What advisers tell the team: a mistake in a resource, and a search that found nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.feedback import count, remember_question
from knowledge.masking import mask
from knowledge.models import ErrorReport
from knowledge.room import take_room

# The reasons that can be chosen: what is stored, and what is read.
REASONS = {
    "contact": "Les coordonnées ne sont plus bonnes",
    "dates": "Les dates ou l'appel ne sont plus bons",
    "money": "Le montant ou la part couverte n'est plus bon",
    "criteria": "Les conditions ou le territoire ne sont plus bons",
    "closed": "Cette ressource n'existe plus",
    "link": "Le lien ne mène plus au bon endroit",
    "other": "Autre chose",
}
MAX_NOTE = 1_000  # characters
MAX_SHOWN = 50  # of one adviser
MAX_OPEN = 20  # open reports of one resource: beyond, the team already knows

EMPTY_SEARCH = "empty_search"  # how many searches of resources found nothing
NO_RESOURCE = "no_resource"  # the same by the filters in force, and the outcome of a question kept


def report_error(session: Session, subject: str, reason: str, note: str, adviser: int | None = None) -> bool:
    """Keep a report for the team, its note masked, in the caller's transaction; False when it has enough.

    Input: the identifier of a resource, a key of `REASONS`, and what the person adds (may be empty).
    `adviser`: the space it is said from, where its author sees what became of it.
    """
    waiting = select(func.count()).select_from(ErrorReport)
    waiting = waiting.where(ErrorReport.subject == subject, ErrorReport.status == "open")
    if (session.scalar(waiting) or 0) >= MAX_OPEN or not take_room(session, "report"):
        return False
    masked = mask(note[:MAX_NOTE]).strip() if note.strip() else ""
    session.add(ErrorReport(subject=subject, reason=REASONS[reason], note=masked, adviser_id=adviser))
    session.flush()
    return True


def reports_of(session: Session, adviser: int) -> Sequence[ErrorReport]:
    """What was said from an adviser's space, the last first."""
    own = select(ErrorReport).where(ErrorReport.adviser_id == adviser)
    return session.scalars(own.order_by(ErrorReport.id.desc()).limit(MAX_SHOWN)).all()


def remember_empty_search(session: Session, text: str | None, filters: str) -> None:
    """Keep a search that found nothing, in the caller's transaction: counted by its filters, and its words,
    masked, among the questions that the team looks at.

    Input: the words searched, and the names of the filters in force («stage,need»), never their values.
    """
    count(session, EMPTY_SEARCH, "resources")
    count(session, NO_RESOURCE, filters or "-")
    if text:
        remember_question(session, text, NO_RESOURCE)
