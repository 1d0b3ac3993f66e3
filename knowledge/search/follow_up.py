"""Short questions that lean on what came before: «et pour une coop?», «c'est combien?», «ils sont où?».

The half is read alone and completed with what the conversation is about; one learned order and one learned
decision say which answer it wants (`last_turn.py`). What names alone tell stays a rule: the same fund
elsewhere, how to reach the one just named, what was published word for word.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.answers.published import PublishedAnswer, card_of
from knowledge.search.comparison import MANY
from knowledge.search.decision import worth_offering
from knowledge.search.forms import forms_in, names_only_a_form
from knowledge.search.last_turn import (
    Before,
    Likely,
    beside_name,
    candidates,
    is_of_lexicon,
    ordered,
    settings,
    standing,
    starts_by_form,
)
from knowledge.search.ranked import Ranking
from knowledge.search.service import Hit, SearchResult, Snapshot, conclude
from knowledge.search.sureness import Standing
from knowledge.search.thread import completed
from knowledge.search.unnamed import GENERIC

# How near in meaning a short question is to what is asked of any resource («c'est remboursable?», .55; «si ça
# plante, on perd tu nos maisons?», .29): from the first it is surely asked of the card just given, from the
# second when it says hardly more. Read on the turns of 36 conversations: too few threads are about cards for
# this to be learned of them.
ASKED_OF_ANY, MAY_BE_ASKED, FEW_TERMS = 0.6, 0.38, 1
# From there a question is read in the light of what came before, though it was published as it stands.
SURELY_LEANS = 0.9
OF_ASSISTANT = "assistant"  # the theme of the answers on the assistant itself
HELP_ASKED = "qui peut m'aider"  # what «pis à Rigaud?» asks after the answer on another place


def follow_up(snapshot: Snapshot, question: str, before: Before, limit: int = 3) -> SearchResult:
    """The result for a question asked after something else; with nothing before it, a plain search."""
    last = snapshot.answers.get(before.last or "")
    if last is None:  # taken away since it was given
        before = replace(before, last=None)
    home = before.home or _place_of(last)
    there = namesake(snapshot, question, last) if last else None
    if there and not before.reaches:
        return SearchResult("answer", (Hit(there, 1.0),))
    thread = _thread(before, last)
    asked = completed(question, thread)
    beside = beside_name(question, before, last)
    snapshot.index.read_at_once(filter(None, (question, asked, beside)))
    alone = snapshot.ranker.rank(question, home=home)
    plain = conclude(alone, snapshot.topics, limit)
    if says_all(question, before, alone, plain):
        return plain
    if last is not None and before.reaches:
        card = last if last.is_card else snapshot.answers.get(_card_of(last) or "")
        if card:
            return SearchResult("answer", (Hit(card, 1.0),))
    if last is not None and last.mrc and snapshot.ranker.subjects.read(question).mrcs:
        return conclude(snapshot.ranker.rank(f"{HELP_ASKED} {question}"), snapshot.topics, limit)
    if names_only_a_form(question):  # the former question with another form in it says all by itself
        form = forms_in(question)
        own = _own_first(snapshot, last, form) if last else {}
        ahead = starts_by_form(snapshot.answers, "", form) | own
        return conclude(snapshot.ranker.rank(asked, ahead, home=home), snapshot.topics, limit)
    whole = snapshot.ranker.rank(asked, home=home)
    held = settings()
    found = ordered(candidates(snapshot, question, before, alone, whole), held.weights, held.scale)
    again = last is not None and found[0].answer == last
    told = standing(snapshot, question, before, found, alone, whole)
    again_unsurely = again and held.again.probability(told) < held.again_surely_at
    if last is not None and last.is_card and (again or not snapshot.index.terms(question)):
        # «C'est pour qui?» says nothing by itself: it is asked of the card, whatever stands near that one.
        if _asked_of_any(snapshot, question):
            given = SearchResult("answer", (Hit(last, found[0].score),), plain=plain.plain)
            return replace(given, unsure_again=again_unsurely)
        if again and plain.decision == "answer":
            # A general question asked after a card is not about the card: of what it finds by itself, it gets
            # what all that was told puts first.
            place = {one.answer.identifier: rank for rank, one in enumerate(found)}
            by_all = sorted(plain.hits, key=lambda hit: place.get(hit.answer.identifier, len(place)))
            return replace(plain, hits=tuple(by_all))
    if again and not held.again.sure(told):
        return _not_again(found, told, conclude(whole, snapshot.topics, limit), limit)
    of_both = _may_be_of_both(found[0], alone)
    concluded = _concluded(found, told, conclude(whole, snapshot.topics, limit), limit, last, of_both=of_both)
    return replace(concluded, unsure_again=again_unsurely)


def says_all(question: str, before: Before, alone: Ranking, plain: SearchResult) -> bool:
    """Whether a question needs nothing of what came before, there being nothing, or whatever that is:
    letters that make no word, what was published word for word, a resource that it names."""
    if not (before.last or before.thread) or not plain.understood or not alone.candidates:
        return True
    exact = alone.word_for_word and not is_of_lexicon(plain.hits[0].answer)
    exact = exact and not asked_of_anything(plain.hits[0].answer, before.leans)
    named = plain.decision == "answer" and alone.candidates[0].signs.named >= 1
    of_form = names_only_a_form(question)
    return plain.namesakes or plain.compared or named or (exact and not of_form)


def asked_of_anything(answer: PublishedAnswer, leans: float) -> bool:
    """Whether a question that was published as it stands for an `answer`, and surely `leans` on what came
    before, may be of that: «ça prend combien de temps?». «T'es sûr?» is asked of the assistant itself."""
    return leans >= SURELY_LEANS and answer.theme != OF_ASSISTANT


