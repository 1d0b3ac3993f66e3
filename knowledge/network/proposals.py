"""What organizations propose, before the team: accepted, it is published with its source and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models import Resource, SheetProposal, WatchNote, now
from knowledge.network.fields import GONE, changed_record, labels, shown, value_text
from knowledge.records import AnyResource, Source
from knowledge.resources import store
from knowledge.staff.audit import note
from knowledge.staff.editing import save_resource
from knowledge.staff.freshness import RESOURCE_REVIEW_MONTHS, REVIEW_MONTHS, close_reports, month_after

CONFIRMED_BY = "Confirmé par l'organisme"


@dataclass(frozen=True)
class Difference:
    """A field as it stands and as the organization says it."""

    label: str
    before: str
    after: str


def waiting(session: Session) -> list[SheetProposal]:
    """The proposals that wait for the team, the oldest first."""
    query = select(SheetProposal).where(SheetProposal.status == "waiting").order_by(SheetProposal.at)
    return list(session.scalars(query))


def differences(session: Session, proposal: SheetProposal) -> list[Difference]:
    """What a proposal would change, beside what stands."""
    row = session.get(Resource, proposal.subject)
    if row is None:
        return []
    record = store.to_record(row)
    named, standing = labels(record), shown(record)
    return [
        Difference(
            named.get(path, path),
            "non" if path == GONE else standing.get(path) or "(rien)",
            value_text(value),
        )
        for path, value in proposal.changes.items()
    ]


def accept(session: Session, proposal: SheetProposal, who: str) -> bool:
    """Publish a proposal, in the caller's transaction; False when its sheet is gone or can no longer take it.

    The sheet is then true as of the day the organization answered, which its sources say.
    """
    row = session.get(Resource, proposal.subject)
    if row is None or proposal.status != "waiting":
        return False
    try:
        record = changed_record(store.to_record(row), proposal.changes)
    except ValueError:
        return False
    if not proposal.changes.get(GONE):
        record = _confirmed(record, clock.day_of(proposal.at), row.type)
    action: Any = "archive" if proposal.changes.get(GONE) else "edit" if proposal.changes else "confirm"
    save_resource(session, record, author=who, action=action)
    close_reports(session, proposal.subject, who)
    watched = session.get(WatchNote, proposal.subject)
    if watched is not None:
        session.delete(watched)
    _decide(session, proposal, "accepted", who)
    return True


def turn_down(session: Session, proposal: SheetProposal, who: str) -> None:
    """Leave the sheet as it is, in the caller's transaction."""
    _decide(session, proposal, "refused", who)


def _confirmed(record: AnyResource, day: dt.date, kind: str) -> AnyResource:
    kept = [source for source in record.sources if source.title != CONFIRMED_BY]
    months = RESOURCE_REVIEW_MONTHS.get(kind, REVIEW_MONTHS)
    fresh: Mapping[str, Any] = {
        "status": "active",
        "confidence": "high",
        "contact": record.contact.model_copy(update={"as_of": None}),
        "as_of": day.isoformat(),
        "review_by": month_after(day, months),
        "sources": [*kept, Source(title=CONFIRMED_BY, as_of=day.isoformat())],
    }
    return record.model_copy(update=dict(fresh))


def _decide(session: Session, proposal: SheetProposal, status: str, who: str) -> None:
    proposal.status, proposal.decided_at, proposal.decided_by = status, now(), who
    done = "acceptée" if status == "accepted" else "écartée"
    note(session, who, f"réponse d'un organisme: {done}", proposal.subject)
    session.flush()
