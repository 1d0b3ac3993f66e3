"""Watching over the base: what is past or near its review, unsure, reported, or has a dead link.

Confirming says that somebody checked everything today: the date becomes today's, the next review is set,
and the team's own check becomes a dated source.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.answers import store as answers
from knowledge.answers.published import is_past, load_facts
from knowledge.models import Answer, ErrorReport, Resource, WatchNote
from knowledge.network.unanswered import answered_sheets, without_answer
from knowledge.records import Source
from knowledge.resources import store as resources
from knowledge.staff.audit import note
from knowledge.staff.editing import save_answer, save_resource
from knowledge.staff.links import dead_links
from knowledge.staff.resting import waiting_for_review

SOON_MONTHS = 2
PATIENCE_DAYS = 14  # an answer awaited for longer is asked for again
# The content rules: 6 months for money, programmes and dates, 12 for rules, 24 for definitions.
RESOURCE_REVIEW_MONTHS: dict[str, int] = {"fund": 6, "training": 6, "activity": 6, "organization": 12}
THEME_REVIEW_MONTHS = {"financement": 6, "marches_achats": 6, "statistiques": 6, "definition": 24}
REVIEW_MONTHS = 12
CHECKED = "Vérification de l'équipe du Pôle"

REASON_NAMES = {
    "told": "l'organisme a répondu",
    "reported": "signalée",
    "rests": "ce qui la fonde a changé",
    "dead": "lien mort",
    "late": "à revoir, date passée",
    "low": "à confirmer",
    "soon": "à revoir bientôt",
    "unheard": "sans confirmation de l'organisme",
}
REASONS = tuple(REASON_NAMES)  # from the most pressing to the least


@dataclass
class Watched:
    """An entry that needs somebody, and why."""

    identifier: str
    name: str
    review_by: str
    as_of: str | None
    version: int
    reasons: list[str] = field(default_factory=list)
    reports: list[ErrorReport] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)  # what changed, of what an answer rests on
    waiting: WatchNote | None = None  # somebody wrote to whom knows, and waits
    letter: str | None = None  # what became of the letter to the organization, when it has no answer

    @property
    def rank(self) -> tuple[bool, int, str, str]:
        return (self.waiting is not None, REASONS.index(self.reasons[0]), self.review_by, self.name)


def watch(session: Session, today: dt.date) -> list[Watched]:
    """What needs somebody, the most pressing first: resources in service and published answers."""
    reports: dict[str, list[ErrorReport]] = defaultdict(list)
    for report in session.scalars(select(ErrorReport).where(ErrorReport.status == "open")):
        reports[report.subject].append(report)
    dead = dead_links(session)
    found = []
    unsure_facts = {fact.id for fact in load_facts(session).values() if fact.confidence == "low"}
    for resource in session.scalars(select(Resource).where(Resource.archived.is_(False))):
        unsure = resource.status == "to_verify" or resource.confidence == "low"
        one = Watched(
            resource.identifier, resource.name, resource.review_by, resource.as_of, resource.version
        )
        found.append(_with_reasons(one, today, unsure, reports, dead))
    for answer in session.scalars(select(Answer).where(Answer.status == "published")):
        unsure = answer.to_confirm or bool(unsure_facts & set(answer.facts))
        one = Watched(f"answer:{answer.id}", answer.question, answer.review_by, answer.as_of, answer.version)
        found.append(_with_reasons(one, today, unsure, reports, dead))
    reviews, notes = waiting_for_review(session), _waiting(session, today)
    for one in found:
        one.causes = [row.cause for row in reviews.get(one.identifier.removeprefix("answer:"), ())]
        if one.causes:
            one.reasons = [name for name in REASONS if name in (*one.reasons, "rests")]
        one.waiting = notes.get(one.identifier)
    told, unheard = answered_sheets(session), without_answer(session)
    for one in found:
        one.letter = unheard.get(one.identifier)
        added = {"told"} if one.identifier in told else set()
        added |= {"unheard"} if one.letter else set()
        one.reasons = [name for name in REASONS if name in added or name in one.reasons]
    return sorted((one for one in found if one.reasons), key=lambda one: one.rank)


def _waiting(session: Session, today: dt.date) -> dict[str, WatchNote]:
    """Those for whom an answer is awaited, until it has been too long."""
    rows = session.scalars(select(WatchNote).where(WatchNote.waiting_since.is_not(None)))
    since = today - dt.timedelta(days=PATIENCE_DAYS)
    return {row.subject: row for row in rows if row.waiting_since and clock.day_of(row.waiting_since) > since}


def _with_reasons(
    one: Watched,
    today: dt.date,
    unsure: bool,
    reports: Mapping[str, Sequence[ErrorReport]],
    dead: Mapping[str, Sequence[str]],
) -> Watched:
    one.reports = list(reports.get(one.identifier, ()))
    one.links = list(dead.get(one.identifier, ()))
    late = is_past(one.review_by, today)
    soon = not late and one.review_by <= month_after(today, SOON_MONTHS)
    true = {
        "reported": bool(one.reports),
        "dead": bool(one.links),
        "late": late,
        "low": unsure,
        "soon": soon,
    }
    one.reasons = [name for name in REASONS if true.get(name)]
    return one


def month_after(today: dt.date, months: int) -> str:
    """The month (YYYY-MM) that many months after a day's."""
    index = today.year * 12 + today.month - 1 + months
    return f"{index // 12}-{index % 12 + 1:02}"


def confirm(session: Session, subject: str, who: str, today: dt.date) -> bool:
    """Confirm an entry as checked today, in the caller's transaction; False when it does not exist.

    A resource becomes known, sure and active, its contact details included. An answer that rests on a low
    fact stays «à confirmer»: the fact itself is unsure.
    """
    kind, _, name = subject.partition(":")
    if kind == "answer":
        row = session.get(Answer, name)
        if row is None:
            return False
        record = answers.to_record(row)
        months = THEME_REVIEW_MONTHS.get(record.theme, REVIEW_MONTHS)
        changes = {"to_confirm": False, **_checked(record.sources, today, months)}
        save_answer(session, record.model_copy(update=changes), author=who, action="confirm")
    else:
        resource_row = session.get(Resource, subject)
        if resource_row is None:
            return False
        resource = resources.to_record(resource_row)
        changes = {
            "status": "active",
            "confidence": "high",
            "contact": resource.contact.model_copy(update={"as_of": None}),
            **_checked(resource.sources, today, RESOURCE_REVIEW_MONTHS.get(kind, REVIEW_MONTHS)),
        }
        save_resource(session, resource.model_copy(update=changes), author=who, action="confirm")
    noted = session.get(WatchNote, subject)
    if noted is not None:
        session.delete(noted)
    close_reports(session, subject, who)
    return True


def _checked(sources: Sequence[Source], today: dt.date, months: int) -> dict[str, object]:
    kept = [source for source in sources if source.title != CHECKED]
    return {
        "as_of": today.isoformat(),
        "review_by": month_after(today, months),
        "sources": [*kept, Source(title=CHECKED, as_of=today.isoformat())],
    }


def close_reports(session: Session, subject: str, who: str) -> int:
    """Note the reports of an entry as dealt with; how many there were."""
    query = select(ErrorReport).where(ErrorReport.subject == subject, ErrorReport.status == "open")
    rows = session.scalars(query).all()
    for row in rows:
        row.status = "closed"
    if rows:
        note(session, who, "signalements réglés", subject, None, {"reports": len(rows)})
    session.flush()
    return len(rows)
