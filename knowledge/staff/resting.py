"""What rests on what: the answers to look at again when a fact or a resource changes, and the numbers of a
text that are not those of its facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, AnswerReview, Fact, Resource
from knowledge.referral.numerals import value_of, with_figures

# What can change of an entry without a word of what people are told changing.
UNSAID = {
    *("staff_notes", "review_by", "as_of", "judged", "sources", "confidence", "ladder", "purposes"),
    *("project_kinds", "unknown_is_typical", "role", "refer", "theme", "terms"),
}
# What is compared with a resource's: its sheet counts much else, and tells of other years.
OF_RESOURCE = ("money", "share")
SHOWN_WORDS = 3  # after a number, to tell what it counts

Kind = Literal["money", "share", "year", "count"]

_LINK = re.compile(r"\(https?://[^\s)]*\)|https?://\S+|\S+@\S+")
_PHONE = re.compile(r"\b(?:1[ -])?\d{3}[ .-]\d{3}[ .-]\d{4}\b")
_LISTED = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_END = re.compile(r"[.,;:()?!]")
_NUMBER = re.compile(r"(?<![\w-])(\d+(?:[.,]\d+)?)(?![\w])")


@dataclass(frozen=True)
class Number:
    """A number of a text: what it is, its value, and the words it stands in."""

    kind: Kind
    value: float
    words: str


@dataclass(frozen=True)
class Differing:
    """A number that a text says and that nothing it rests on says. `instead`: the numbers of the same kind
    that are there, by fact or resource."""

    said: str
    instead: tuple[tuple[str, str], ...]


def answers_on(session: Session, subject: str) -> list[Answer]:
    """The answers, not archived, that rest on a fact or a resource."""
    query = select(Answer).where(Answer.status != "archived").order_by(Answer.question)
    return [row for row in session.scalars(query) if subject in row.facts]


def ask_for_review(
    session: Session, subject: str, who: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> int:
    """Put the published answers that rest on a changed entry in the watch; how many.

    In the caller's transaction. Input: the fact (`m034`) or the resource (`fund:biec`), and its content
    before and after. Nothing is asked for when nothing that people are told has changed.
    """
    if before is None or _told(before) == _told(after):
        return 0
    published = [row for row in answers_on(session, subject) if row.status == "published"]
    for row in published:
        known = session.get(AnswerReview, (row.id, subject))
        if known is None:
            session.add(AnswerReview(answer_id=row.id, cause=subject, who=who))
    session.flush()
    return len(published)


def reviewed(session: Session, answer_id: str) -> None:
    """Somebody looked at an answer again: it no longer waits, in the caller's transaction."""
    for row in session.scalars(select(AnswerReview).where(AnswerReview.answer_id == answer_id)):
        session.delete(row)
    session.flush()


def waiting_for_review(session: Session) -> dict[str, list[AnswerReview]]:
    """What waits, by the id of the answer."""
    found: dict[str, list[AnswerReview]] = {}
    for row in session.scalars(select(AnswerReview).order_by(AnswerReview.at)):
        found.setdefault(row.answer_id, []).append(row)
    return found


def contents(session: Session, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The contents of the facts and resources of these names that exist."""
    found = {}
    for name in names:
        row = session.get(Resource, name) if ":" in name else session.get(Fact, name)
        if row is not None:
            found[name] = dict(row.content)
    return found


def differing(text: str, rests_on: Mapping[str, Mapping[str, Any]]) -> list[Differing]:
    """The numbers of a text that differ from those of what it rests on.

    A number is left alone when no fact has one of its kind (an amount, a share, a year, a count): there is
    nothing that it could differ from.
    """
    known = {name: numbers(_words(_told(content))) for name, content in rests_on.items()}
    values = {one.value for found in known.values() for one in found}
    pointed: dict[str, Differing] = {}
    for one in numbers(text):
        instead = tuple(
            (name, other.words)
            for name, found in known.items()
            for other in found
            if other.kind == one.kind and (":" not in name or other.kind in OF_RESOURCE)
        )
        if one.value not in values and instead:
            pointed.setdefault(one.words, Differing(one.words, instead[:SHOWN_WORDS]))
    return list(pointed.values())


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in figures or in letters; not those of phones, addresses or lists."""
    for pattern in (_LINK, _PHONE, _LISTED):
        text = pattern.sub(" ", text)
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("*", "").lower().split())
    figures = with_figures(plain)
    found = []
    for match in _NUMBER.finditer(figures):
        after = figures[match.end() :]
        value = value_of(match[1])
        near = _END.split(after, maxsplit=1)[0].split()[:SHOWN_WORDS]
        words = " ".join([match[1], *near])
        found.append(Number(_kind(value, after), value, words))
    return found


def _kind(value: float, after: str) -> Kind:
    unit = after.lstrip()[:7]
    if unit.startswith(("$", "dollar")):
        return "money"
    if unit.startswith(("%", "pour ce")):
        return "share"
    return "year" if 1900 <= value <= 2100 else "count"


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in content.items() if name not in UNSAID and value not in (None, [], {})
    }


def _words(value: Any, name: str = "") -> str:
    """All that is said in a content; an amount of a field says its dollars."""
    if isinstance(value, dict):
        return ". ".join(
            _words(one, key) for key, one in value.items() if key not in ("id", "website", "contact")
        )
    if isinstance(value, list):
        return ". ".join(_words(one) for one in value)
    text = str(value)
    return (
        f"{text} $"
        if "amount" in name and text.isdigit()
        else text.replace("-", " ")
        if text[:4].isdigit()
        else text
    )
