"""What a resource still says in words after its amounts or its dates were changed: to be read again.

An amount corrected in its field may stand, as it was, in the notes that people are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from knowledge.revisions import history
from knowledge.staff.differences import FIELD_NAMES, as_text
from knowledge.staff.differing import OF_RESOURCE, numbers

AMOUNTS = ("amount_min", "amount_max", "share_percent")
MEASURES = (*AMOUNTS, "max_share", "own_contribution", "sessions")  # and when it can be asked for
SENTENCES = ("summary", "notes", "caution", "first_step", "application", "conditions", "price")


@dataclass(frozen=True)
class LeftBehind:
    """A sentence that did not change. `former`: the amounts of before that it still says."""

    label: str
    text: str
    former: tuple[str, ...]


def left_behind(session: Session, subject: str) -> list[LeftBehind]:
    """The sentences of a resource that its last change left as they were, when it changed what is measured;
    those that say a former amount first. Confirming the entry, or another change, asks nothing more."""
    states = history(session, subject)[:2]
    if len(states) < len(("now", "before")):
        return []
    now, before = (state.content for state in states)
    if all(now.get(name) == before.get(name) for name in MEASURES) and _calls(now) == _calls(before):
        return []
    same_day = now.get("as_of") and now.get("as_of") == before.get("as_of")
    gone = {before.get(name) for name in AMOUNTS} - {now.get(name) for name in AMOUNTS} - {None}
    # The date stands beside the amounts that people are shown: «chiffres de 2022».
    found = [LeftBehind(FIELD_NAMES["as_of"], as_text(now["as_of"], "as_of"), ())] if same_day else []
    for name in SENTENCES:
        text = as_text(now.get(name), name)
        if text and now.get(name) == before.get(name):
            said = [one for one in numbers(text) if one.value in gone and one.kind in OF_RESOURCE]
            former = tuple(dict.fromkeys(f"{one.value:,.0f} {one.kind}".replace(",", " ") for one in said))
            found.append(LeftBehind(FIELD_NAMES.get(name, name), text, former))
    return sorted(found, key=lambda one: not one.former)


def _calls(content: Mapping[str, Any]) -> Any:
    return content["eligibility"].get("calls")
