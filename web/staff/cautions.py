"""What somebody is asked before an answer is published: what it takes from others, the declined subjects near
it, numbers that differ from its facts, links that lead nowhere. Each is a choice, and made once."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import Request
from sqlalchemy.orm import Session

from knowledge.answers import store
from knowledge.models import Answer
from knowledge.records import AnswerRecord
from knowledge.search.service import AnswerSearch
from knowledge.search.text import fold
from knowledge.staff.claims import Claim, NearTopic, claims_of, near_topics, owner_of_question
from knowledge.staff.differing import Differing, differing
from knowledge.staff.links import links_in, outcomes, record
from knowledge.staff.resting import contents
from web.staff.access import Form, database


@dataclass
class Cautions:
    """What is left to choose. `seen`: the keys of what is shown, which pressing again accepts."""

    claims: list[Claim] = field(default_factory=list)
    question: Claim | None = None
    topics: list[NearTopic] = field(default_factory=list)
    numbers: list[Differing] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.claims or self.question or self.topics or self.numbers or self.links)


def cautions_of(request: Request, form: Form, answer: AnswerRecord) -> Cautions:
    """What is left to choose before this answer is published, given what was chosen already."""
    search: AnswerSearch = request.app.state.search
    before = search.snapshot()
    accepted, taken = set(form.all("accepted")), {fold(text) for text in form.all("take")}
    with database(request) as session:
        row = session.get(Answer, answer.id)
        former = store.to_record(row) if row and row.status == "published" else None
        left = Cautions(
            claims=[
                one for one in claims_of(session, before, answer, former) if fold(one.phrasing) not in taken
            ]
        )
        if former is None or fold(former.question) != fold(answer.question):
            left.question = owner_of_question(before, answer)
        if former is None or {*former.phrasings, former.question} != {*answer.phrasings, answer.question}:
            left.topics = near_topics(before, answer)
        left.numbers = _new_numbers(session, answer, former)
        urls = _new_links(answer, former)
        known = {url: row.failures == 0 for url, row in outcomes(session, urls).items()}
    left.links = _dead(request, [url for url in urls if not known.get(url)])
    _leave_out_accepted(left, accepted)
    left.seen = sorted({*accepted, *_keys(left)})
    return left


def _new_numbers(session: Session, answer: AnswerRecord, former: AnswerRecord | None) -> list[Differing]:
    """The numbers that differ, and that the published text did not say already."""
    rests_on = contents(session, answer.facts)
    said = {one.said for one in differing(former.text, rests_on)} if former else set()
    return [one for one in differing(answer.text, rests_on) if one.said not in said]


def _new_links(answer: AnswerRecord, former: AnswerRecord | None) -> list[str]:
    def urls(one: AnswerRecord) -> list[str]:
        return [*links_in(one.text), *(source.url for source in one.sources if source.url)]

    known = set(urls(former)) if former else set()
    return [url for url in dict.fromkeys(urls(answer)) if url not in known]


def _dead(request: Request, urls: list[str]) -> list[tuple[str, str]]:
    """Those that lead nowhere when tried now, with what was found; all are noted for the watch."""
    tried = request.app.state.try_links(urls)
    with database(request) as session:
        for url, (outcome, alive) in tried.items():
            record(session, url, outcome, alive=alive, surely=outcome in GONE)
    return [(url, outcome) for url, (outcome, alive) in tried.items() if not alive]


GONE = ("réponse 404", "réponse 410")  # the site itself says that the page is not there


def _keys(left: Cautions) -> list[str]:
    return [
        *([f"question:{left.question.owner}"] if left.question else []),
        *(f"topic:{one.id}" for one in left.topics),
        *(f"number:{one.said}" for one in left.numbers),
        *(f"link:{url}" for url, _ in left.links),
    ]


def _leave_out_accepted(left: Cautions, accepted: set[str]) -> None:
    if left.question and f"question:{left.question.owner}" in accepted:
        left.question = None
    left.topics = [one for one in left.topics if f"topic:{one.id}" not in accepted]
    left.numbers = [one for one in left.numbers if f"number:{one.said}" not in accepted]
    left.links = [one for one in left.links if f"link:{one[0]}" not in accepted]
