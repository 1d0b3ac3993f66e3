"""A draft of the monthly bulletin: what is new or changed, open calls, coming trainings, in Markdown.

It says only what the base holds, with its dates; whoever sends it rereads it first.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers.published import resource_to_confirm
from knowledge.models import Answer, Revision
from knowledge.records import AnyResource, FundRecord, OrganizationRecord, TrainingRecord
from knowledge.referral.criteria import french_date
from knowledge.resources.store import load_resources

NEWS = ("create", "publish", "edit", "confirm", "restore")
SHOWN = 12  # entries of a section: a bulletin is read on a phone

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
TO_CONFIRM = " (à confirmer)"


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{MONTHS[self.month - 1]} {self.year}"


def bulletin(session: Session, month: Month, title: str, today: dt.date) -> str:
    """The draft for a month, as Markdown.

    Input: the month whose news are told, the name of the Pôle, and the day by which calls are open.
    """
    resources = load_resources(session)
    created, changed = _changes(session, month)
    parts = [f"# {title}: le bulletin de {month}"]
    open_calls = [line for record in resources.values() if (line := _call_line(record, today))]
    _section(parts, "Appels ouverts ou annoncés", sorted(open_calls))
    new = [name for name in created if name in resources]
    _section(parts, "Nouvelles ressources", [_line(resources[name], today) for name in new])
    updated = [name for name in changed if name in resources and name not in created]
    _section(parts, "Ressources mises à jour", [_line(resources[name], today) for name in updated])
    answers = {
        f"answer:{row.id}": row for row in session.scalars(select(Answer)) if row.status == "published"
    }
    fresh = [name for name in [*created, *changed] if name in answers]
    _section(
        parts,
        "L'assistant sait maintenant répondre",
        [f"- {answers[name].question}" for name in dict.fromkeys(fresh)],
    )
    trainings = [
        record
        for record in resources.values()
        if isinstance(record, TrainingRecord) and _is_coming(record, today)
    ]
    _section(parts, "Activités et formations à venir", [_line(record, today) for record in trainings])
    if len(parts) == 1:
        parts.append("Rien de neuf ce mois-ci dans la base.")
    parts.append(
        "Les renseignements sont généraux et datés: vérifiez auprès de l'organisme avant de compter dessus."
    )
    return "\n\n".join(parts) + "\n"


def _changes(session: Session, month: Month) -> tuple[list[str], list[str]]:
    """What staff first wrote in the month, and all that they touched in it."""
    start = dt.datetime.combine(month.first, dt.time(), dt.timezone.utc)
    end = dt.datetime.combine(month.last + dt.timedelta(days=1), dt.time(), dt.timezone.utc)
    rows = session.scalars(
        select(Revision)
        .where(Revision.at >= start, Revision.at < end, Revision.action.in_(NEWS))
        .order_by(Revision.at)
    ).all()
    touched = list(dict.fromkeys(row.subject for row in rows))
    created = [
        subject for subject in touched if any(row.subject == subject and row.number == 1 for row in rows)
    ]
    return created, touched


def _section(parts: list[str], title: str, lines: list[str]) -> None:
    if lines:
        more = [f"- et {len(lines) - SHOWN} autres"] if len(lines) > SHOWN else []
        parts.append(f"## {title}\n\n" + "\n".join([*lines[:SHOWN], *more]))


def _line(record: AnyResource, today: dt.date) -> str:
    name = f"[{record.name}]({record.website})" if record.website else record.name
    said = record.nature if isinstance(record, FundRecord) else record.kind
    sure = TO_CONFIRM if resource_to_confirm(record, today) else ""
    return f"- **{name}**: {said}{sure}."


def _call_line(record: AnyResource, today: dt.date) -> str | None:
    """A call that is open, or announced; one whose dates are only the last known is not told as open."""
    rule = record.eligibility.calls
    if isinstance(record, OrganizationRecord) or rule is None or rule.mode not in ("call", "campaign"):
        return None
    if rule.closes and rule.closes < today:
        return None
    if not rule.opens and not rule.closes:
        return None
    dates = []
    if rule.opens:
        dates.append(f"ouvre le {french_date(rule.opens)}" if rule.opens > today else "ouvert")
    if rule.closes:
        dates.append(f"ferme le {french_date(rule.closes)}")
    sure = "" if rule.confirmed and not resource_to_confirm(record, today) else TO_CONFIRM
    name = f"[{record.name}]({record.website})" if record.website else record.name
    return f"- **{name}**: {', '.join(dates)}{sure}."


def _is_coming(record: TrainingRecord, today: dt.date) -> bool:
    rule = record.eligibility.calls
    return bool(rule and rule.opens and rule.opens >= today)
