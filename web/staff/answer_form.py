"""The editor of an answer: from the form to the record and back, nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from knowledge import clock
from knowledge.clock import months_before
from knowledge.models import Answer
from knowledge.pack.faults import french_message
from knowledge.records import AnswerRecord
from knowledge.search.text import fold
from knowledge.staff.differences import FIELD_NAMES
from knowledge.staff.themes import theme_of
from web.staff import as_typed
from web.staff.access import Form

REVIEW_MONTHS = 12  # proposed for a new answer: what the content rules give to rules
MAX_QUESTION = 120
EMPTY_SOURCES = 2  # lines left to fill in below the sources that stand


@dataclass
class Draft:
    """What the editor shows: as typed, valid or not. `version` is what the author started from (0: new)."""

    id: str = ""
    version: int = 0
    status: str = "draft"
    theme: str = ""
    question: str = ""
    phrasings: str = ""
    text: str = ""
    facts: list[str] = field(default_factory=list)
    sources: list[dict[str, str]] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    as_of: str = ""
    review_by: str = ""
    to_confirm: bool = False
    questions: list[int] = field(default_factory=list)  # of the inbox, that this answer is for

    @property
    def source_rows(self) -> list[dict[str, str]]:
        """The sources, and a few empty lines."""
        return [*self.sources, *({"title": "", "url": "", "as_of": ""} for _ in range(EMPTY_SOURCES))]


def months_from_now(months: int) -> str:
    """The month (YYYY-MM) that many months from now."""
    later = months_before(clock.now(), -months)
    return f"{later.year}-{later.month:02}"


def blank(questions: Sequence[int] = (), phrasings: Sequence[str] = ()) -> Draft:
    """A new answer. Its first phrasing is proposed as the question, with a capital and a mark, and kept as
    people asked it: the question will be worded better."""
    return Draft(
        question=_as_on_a_button(phrasings[0]) if phrasings else "",
        phrasings="\n".join(phrasings),
        as_of=clock.today().isoformat(),
        review_by=months_from_now(REVIEW_MONTHS),
        questions=list(questions),
    )


def _as_on_a_button(asked: str) -> str:
    """What somebody typed, as a question that is read."""
    text = asked[: MAX_QUESTION - 1].strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '!', '.')) else '?'}"


def from_row(row: Answer) -> Draft:
    """The answer as it stands."""
    return Draft(
        id=row.id,
        version=row.version,
        status=row.status,
        theme=row.theme,
        question=row.question,
        phrasings="\n".join(row.phrasings),
        text=row.text,
        facts=list(row.facts),
        sources=[
            {name: source.get(name) or "" for name in ("title", "url", "as_of")} for source in row.sources
        ],
        related=list(row.related),
        as_of=row.as_of or "",
        review_by=row.review_by,
        to_confirm=row.to_confirm,
    )


def from_form(form: Form, answer_id: str, status: str) -> Draft:
    """What was typed."""
    rows = zip(form.all("source_title"), form.all("source_url"), form.all("source_as_of"), strict=False)
    sources = [{"title": title, "url": url, "as_of": as_of} for title, url, as_of in rows]
    facts = [name.split(" ")[0] for name in (*form.all("facts"), *form.all("fact_add")) if name]
    related = [name.split(" ")[0] for name in (*form.all("related"), *form.all("related_add")) if name]
    return Draft(
        id=answer_id,
        version=form.number("version"),
        status=status,
        theme=theme_of(form.text("theme")),
        question=form.text("question"),
        phrasings=_chosen(form),
        text=form.text("text"),
        facts=list(dict.fromkeys(facts)),
        sources=[source for source in sources if any(source.values())],
        related=list(dict.fromkeys(name.removeprefix("answer:") for name in related)),
        as_of=form.text("as_of"),
        review_by=form.text("review_by"),
        to_confirm=form.text("to_confirm") == "1",
        questions=form.numbers("questions"),
    )


def _chosen(form: Form) -> str:
    """The phrasings typed, without those that lead elsewhere and were shown and not taken, and with those of
    a declined subject that were."""
    taken = form.all("take")
    refused = {fold(text) for text in form.all("shown")} - {fold(text) for text in taken}
    lines = [line for line in form.text("phrasings").split("\n") if fold(line) not in refused]
    known = {fold(line) for line in lines}
    return "\n".join([*lines, *(text for text in taken if fold(text) not in known)])


def to_record(draft: Draft, status: str) -> tuple[AnswerRecord | None, list[str]]:
    """The record, or None with every fault in French."""
    lines = [" ".join(line.split()) for line in draft.phrasings.split("\n")]
    content: dict[str, Any] = {
        "id": draft.id,
        "theme": draft.theme,
        "question": draft.question,
        "phrasings": list(dict.fromkeys(line for line in lines if line)),
        "text": draft.text,
        "facts": draft.facts,
        "sources": [
            {
                "title": source["title"],
                "url": as_typed.address(source["url"]) or None,
                "as_of": as_typed.day(source["as_of"]) or None,
            }
            for source in draft.sources
        ],
        "related": draft.related,
        "as_of": as_typed.day(draft.as_of) or None,
        "review_by": as_typed.day(draft.review_by, month=True),
        "to_confirm": draft.to_confirm,
        "status": status,
    }
    try:
        return AnswerRecord.model_validate(content), []
    except ValidationError as error:
        return None, [fault(detail) for detail in error.errors()]


def fault(detail: Any) -> str:
    """A fault of a field as a French sentence."""
    path = [str(part) for part in detail["loc"] if not isinstance(part, int)]
    label = ", ".join(FIELD_NAMES.get(name, INNER_NAMES.get(name, name)) for name in path) or "Entrée"
    kind = str(detail["type"])
    if kind.startswith("date"):
        return f"{label}: une date est attendue, par exemple 2026-11-30"
    if kind in ("greater_than_equal", "int_from_float"):
        return f"{label}: un nombre entier, 0 ou plus, est attendu"
    if kind == "string_type" and detail.get("input") is None:
        return f"{label}: c'est obligatoire"
    return f"{label}: {french_message(detail)}"


INNER_NAMES = {
    "title": "titre",
    "url": "adresse web (elle commence par https://)",
    "id": "identifiant",
    "phone": "téléphone",
    "email": "courriel",
    "address": "adresse",
    "territory": "territoire",
    "needs": "besoins",
    "calls": "dates",
    "opens": "ouverture",
    "closes": "fermeture",
    "mode": "quand demander",
    "age": "âge",
    "min": "minimum",
    "max": "maximum",
    "outer_min": "minimum peut-être admis",
    "outer_max": "maximum peut-être admis",
    "sectors": "secteurs",
}
