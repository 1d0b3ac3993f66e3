"""The legal form that a project aims at, and the one it has today where that is another."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.referral.signs import Found, ends_with, phrases, phrases_before, table, told_in
from knowledge.vocabulary import LEGAL_FORMS, LegalForm

_ARTICLE = "(une|un|la|le|l|d|de)"


def find_forms(line: str) -> tuple[LegalForm | None, LegalForm | None]:
    """The form aimed at and, when a change is told («une entreprise privée qui devient coop»), that of today.

    «Pas une coop, un OBNL» is a nonprofit.
    """
    found = sorted(told_in("form", line), key=lambda one: one.start)
    if not found:
        return None, None
    if any(one.says == "undecided" for one in found):
        return "undecided", _today(line, found)
    preferred = [one for one in found if ends_with(_prefers(), line[: one.start])]
    if preferred:
        return _form(preferred[0]), _today(line, found)
    aimed = [one for place, one in enumerate(found) if _is_aimed(line, one, found[:place])]
    before = [one for one in found if aimed and one.says != aimed[-1].says]
    if aimed and (before or len(found) == len(aimed)):
        now = [one for one in before if one not in aimed] or before
        return _form(aimed[-1]), _form(now[0]) if now else None
    order = table("form").rest["order"]
    first = min(found, key=lambda one: (order.index(one.says), one.start))
    return _form(first), None


def denied_forms(line: str) -> frozenset[LegalForm]:
    """The forms that a text says are not theirs («on n'est pas une coop»), those that it also tells left
    out."""
    form = table("form")
    kept = {one.says for one in form.find(line)}
    named = [one for one in form.denied(line) if one.says not in kept and not one.hint]
    return frozenset(name for one in named if (name := _form(one)))


def form_taken_over(line: str, stage: str | None, form: LegalForm | None) -> LegalForm | None:
    """The form today of an enterprise that changes hands: private, where it is told as a firm or as one's
    own, and no collective form as theirs («le patron vend la shop, on la prendrait en coop»)."""
    if stage != "takeover" or form == "private":
        return None
    firm = any(one.says == "private" for one in told_in("form", line))
    changes = firm or _somebodys().search(line) is not None
    return "private" if changes and not _collective_today(line) else None


def _collective_today(line: str) -> bool:
    """Whether what is told as theirs, or as there, is a collective form: «notre coop cherche une relève»."""
    forms = [one for one in told_in("form", line) if one.says != "undecided"]
    return any(ends_with(_theirs(), line[: one.start]) for one in forms)


def _today(line: str, found: list[Found]) -> LegalForm | None:
    """The form that an organization has while the next one is not chosen."""
    owned = [one for one in found if one.says == "private" and ends_with(_owned(), line[: one.start])]
    return _form(owned[0]) if owned else None


def _is_aimed(line: str, one: Found, before: list[Found]) -> bool:
    """Whether a form stands after words that tell a change of form, in its sentence: right after them, for
    what is told after another form is told of that one («une coop quand on est un OBNL»)."""
    low = line.rfind("| ", 0, one.start)
    low = max([low, *(other.end - 1 for other in before if other.says != one.says)])
    return bool(_becomes().match(line[max(0, low) : one.start]))


def _form(found: Found) -> LegalForm | None:
    return next((form for form in LEGAL_FORMS if form == found.says), None)


@lru_cache(maxsize=1)
def _becomes() -> re.Pattern[str]:
    return phrases_before(f"{one} {_ARTICLE}" for one in table("form").rest["becomes"])


@lru_cache(maxsize=1)
def _prefers() -> re.Pattern[str]:
    return phrases_before(f"{one} {_ARTICLE}" for one in table("form").rest["prefers"])


@lru_cache(maxsize=1)
def _somebodys() -> re.Pattern[str]:
    return phrases(table("form").rest["somebodys"])


@lru_cache(maxsize=1)
def _theirs() -> re.Pattern[str]:
    return phrases_before(table("form").rest["theirs"])


@lru_cache(maxsize=1)
def _owned() -> re.Pattern[str]:
    return phrases_before(table("form").rest["owned"])
