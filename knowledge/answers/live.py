"""Fields quoted in answers, of records and of the Pôle (`{fund:biec.amounts}`, `{pole.hours}`), and its own
named texts (`{local:NAME}`), so that one edit changes every sentence.

What a record does not say is said «non précisé dans nos sources», never filled in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from knowledge.answers.published import PublishedAnswer
from knowledge.answers.wording import amounts
from knowledge.pack.placeholders import with_slots
from knowledge.pole import SLOTS
from knowledge.records import AnyResource, FundRecord
from knowledge.referral.freshness import call_of

UNKNOWN = "non précisé dans nos sources"
POLE = "pole"
QUOTED = re.compile(
    r"\{(?P<resource>(?:organization|fund|training|activity):[a-z0-9-]+|pole)\.(?P<field>[a-z_]+)\}"
)


def _call(record: AnyResource, today: dt.date) -> str | None:
    call = call_of(record, today)
    return call.sentence if call else None


def _fund(field: str) -> Callable[[AnyResource, dt.date], str | None]:
    return lambda record, _today: getattr(record, field, None)


# Each field that a text may quote, and how a record says it.
FIELDS: Mapping[str, Callable[[AnyResource, dt.date], str | None]] = {
    "name": lambda record, _today: record.name,
    "amounts": lambda record, _today: (
        amounts(record).removeprefix("montant: ") if isinstance(record, FundRecord) else None
    ),
    "share": _fund("max_share"),
    "own_contribution": _fund("own_contribution"),
    "application": _fund("application"),
    "call": _call,
    "website": lambda record, _today: record.website,
    "phone": lambda record, _today: record.contact.phone,
    "email": lambda record, _today: record.contact.email,
    "notes": lambda record, _today: record.notes,
}

# What may be quoted of the Pôle itself, and what is said while its team has not given it.
POLE_FIELDS: Mapping[str, str] = {
    "name": UNKNOWN,
    "address": "je ne l'ai pas",
    "phone": "je ne l'ai pas",
    "email": "je ne l'ai pas",
    "website": "je ne l'ai pas",
    "hours": "je ne les ai pas",
}


def quoted_in(text: str) -> list[tuple[str, str]]:
    """The fields that a text quotes, each as a resource's identifier (or `POLE`) and its name."""
    return [(found["resource"], found["field"]) for found in QUOTED.finditer(text)]


def with_live_fields(
    answer: PublishedAnswer,
    resources: Mapping[str, AnyResource],
    today: dt.date,
    site: Mapping[str, Any] | None = None,
) -> PublishedAnswer:
    """An answer with the fields that it quotes as the records, and the Pôle's `site`, say them today."""
    text = with_slots(answer.text, (site or {}).get(SLOTS) or {})
    if text == answer.text and not QUOTED.search(text):
        return answer

    def said(found: re.Match[str]) -> str:
        if found["resource"] == POLE:
            return _of_the_pole(found["field"], site or {})
        record, tell = resources.get(found["resource"]), FIELDS.get(found["field"])
        return (record and tell and tell(record, today)) or UNKNOWN

    return replace(answer, text=QUOTED.sub(said, text))


def _of_the_pole(field: str, site: Mapping[str, Any]) -> str:
    """What the Pôle says of itself, with the doubt there is on it: «adresse vue en 2018, à confirmer»."""
    told, doubt = site.get(field), site.get(f"{field}_note")
    if not told:
        return POLE_FIELDS.get(field, UNKNOWN)
    return f"{told} ({doubt})" if doubt else str(told)