def _may_be_of_both(best: Likely, alone: Ranking) -> bool:
    """Whether the best answer is that for which the question was published as it stands, and of another
    matter than the last: it leans as much on what came before, so that the two are offered."""
    published = alone.word_for_word and best.answer == alone.candidates[0].answer
    return published and not (best.signs["theme"] or best.signs["related"])


def _asked_of_any(snapshot: Snapshot, question: str) -> bool:
    """Whether a question is one that is asked of any resource, whose card says all that is known of it."""
    near = snapshot.index.alike(question, GENERIC)
    few = len(snapshot.index.terms(question)) <= FEW_TERMS
    return near >= ASKED_OF_ANY or (few and near >= MAY_BE_ASKED)


def _own_first(snapshot: Snapshot, last: PublishedAnswer, form: frozenset[str]) -> dict[str, float]:
    """What the answer just read is worth where the same is asked of another `form`: one that names no form
    tells of that one too; after one for both, the form's own, offered next to it, stands before it."""
    weights, of = settings().weights, forms_in(last.question)
    if len(of) < MANY:
        return {} if of else {last.identifier: weights["again_written"]}
    nearby = [snapshot.answers.get(f"answer:{name}") for name in last.related]
    own = [one for one in nearby if one and forms_in(one.question) == form]
    ahead = weights["related"] + weights["same_form"]
    return {last.identifier: weights["other_form"], **{one.identifier: ahead for one in own}}


def _thread(before: Before, last: PublishedAnswer | None) -> tuple[str, ...]:
    """What the conversation is about; the question of the answer just given, when nothing more is known."""
    return before.thread or ((last.question,) if last else ())


def _concluded(
    found: list[Likely],
    told: Standing,
    whole: SearchResult,
    limit: int,
    last: PublishedAnswer | None,
    *,
    of_both: bool,
) -> SearchResult:
    """The learned decision on the best candidates. `whole`: what the completed question alone would get,
    from which a refusal has its topic."""
    held = settings()
    sure = held.right.probability(told)
    first, *others = [Hit(one.answer, one.score) for one in found[:limit]]
    hits = (replace(first, score=sure), *others)
    if not held.answerable.sure(told):
        return replace(whole, decision="none", hits=hits, namesakes=False, compared=False)
    if sure >= held.right.answer_at and not of_both:
        return replace(whole, decision="answer", hits=hits, topic=None, namesakes=False, compared=False)
    near = [hits[place] for place in worth_offering([hit.score for hit in hits])]
    # When one next to the answer just given comes first, and nothing of another matter after it, it is given.
    of_matter = [one.answer == last or one.signs["related"] for one in found[1:limit]]
    likely = sure >= held.likely_at or bool(found[0].signs["related"] and all(of_matter))
    likely &= not of_both
    if not likely:  # what was just read is there to be chosen again, after the others
        near.sort(key=lambda hit: hit.answer == last and not hit.answer.is_card)
    return SearchResult("clarify", tuple(near), plain=whole.plain, likely=likely)


def _not_again(found: list[Likely], told: Standing, whole: SearchResult, limit: int) -> SearchResult:
    """The result when the answer just given comes first, but is not surely wanted again: nothing, or what is
    nearest, that answer after the others."""
    hits = tuple(Hit(one.answer, one.score) for one in found[:limit])
    if not settings().answerable.sure(told):
        return replace(whole, decision="none", hits=hits, namesakes=False, compared=False)
    return SearchResult("clarify", (*hits[1:], hits[0]), plain=whole.plain, held=False)


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


def _place_of(last: PublishedAnswer | None) -> str | None:
    """The MRC that the last answer was of, if of one only: «c'est quoi le FLI?» then asks for its own."""
    served = (last.mrc, *last.mrcs) if last else ()
    named = {mrc for mrc in served if mrc}
    return named.pop() if len(named) == 1 else None


def _card_of(last: PublishedAnswer) -> str | None:
    """The identifier of the card of the first resource that an answer rests on."""
    return card_of(last.resources[0]) if last.resources else None
