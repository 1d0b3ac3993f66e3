"""When what we know of a resource was true, and by when one must apply, in a few French words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource
from knowledge.referral.criteria import MONTHS, french_date

CallState = Literal["open", "coming", "always", "closed", "unknown"]

CALL_STATES: dict[CallState, str] = {
    "open": "Ouverts maintenant",
    "coming": "À venir",
    "always": "En tout temps",
    "closed": "Terminés",
    "unknown": "Dates inconnues",
}


@dataclass(frozen=True)
class Call:
    """When one may apply. `sentence` says it; `to_confirm`: the dates or the offer are not sure."""

    state: CallState
    opens: dt.date | None
    closes: dt.date | None
    sentence: str
    to_confirm: bool


def call_of(record: AnyResource, today: dt.date) -> Call | None:
    """The call of a resource, or None when nothing is said of how one applies."""
    rule = record.eligibility.calls
    if rule is None:
        return None
    uncertain = resource_to_confirm(record, today)
    if rule.mode in ("continuous", "campaign"):
        sentence = (
            "Demandes en tout temps" if rule.mode == "continuous" else "Selon la campagne que vous menez"
        )
        return Call("always", None, None, sentence, uncertain)
    opens, closes = rule.opens, rule.closes
    to_confirm = uncertain or not rule.confirmed
    if closes and closes < today:
        sentence = (
            f"Le dernier appel connu s'est terminé le {french_date(closes)}; le prochain n'est pas annoncé"
        )
        return Call("closed", opens, closes, sentence, to_confirm)
    if opens and opens > today:
        end = f" et se termine le {french_date(closes)}" if closes else ""
        return Call("coming", opens, closes, f"Ouvre le {french_date(opens)}{end}", to_confirm)
    if closes:
        return Call("open", opens, closes, f"À déposer au plus tard le {french_date(closes)}", to_confirm)
    if rule.mode == "call":
        return Call("unknown", opens, None, "Sur appel de projets; les dates ne sont pas connues", True)
    return Call("unknown", None, None, "La façon de déposer une demande n'est pas connue", True)


def calls_by_state(
    resources: Mapping[str, AnyResource], today: dt.date
) -> dict[CallState, list[tuple[str, AnyResource, Call]]]:
    """The resources that take applications, by state; those with the nearest date first, then by name."""
    found: dict[CallState, list[tuple[str, AnyResource, Call]]] = {state: [] for state in CALL_STATES}
    for name, record in resources.items():
        call = call_of(record, today)
        # An instrument or a campaign is one's own: nobody opens it to applications.
        if call is not None and record.refer and record.role not in ("instrument", "campaign"):
            found[call.state].append((name, record, call))
    for state, rows in found.items():
        rows.sort(key=lambda row: (_date(row[2], state), row[1].name))
    return found


def _date(call: Call, state: CallState) -> int:
    day = call.opens if state == "coming" else call.closes
    if day is None:
        return 0
    return -day.toordinal() if state == "closed" else day.toordinal()


def verified(record: AnyResource) -> str:
    """«Vérifié le 12 mars 2026», «Vérifié en mars 2026», or that the date is not known."""
    return f"Vérifié {when(record.as_of)}" if record.as_of else "Date de vérification inconnue"


def when(partial: str) -> str:
    """A date of the base in words: «en 2025», «en mars 2025», «le 12 mars 2025»."""
    year, *rest = partial.split("-")
    if len(rest) == 2:
        return f"le {french_date(dt.date(int(year), int(rest[0]), int(rest[1])))}"
    return f"en {MONTHS[int(rest[0]) - 1]} {year}" if rest else f"en {year}"
