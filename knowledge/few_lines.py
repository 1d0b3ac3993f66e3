"""A resource written in a few lines, completed by what the trade knows and nobody writes down.

An adviser gives its name, what it is, where and for which needs. What is missing is then not held against it:
without a role and a strength at each stage, it would stand behind everything that was described at length.
"""

from __future__ import annotations

from typing import Any

from knowledge.vocabulary import STAGES

USUAL_STRENGTH = 2
GIVEN_AWAY = ("subvention", "bourse", "don", "prix", "contribution non remboursable")
JUDGED = ("role", "ladder", "unknown_is_typical")


def in_a_few_lines(given: Any) -> bool:
    """Whether the entry of a resource has the short form of eligibility."""
    eligibility = given.get("eligibility") if isinstance(given, dict) else None
    return isinstance(eligibility, dict) and "territory" not in eligibility


def completed(given: dict[str, Any], role: str | None) -> dict[str, Any]:
    """The entry with what is usual for its kind; what it says itself stays. `role`: of such a resource."""
    usual: dict[str, Any] = {
        "ladder": dict.fromkeys(STAGES, USUAL_STRENGTH),
        "unknown_is_typical": ["legal_form"],
    }
    if role:
        usual["role"] = role
    added = [name for name in JUDGED if name in usual and name not in given]
    judged = [*(given.get("judged") or []), *added]
    return {**usual, **given, "judged": list(dict.fromkeys(judged))}


def role_of_money(nature: Any) -> str:
    """What a fund is for a project, by its nature: «subvention» is not paid back."""
    words = str(nature).casefold()
    return "grant" if any(word in words for word in GIVEN_AWAY) else "money"
