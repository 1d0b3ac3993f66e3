"""What truly changed in the base since an instant: what people did not know, not what staff touched.

A state is compared with the one that stood then. What was confirmed without a change, archived and taken
back, or brought back to what it was, is no news; neither is what an import brought.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, Resource, Revision
from knowledge.staff.differences import FIELD_NAMES

IMPORT = "import"
# What people are told of a resource, beside its criteria; the rest is the team's own bookkeeping.
TOLD = (
    "name", "website", "contact", "summary", "notes", "kind", "services", "audience", "nature", "amount_min",
    "amount_max", "max_share", "own_contribution", "application", "conditions", "exclusions", "topics",
    "format", "caution", "first_step", "organization", "organization_name",
)  # fmt: skip
ANSWER_TOLD = ("question", "text")
CALLS, CRITERIA = "les dates de dépôt", "l'admissibilité"


@dataclass
class News:
    """Identifiers, in the order in which they came. `changed`: what changed of each, as people read it."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)


def news(session: Session, since: dt.datetime) -> News:
    """The answers and resources in force that are new, or say something else, since an instant."""
    found = News()
    touched = select(Revision.subject).where(Revision.at > since, Revision.action != IMPORT)
    rows = session.scalars(
        select(Revision).where(Revision.subject.in_(touched)).order_by(Revision.subject, Revision.number)
    ).all()
    standing = _in_force(session)
    dated: list[tuple[int, str, list[str] | None]] = []
    for subject, group in groupby(rows, key=lambda row: row.subject):
        now = standing.get(subject)
        if now is None:
            continue
        states = list(group)
        before = _before(states, since)
        what = None if before is None else differences(before, now)
        if what is None or what:
            dated.append((states[-1].id, subject, what))
    for _, subject, what in sorted(dated, key=lambda one: one[0]):
        if what is None:
            found.created.append(subject)
        else:
            found.changed[subject] = what
    return found


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What changed of what people are told, as words: «le téléphone» is in «coordonnées»."""
    if "phrasings" in now:
        return [_word(name) for name in ANSWER_TOLD if before.get(name) != now.get(name)]
    found = [_word(name) for name in TOLD if _seen(before.get(name)) != _seen(now.get(name))]
    old, new = dict(before.get("eligibility") or {}), dict(now.get("eligibility") or {})
    if _seen(old.pop("calls", None)) != _seen(new.pop("calls", None)):
        found.append(CALLS)
    if _seen(old) != _seen(new):
        found.append(CRITERIA)
    return found


def _before(states: Sequence[Revision], since: dt.datetime) -> Mapping[str, Any] | None:
    """The state people knew: the last one then, or what an import brought since; None when there was none.

    An answer that was never published was not known.
    """
    then = [row for row in states if row.at <= since]
    if not then and states[0].action == IMPORT:
        then = [states[0]]
    known = [row.content for row in then if row.content.get("status") not in ("draft", "archived")]
    return known[-1] if known else None


def _in_force(session: Session) -> dict[str, dict[str, Any]]:
    """The content of what is published, by identifier."""
    found: dict[str, dict[str, Any]] = {
        f"answer:{row.id}": {"question": row.question, "text": row.text, "phrasings": row.phrasings}
        for row in session.scalars(select(Answer).where(Answer.status == "published"))
    }
    return found | {
        row.identifier: dict(row.content)
        for row in session.scalars(select(Resource).where(Resource.archived.is_(False)))
    }


def _seen(value: Any) -> Any:
    """A value without what says nothing: the order of a list, empty fields, when it was seen."""
    if isinstance(value, Mapping):
        kept = {name: _seen(one) for name, one in value.items() if name != "as_of"}
        return {name: one for name, one in kept.items() if one not in (None, [], {}, "")}
    if isinstance(value, list):
        return sorted((_seen(one) for one in value), key=str)
    return value


def _word(name: str) -> str:
    return FIELD_NAMES.get(name, name).lower()
