"""Short questions that lean on the last turn: «et pour une coop?», «c'est combien?», «ils sont où?».

The short question is completed with what the last turn was about, then searched like any other; the
answers next to the last one start a little ahead. A question that stands by itself is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from knowledge.answers.published import PublishedAnswer, card_of
from knowledge.search.decision import Decision, calibration
from knowledge.search.language import respelled, terms_of
from knowledge.search.last_turn import (
    LEGAL_FORMS,
    forms_in,
    head_starts,
    is_of_lexicon,
    settings,
    standing,
)
from knowledge.search.ranked import Ranking
from knowledge.search.scope import TOPIC_PREFIX
from knowledge.search.service import Hit, SearchResult, Snapshot, conclude
from knowledge.search.sureness import Standing
from knowledge.search.unnamed import GENERIC

CONTACT_OF_RESOURCE = 0.8  # «ils sont où?» after an answer that rests on a resource
# How near in meaning a short question is to what is asked of any resource («c'est remboursable?», .55; «si ça
# plante, on perd tu nos maisons?», .29): above the first it is surely asked of the card just given, below the
# second it is not. Read on the turns of 36 conversations.
ASKED_OF_ANY, MAY_BE_ASKED = 0.6, 0.38
MANY_WORDS = 3  # terms; a question with that many can stand by itself
SAYS_MUCH = 4  # terms; a question with that many wants more than the answer just read
FEW_WORDS = 1  # terms; a question with no more says nothing without what it is about
SURE_DECLINE = 0.05  # of being in scope: below, «pis la météo?» is declined whatever came before

OF_ASSISTANT = "assistant"  # the theme of the answers on the assistant itself: «t'es sûr de ça?»

HELP_ASKED = "qui peut m'aider"  # what «pis à Rigaud?» asks after the answer on another place

# «C'est quoi la différence avec la Caisse?»: what it is set beside was said before.
_BESIDE = re.compile(r"\b(?:c'est pas|difference|pareille?s?|meme chose|mieux|plutot|versus|vs)\b")


def follow_up(
    snapshot: Snapshot,
    question: str,
    last_answer: str | None,
    last_question: str | None,
    limit: int = 3,
    home: str | None = None,
    *,
    of_project: frozenset[str] = frozenset(),
    reaches: bool = False,
    sure: Callable[[Standing], bool] | None = None,
) -> SearchResult:
    """The result for a question asked right after an answer, or after near answers were offered.

    Input: the question as typed, the identifier of the last answer and the question that led to it, when
    known; `home`, the MRC of the project; `of_project`, its legal form; `reaches`, whether it asks how to
    reach somebody; `sure`, when an answer is given at once, if not as was learned. With neither answer nor
    question it is a plain search.
    """
    last = snapshot.answers.get(last_answer or "")
    home = home or _place_of(last)
    there = namesake(snapshot, question, last) if last else None
    if there and not reaches:
        return SearchResult("answer", (Hit(there, 1.0),))
    alone = snapshot.ranker.rank(question, home=home)
    plain = conclude(alone, snapshot.topics, limit)
    if not (last or last_question) or not question.strip():
        return plain
    if alone.word_for_word and not is_of_lexicon(plain.hits[0].answer) and not names_only_a_form(question):
        return plain
    if _stands_alone(snapshot, question, plain, alone, reaches=reaches):
        return plain
    asked = None if names_only_a_form(question) else question
    if last is None:
        both = snapshot.ranker.rank(completed(question, None, last_question), home=home, asked=asked)
        return conclude(both, snapshot.topics, limit)
    if reaches:
        card = last if last.is_card else snapshot.answers.get(_card_of(last) or "")
        if card:
            return SearchResult("answer", (Hit(card, 1.0),))
    if last.mrc and snapshot.ranker.subjects.read(question).mrcs:
        return conclude(snapshot.ranker.rank(f"{HELP_ASKED} {question}"), snapshot.topics, limit)
    whole = completed(question, last, last_question)
    # The former question with another form in it says all by itself.
    same = not whole.startswith(question)
    form = forms_in(question) or forms_in(last_question) or of_project or forms_in(last.question)
    if same:
        priors = _read_already(snapshot, last, form)
    else:
        priors = _priors(snapshot, last, alone, form, reaches=reaches)
    ranking = snapshot.ranker.rank(whole, priors, home=home, asked=asked)
    found = conclude(ranking, snapshot.topics, limit + 1)
    if found.namesakes or found.compared:
        return found
    found = replace(found, hits=found.hits[: limit + 1 if last.kind == "written" else limit])
    again = bool(found.hits) and found.hits[0].answer == last and last.is_card
    near = _asked_of_card(snapshot, question) if again else None
    if near == "answer":
        return replace(found, decision=near, topic=None)
    if found.decision == "none" or ranking.word_for_word:
        return replace(found, hits=found.hits[:limit])
    if near is not None:
        return replace(found, decision=near)
    terms = len(snapshot.index.terms(question))
    if terms >= SAYS_MUCH and found.hits[0].answer == last and not last.is_card:
        # So much is not asked of what was just read: near answers of the question itself, then that one.
        return _but_said(replace(found, decision="clarify"), last, limit)
    told = standing(ranking, alone, last, form, terms)
    if (sure or settings().sure.sure)(told):
        return replace(found, decision="answer", hits=found.hits[:limit])
    return _but_said(replace(found, decision="clarify"), last, limit)


def namesake(snapshot: Snapshot, question: str, last: PublishedAnswer) -> PublishedAnswer | None:
    """The card of the same name as the last one in the place that a question names and nothing else: «et à
    Beauharnois?» after the FLI of Roussillon. None when there is none."""
    asked = snapshot.ranker.subjects.read(question)
    if not (last.is_card and last.mrcs and asked.mrcs) or asked.others:
        return None
    return next(
        (
            answer
            for answer in snapshot.answers.values()
            if answer != last and set(answer.names) & set(last.names) and asked.mrcs & set(answer.mrcs)
        ),
        None,
    )


def _but_said(found: SearchResult, last: PublishedAnswer, limit: int) -> SearchResult:
    """A choice, the written answer just given put last: it was read, though it may tell that too."""
    others = tuple(hit for hit in found.hits if hit.answer != last or last.is_card)
    again = tuple(hit for hit in found.hits if hit.answer == last and not last.is_card)
    return replace(found, hits=(*others[: limit - len(again)], *again))


def _asked_of_card(snapshot: Snapshot, question: str) -> Decision | None:
    """What to do with the card just given when it is found again: it says all that is known of a resource,
    its amounts, its dates, whom it is for, but not what befalls those who quarrel. None: unclear."""
    near = snapshot.index.alike(question, GENERIC)
    few = len(snapshot.index.terms(question)) <= FEW_WORDS
    of_form = any(pattern.search(respelled(question)) for pattern in LEGAL_FORMS.values())
    if near >= ASKED_OF_ANY or (few and (near >= MAY_BE_ASKED or of_form)):
        return "answer"
    return "clarify" if near < MAY_BE_ASKED else None


def completed(question: str, last: PublishedAnswer | None, last_question: str | None) -> str:
    """The short question with the subject of the last turn.

    «Et pour une coop?» after a question on an OBNL is that question with the other form; otherwise the
    subject is added: the name of a resource, the question of a written answer, or the last question when
    none was given or when it said what a word means.
    """
    asked = respelled(question)
    form = next((name for name, pattern in LEGAL_FORMS.items() if pattern.search(asked)), None)
    if form and not _BESIDE.search(asked):
        said = LEGAL_FORMS[form].search(asked)
        for before in (last_question or "", last.question if last else ""):
            plain = respelled(before)
            others = [pattern for name, pattern in LEGAL_FORMS.items() if name != form]
            found = next((pattern for pattern in others if pattern.search(plain)), None)
            if said and found and not LEGAL_FORMS[form].search(plain):
                return found.sub(said[0], plain)
    if last is None or is_of_lexicon(last):
        return f"{question} {last_question or (last.question if last else '')}"
    return f"{question} {last.names[0] if last.names else last.question}"


def names_only_a_form(question: str) -> bool:
    """Whether a short question says nothing but another legal form: «pis pour un OBNL?» asks the former
    question of it, and nothing by itself."""
    rest = said = respelled(question)
    for form in LEGAL_FORMS.values():
        rest = form.sub(" ", rest)
    return rest != said and not terms_of(rest)


def _stands_alone(
    snapshot: Snapshot, question: str, plain: SearchResult, ranking: Ranking, *, reaches: bool
) -> bool:
    """Whether a question needs nothing from the last turn: it is clear, or clearly about something else."""
    many = len(snapshot.index.terms(question)) >= MANY_WORDS
    if plain.decision == "answer" and is_of_lexicon(plain.hits[0].answer):
        return False  # the word may be said of what came before: «pis la réserve?»
    if plain.decision == "answer" and (many or plain.hits[0].answer.theme == OF_ASSISTANT):
        return True
    if reaches and not many:
        return False
    best = ranking.candidates[0] if ranking.candidates else None
    named = bool(best and best.signs.named >= 1 and plain.decision == "answer")
    return (
        named
        or plain.namesakes
        or bool(
            best
            and plain.topic
            and not _BESIDE.search(respelled(question))
            and snapshot.index.terms(question)
            and snapshot.index.coverage(question, snapshot.index.row(TOPIC_PREFIX + plain.topic.id)) > 0
            and _in_scope(ranking) < SURE_DECLINE
        )
    )


def _in_scope(ranking: Ranking) -> float:
    return calibration().scope.probability(ranking.candidates[0].signs)


def _priors(
    snapshot: Snapshot, last: PublishedAnswer, alone: Ranking, form: frozenset[str], *, reaches: bool
) -> dict[str, float]:
    """The head start of each answer after the last one."""
    priors = head_starts(snapshot.answers, last, alone, form)
    card = _card_of(last) if last.kind == "written" and reaches else None
    if card:
        priors[card] = max(priors.get(card, 0.0), CONTACT_OF_RESOURCE)
    return priors


def _read_already(snapshot: Snapshot, last: PublishedAnswer, form: frozenset[str]) -> dict[str, float]:
    """Where the former question is asked of another `form`: an answer for both was just read, so that the
    form's own, offered next to it, stands before it."""
    if len(forms_in(last.question)) < 2:
        return {}
    weights = settings().weights
    nearby = [snapshot.answers.get(f"answer:{name}") for name in last.related]
    own = [one for one in nearby if one and forms_in(one.question) == form]
    ahead = weights["related"] + weights["same_form"]
    return {last.identifier: weights["other_form"], **{one.identifier: ahead for one in own}}


def _place_of(last: PublishedAnswer | None) -> str | None:
    """The MRC that the last answer was of, if of one only: «c'est quoi le FLI?» then asks for its own."""
    served = (last.mrc, *last.mrcs) if last else ()
    named = {mrc for mrc in served if mrc}
    return named.pop() if len(named) == 1 else None


def _card_of(last: PublishedAnswer) -> str | None:
    """The identifier of the card of the first resource that an answer rests on."""
    return card_of(last.resources[0]) if last.resources else None
