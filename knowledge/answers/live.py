"""Fields of records quoted in answers: `{fund:biec.amounts}`, so that one edit changes every sentence.

What a record does not say is said «non précisé dans nos sources», never filled in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.answers.published import PublishedAnswer
from knowledge.answers.wording import amounts
from knowledge.records import AnyResource, FundRecord
from knowledge.referral.freshness import call_of

UNKNOWN = "non précisé dans nos sources"
QUOTED = re.compile(
    r"\{(?P<resource>(?:organization|fund|training|activity):[a-z0-9-]+)\.(?P<field>[a-z_]+)\}"
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


def quoted_in(text: str) -> list[tuple[str, str]]:
    """The fields that a text quotes, each as a resource's identifier and a field's name."""
    return [(found["resource"], found["field"]) for found in QUOTED.finditer(text)]


def with_live_fields(
    answer: PublishedAnswer, resources: Mapping[str, AnyResource], today: dt.date
) -> PublishedAnswer:
    """An answer with the fields that it quotes as the records say them today."""
    if not QUOTED.search(answer.text):
        return answer

    def said(found: re.Match[str]) -> str:
        record, tell = resources.get(found["resource"]), FIELDS.get(found["field"])
        return (record and tell and tell(record, today)) or UNKNOWN

    return replace(answer, text=QUOTED.sub(said, answer.text))
