"""«Essayer»: what the chat says now and would say after, for a question, for every phrasing typed, and for
the questions nearby."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from knowledge.models import OpenQuestion
from knowledge.pole import MESSAGES, current
from knowledge.records import AnswerRecord
from knowledge.search.service import AnswerSearch, SearchResult, rank
from knowledge.search.text import fold, words
from knowledge.staff.inbox import OPEN, as_phrasing, questions_of
from knowledge.staff.trial import SHOWN, Handover, Trials, handovers
from web.messages import clean
from web.staff.access import database
from web.staff.chat_trial import ChatSaid, ask_chat

DECISIONS = {
    "answer": "L'assistant répond",
    "clarify": "L'assistant demande laquelle de ces questions on voulait poser",
    "none": "L'assistant dit qu'il ne sait pas et offre de parler à quelqu'un",
}
UNKNOWN = ("not_known", "declined")  # the sentences by which the assistant says that it does not know
ASKED = 12  # questions asked of the chat itself: about 200 ms each


@dataclass(frozen=True)
class Asked:
    """A question before and after. `chat`: what the chat says to it now, None when it is away; `caught`: the
    chat does something else with it before it looks for an answer; `exact`: it is a way of asking this
    answer, word for word, which wins over all; `mine`: this answer is given already."""

    question: str
    before: SearchResult
    after: SearchResult
    exact: bool
    mine: bool
    chat: ChatSaid | None = None
    caught: bool = False
    otherwise: bool = False  # nothing is found, and the chat does not say so: it does something else of it

    @property
    def loses(self) -> str | None:
        """The answer that would no longer be given."""
        if self.mine or self.before.decision != "answer" or not self.gained:
            return None
        return self.before.hits[0].answer.question

    @property
    def gained(self) -> bool:
        """Whether something else is said after."""
        return self.exact or [hit.answer.identifier for hit in self.before.hits[:1]] != [
            hit.answer.identifier for hit in self.after.hits[:1]
        ]


@dataclass(frozen=True)
class Trial:
    """The outcome of a trial, for the page. `away`: the chat did not answer, only the search was tried."""

    question: Asked
    phrasings: list[Asked]
    changed: list[Handover]
    looked_at: int
    away: bool
    waiting: list[OpenQuestion]  # questions of the inbox that would be answered by this answer
    decisions: dict[str, str]


def trials(request: Request) -> Trials:
    """The trials of this process."""
    state = request.app.state
    if not hasattr(state, "trials"):
        state.trials = Trials(state.search)
    found: Trials = state.trials
    return found


def try_answer(request: Request, record: AnswerRecord, question: str) -> Trial:
    """Try an answer with a question (its own when none was typed) and with all its phrasings."""
    search: AnswerSearch = request.app.state.search
    typed = clean(question) if question.strip() else record.question
    before = search.snapshot()
    with database(request) as session:
        after = trials(request).with_answer(session, record)
        waiting: list[OpenQuestion] = questions_of(session, OPEN)
        changed, looked_at = handovers(before, after, record, [as_phrasing(one) for one in waiting])
    own = f"answer:{record.id}"
    mine = {_plain(text) for text in (record.question, *record.phrasings)}
    texts = [typed, *(text for text in record.phrasings if fold(text) != fold(typed))]
    said = ask_chat(request, texts[:ASKED])
    asked = []
    for place, text in enumerate(texts):
        now, later = rank(before, text, SHOWN), rank(after, text, SHOWN)
        chat = said[place] if said and place < len(said) else None
        asked.append(
            Asked(
                question=text,
                before=now,
                after=later,
                exact=_plain(text) in mine,
                mine=bool(now.hits) and now.decision == "answer" and now.hits[0].answer.identifier == own,
                chat=chat,
                caught=_caught(now, chat),
                otherwise=_otherwise(now, chat),
            )
        )
    led_here = {
        one.question
        for one in changed
        if one.after.decision == "answer" and one.after.hits[0].answer.identifier == own
    }
    return Trial(
        question=asked[0],
        phrasings=asked[1:],
        changed=changed,
        looked_at=looked_at,
        away=said is None,
        waiting=[one for one in waiting if as_phrasing(one) in led_here],
        decisions=DECISIONS,
    )


def _plain(text: str) -> str:
    return " ".join(words(text))


def _otherwise(now: SearchResult, chat: ChatSaid | None) -> bool:
    """Whether the chat, where the search finds nothing, says something else than that it does not know:
    it takes the words for a project, for a wish to be called, for a courtesy.
    """
    if chat is None or now.decision != "none" or chat.answer is not None:
        return False
    standing = current(MESSAGES)
    return not any(fold(chat.text).startswith(_opening(str(standing[name]))) for name in UNKNOWN)


def _opening(sentence: str) -> str:
    """How a sentence of the assistant begins, up to its first mark or place to fill."""
    end = min((at for mark in ".:{" if (at := sentence.find(mark)) > 0), default=len(sentence))
    return fold(sentence[:end])


def _caught(now: SearchResult, chat: ChatSaid | None) -> bool:
    """Whether the chat does something else than what the search alone would say."""
    if chat is None:
        return False
    if now.decision == "answer":
        return chat.answer != now.hits[0].answer.identifier
    return chat.answer is not None
