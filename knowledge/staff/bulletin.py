"""The blocks of a bulletin, made of what the base holds: activities, calls, what is new, what changed.

They are only proposed: whoever writes the bulletin edits each one, leaves some out, and opens it with a word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.activities import coming
from knowledge.answers.published import resource_to_confirm
from knowledge.models import Answer
from knowledge.records import ActivityRecord, AnyResource, FundRecord, TrainingRecord
from knowledge.referral.criteria import french_date
from knowledge.resources.store import load_resources
from knowledge.staff.news import News, news

SHOWN = 12  # entries of a block: a bulletin is read on a phone
COMING_DAYS = 75  # activities told of: until a little after the next bulletin but one
TO_CONFIRM = " (à confirmer)"
CLOSING = "Les renseignements sont généraux et datés: vérifiez auprès de l'organisme avant de compter dessus."
TITLES = {
    "activities": "À l'agenda",
    "calls": "Appels ouverts ou annoncés",
    "new": "Nouvelles ressources",
    "changed": "Ressources mises à jour",
    "answers": "L'assistant sait maintenant répondre",
    "revised": "Réponses revues",
    "trainings": "Formations à venir",
}


@dataclass(frozen=True)
class Block:
    """A part of a bulletin. `kept` false: it is not in what is sent."""

    key: str
    title: str
    text: str
    kept: bool = True

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def propose(session: Session, since: dt.datetime, today: dt.date) -> list[Block]:
    """The blocks that have something to say, in their order.

    Input: the instant since which something is news; the day by which calls are open and sessions coming.
    """
    resources = load_resources(session)
    told = news(session, since)
    lines = {
        "activities": _agenda(resources, today),
        "calls": sorted(line for record in resources.values() if (line := _call_line(record, today))),
        "new": [_line(resources[name], today) for name in told.created if _is_resource(resources.get(name))],
        "changed": [
            _line(resources[name], today, what)
            for name, what in told.changed.items()
            if _is_resource(resources.get(name))
        ],
        **_answers(session, told),
        "trainings": [
            _training_line(record, today)
            for record in resources.values()
            if isinstance(record, TrainingRecord) and _is_coming(record, today)
        ],
    }
    return [Block(key, TITLES[key], _text(lines[key])) for key in TITLES if lines[key]]


def as_markdown(title: str, opening: str, blocks: Sequence[Block]) -> str:
    """The whole bulletin, as Markdown: what is kept of it."""
    parts = [f"# {title}"]
    if opening.strip():
        parts.append(opening.strip())
    parts += [
        f"## {block.title}\n\n{block.text.strip()}" if block.title else block.text.strip()
        for block in blocks
        if block.kept and block.text.strip()
    ]
    return "\n\n".join([*parts, CLOSING]) + "\n"


def _answers(session: Session, told: News) -> dict[str, list[str]]:
    questions = {f"answer:{row.id}": row.question for row in session.scalars(select(Answer))}
    return {
        "answers": [f"- {questions[name]}" for name in told.created if name in questions],
        "revised": [f"- {questions[name]}" for name in told.changed if name in questions],
    }


def _agenda(resources: dict[str, AnyResource], today: dt.date) -> list[str]:
    last = today + dt.timedelta(days=COMING_DAYS)
    return [
        "- "
        + ". ".join(
            part.rstrip(".")
            for part in (
                f"**{_named(one.record)}**, {one.when}"
                + (f", {one.session.place}" if one.session.place else ""),
                one.record.price,
                one.record.registration,
                f"[Lien de la rencontre]({one.session.link})" if one.session.link else None,
            )
            if part
        )
        + "."
        for one in coming(resources, today)
        if one.session.day <= last
    ]


def _is_resource(record: AnyResource | None) -> bool:
    """Whether a record is told of among the resources: an activity has its own block."""
    return record is not None and not isinstance(record, ActivityRecord)


def _text(lines: Sequence[str]) -> str:
    more = [f"- et {len(lines) - SHOWN} autres"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])


def _named(record: AnyResource) -> str:
    return f"[{record.name}]({record.website})" if record.website else record.name


def _line(record: AnyResource, today: dt.date, changed: Sequence[str] = ()) -> str:
    said = record.nature if isinstance(record, FundRecord) else record.kind
    sure = TO_CONFIRM if resource_to_confirm(record, today) else ""
    what = f" Ce qui change: {', '.join(changed)}." if changed else ""
    return f"- **{_named(record)}**: {said}{sure}.{what}"


def _training_line(record: TrainingRecord, today: dt.date) -> str:
    rule = record.eligibility.calls
    when = f", à partir du {french_date(rule.opens)}" if rule and rule.opens else ""
    sure = TO_CONFIRM if resource_to_confirm(record, today) else ""
    return f"- **{_named(record)}**: {record.kind}{when}{sure}."


def _call_line(record: AnyResource, today: dt.date) -> str | None:
    """A call that is open, or announced; one whose dates are only the last known is not told as open."""
    rule = record.eligibility.calls
    if not isinstance(record, FundRecord | TrainingRecord) or rule is None:
        return None
    if rule.mode not in ("call", "campaign") or (rule.closes and rule.closes < today):
        return None
    if not (rule.opens or rule.closes):
        return None
    dates = []
    if rule.opens:
        dates.append(f"ouvre le {french_date(rule.opens)}" if rule.opens > today else "ouvert")
    if rule.closes:
        dates.append(f"ferme le {french_date(rule.closes)}")
    sure = "" if rule.confirmed and not resource_to_confirm(record, today) else TO_CONFIRM
    return f"- **{_named(record)}**: {', '.join(dates)}{sure}."


def _is_coming(record: TrainingRecord, today: dt.date) -> bool:
    rule = record.eligibility.calls
    return bool(rule and rule.opens and rule.opens >= today and rule.mode not in ("call", "campaign"))
