"""An answer in few words: what it says first."""

from __future__ import annotations

import re
import textwrap

from actions.texts import text
from knowledge.answers.published import PublishedAnswer
from knowledge.answers.wording import known_amounts
from knowledge.records import FundRecord
from knowledge.referral.presentation import summary_of
from knowledge.search.encoder import encode
from knowledge.search.last_turn import is_of_lexicon
from knowledge.search.service import Snapshot
from knowledge.search.text import words

SHORT_ITEMS = 3  # of a list, when something is said more simply
SHORT_SENTENCES = 2
SHOWN_WORDS = 4
# Between two sentences: «2013, c. 22», «art. 76» and «1. Nommez» are not cut.
_BETWEEN = re.compile(r"(?<=[.?!…])(?<![ .(]c\.)(?<!\bart\.)(?<!\bno\.)(?<!\b\d\.)\s+(?=[*«(]*[A-ZÀ-Ý0-9])")
GOES_ON = (";", ",")  # an item of a list that is one sentence
HEADLINE = 230  # characters: what stands beside a question that is offered


def headline(answer: PublishedAnswer, snapshot: Snapshot) -> str:
    """What an answer says first, in a line: of a resource, what it is for and how much it gives."""
    record = snapshot.resources.get(answer.facts[0]) if answer.is_card and answer.facts else None
    if record is None:
        said = " ".join(first_sentences(answer.body).replace("\n- ", " ").split())
    else:
        said = summary_of(record)
        if isinstance(record, FundRecord) and (gives := known_amounts(record)):
            said += f" {gives[:1].upper()}{gives[1:]}."
    return textwrap.shorten(said.removeprefix("- ").replace("**", ""), HEADLINE, placeholder="…")


def first_and_nearest(answer: PublishedAnswer, question: str) -> str:
    """Of an answer, what it says first, and the part that is nearest in meaning to a question, its heading
    above it."""
    passages: list[str] = []
    for part in filter(None, (part.strip() for part in answer.body.split("\n\n"))):
        opened = bool(passages) and (_is_heading(passages[-1]) or passages[-1].endswith(":"))
        passages[-1:] = [f"{passages[-1]}\n\n{part}"] if opened else [*passages[-1:], part]
    if len(passages) < 2:
        return answer.body
    asked, *each = encode([question, *(passage.replace("**", "") for passage in passages)])
    nearest = max(range(len(passages)), key=lambda place: float(each[place] @ asked))
    return "\n\n".join(passages[place] for place in sorted({0, nearest}))


def words_told(told_text: str, snapshot: Snapshot) -> list[str]:
    """What the words of the trade in a text mean, as the items of one list; nothing when it has none."""
    said = f" {' '.join(words(told_text))} "
    lines = []
    for answer in snapshot.answers.values():
        if not is_of_lexicon(answer):
            continue
        term = " ".join(words(answer.question.partition("«")[2].partition("»")[0]))
        if any(f" {form} " in said for form in (term, f"{term}s")):
            lines.append(f"- {first_sentences(answer.body)}")
    return ["\n".join(lines[:SHOWN_WORDS])] if lines else []


def first_sentences(told_text: str) -> str:
    """The first sentences of an answer: what it says first, or what each part of its first list says; under
    the heading that it stands under, without notes or what to do next."""
    parts = [part.strip() for part in told_text.split("\n\n")]
    parts = [part for part in parts if part and not part.startswith("*À")] or [told_text]
    heading = parts[0] if len(parts) > 1 and _is_heading(parts[0]) else ""
    first, *others = parts[1:] if heading else parts
    if first.startswith("- "):
        said = _items(first)
    else:
        said = _sentences(first.replace("\n", " "), SHORT_SENTENCES)
        if said.endswith(":") and others:  # what it announces is in the list that follows
            said += "\n\n" + _items(others[0])
    return f"{heading}\n\n{said}" if heading else said


def _items(part: str) -> str:
    """The first items of a list, a sentence each, or the parts of one: «il perçoit; il remet.»"""
    items = [_sentences(item, 1) for item in part.split("\n")[:SHORT_ITEMS]]
    last = items.pop()
    return "\n".join([*items, f"{last[:-1]}." if last.endswith(GOES_ON) else last])


def _is_heading(part: str) -> bool:
    return "\n" not in part and part.startswith("**") and part.endswith("**")


def _sentences(told: str, count: int) -> str:
    """The first sentences."""
    said = " ".join(_BETWEEN.split(told, count)[:count]).strip()
    return said if said.endswith((".", "?", "!", ":", *GOES_ON)) else said + "."


def without_asking_place(said: str) -> str:
    """The text of an answer without the sentence that asks where the project is."""
    asks = text("asks_place_in_answer")

    def kept(line: str) -> str:
        parts = line.split(f" {asks}")
        # What stands after that sentence stays: it ends at the next stop.
        return parts[0] + "".join(part.partition(".")[2] for part in parts[1:])

    return "\n".join(map(kept, said.split("\n")))
