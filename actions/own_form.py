"""The legal form that they say that they are, right after an answer on another: «on est un OBNL, ça change
quelque chose?», «je répète, on est une coop». The same is then asked of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.library import answer_search
from actions.likeliest import SAYS_ALL
from actions.several import SHOWN_CHOICES
from knowledge.answers.published import PublishedAnswer
from knowledge.search.forms import forms_in
from knowledge.search.service import SearchResult
from knowledge.search.thread import completed
from knowledge.vocabulary import LegalForm

if TYPE_CHECKING:
    from actions.found import Found

MAX_WORDS = 12  # a longer message has its own subject
ON_FORMS = frozenset(["answer:coop-ou-obnl", "answer:choisir-la-forme"])  # which form to take, in general
NEXT_STEP = "**Prochain pas"
NAMED: dict[LegalForm, str] = {"cooperative": "une coop", "nonprofit": "un OBNL", "mutual": "une mutuelle"}


def own_form_of(found: Found) -> LegalForm | None:
    """That form; None of a message that asks something of its own, looks for somebody, or settles on a form
    after an answer on which to take; nor after an answer that is on theirs alone."""
    form, last, read = found.said.profile.legal_form, found.last, found.reading
    if form not in NAMED or last is None or last.is_card or last.identifier in ON_FORMS or not read.own:
        return None
    if forms_in(last.question) == {form}:
        return None  # it was answered for theirs
    told = read.corrects or read.changes_one or read.leans
    project = read.project and not read.leans
    looks = read.seeks or read.whom or project or bool(found.places) or bool(found.named)
    alone = found.alone.hits[0].score if found.alone.decision == "answer" else 0.0
    sure = alone >= max(SAYS_ALL, read.surely("leans"))
    return form if told and found.length <= MAX_WORDS and not (looks or sure) else None


def is_of_another(answer: PublishedAnswer, form: LegalForm) -> bool:
    """Whether an answer is on another form than this one, and not on this one too."""
    of = forms_in(answer.question)
    return bool(of) and form not in of


def asked_of_form(question: str, form: LegalForm, home: str | None) -> SearchResult:
    """What is found for a question asked of a form in the place of the one that it names; nothing that only
    holds for another."""
    found = answer_search().search(completed(NAMED[form], (question,)), SHOWN_CHOICES, home)
    hits = tuple(hit for hit in found.hits if not is_of_another(hit.answer, form))
    if found.decision == "none" or not hits:
        return SearchResult("none", (), plain=found.plain)
    first = hits[0] == found.hits[0]
    return SearchResult(found.decision if first else "clarify", hits, plain=found.plain)


def told_of_form(answer: PublishedAnswer, form: LegalForm) -> list[str]:
    """What an answer says of this form: the lines that it heads, or else those that name it, what to do next
    left out."""
    lines = [line.strip().removeprefix("- ") for line in answer.body.split("\n")]
    of = [line for line in lines if form in forms_in(line) and not line.startswith(NEXT_STEP)]
    headed = [line for line in of if forms_in(line.partition(":")[0]) == {form} and line.startswith("**")]
    return headed or of
