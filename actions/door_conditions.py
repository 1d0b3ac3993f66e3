"""What the rows of the table ask of a turn that is on the doors shown: the list again, one of them, how to
reach it, what it gives, whether one is admitted there."""

from __future__ import annotations

from dataclasses import replace

from actions.likeliest import LIKELY
from actions.project_conditions import POINTING_MAX_WORDS, SHORT_MAX_WORDS, of_base
from actions.situation import (
    after_doors,
    asks_of_law,
    finds_another,
    funds_of,
    funds_of_last,
    named_with_funds,
    of_doors,
    placed,
    priced,
    says_all,
    shown,
    written_alone,
)
from actions.turn import Turn
from knowledge.answers.published import card_of
from knowledge.records import FundRecord, identifier
from knowledge.referral.profile import EMPTY
from knowledge.search.comparison import MANY

FEW_WORDS = 4
OF_ORGANIZATION = "organization:"  # begins the fact of its card


def asks_again(turn: Turn) -> bool:
    """Whether the list just shown is asked for again, rather than others, or what they give."""
    reading = turn.reading
    surer = max(reading.surely("amount"), reading.surely("more")) > reading.surely("see_list")
    return shown(turn) and reading.see_list and not surer


def points_at_shown(turn: Turn) -> bool:
    """Whether the message points at one of those shown, by its place in the list, and asks anything of it but
    whether it admits the project."""
    if asks_admission(turn):
        return False
    last = turn.state.shown.numbered
    at_hand = turn.state.doors_last or (turn.last is None and not turn.state.choices)
    of_door = turn.reading.amount or turn.reading.when or turn.reading.reach or turn.reading.why
    of_choices = bool(turn.state.choices) and not (at_hand or of_door)  # no choice has a price or a number
    if not last or of_choices or turn.length > POINTING_MAX_WORDS:
        return False
    card = turn.last.facts[0] if turn.last is not None and turn.last.is_card and turn.last.facts else None
    at_hand |= card in turn.state.shown.ids
    pointed = bool(turn.doors_pointed_at)
    if len(turn.doors_pointed_at) >= MANY and not (turn.reaches or turn.reading.why):
        return False  # what several give, or how they differ, is told of them together
    if not pointed and turn.question and turn.length <= SHORT_MAX_WORDS and not turn.reading.whom:
        # «c'est qui ça?», of the one just spoken of
        return at_hand and turn.state.shown.named is not None and turn.reading.points_at_shown
    return pointed and (at_hand or turn.reading.points_at_shown)


def reaches_named(turn: Turn) -> bool:
    """Whether it is asked how to reach somebody who is named."""
    return turn.reaches and bool(turn.called) and turn.length <= POINTING_MAX_WORDS


def asks_admission(turn: Turn) -> bool:
    """Whether it is asked if the project is admitted by what is named, shown or just told, once something of
    the project is known."""
    known = turn.state.profile.merged(turn.said.profile)
    if not turn.reading.eligibility or (known.place_kind is None and known.age is None):
        return False
    if turn.named:
        return turn.length <= POINTING_MAX_WORDS and not placed(turn)
    if not of_doors(turn) or not turn.reading.leans or turn.last is not None:
        return False
    if turn.reading.seeks:  # «j'ai-tu droit à de l'aide pour un salaire» looks for other doors than these
        return False
    return not asks_of_law(turn, "eligibility") and not finds_another(turn)


def asks_terms(turn: Turn) -> bool:
    """Whether it is asked what somebody who is named gives, and on what terms, though no answer was written
    on that: neither whether the project is admitted there, nor what the organization is, tells it. The card
    of a fund does."""
    record = named_with_funds(turn) if turn.reading.amount and turn.question else None
    if record is None or turn.said.profile.amount is not None:
        return False
    found, surer = turn.result, turn.reading.surely("eligibility") > turn.reading.surely("amount")
    if surer or found.namesakes or (found.compared and turn.reading.compares):
        return False
    cards = {card_of(identifier(one)) for one in (record, *funds_of(turn, record))}
    if found.decision == "none":  # «leur patron gagne combien?» is not asked of what they give
        return bool(found.hits) and found.hits[0].answer.identifier in cards and found.hits[0].score >= LIKELY
    given = [hit.answer for hit in (found.hits if found.several else found.hits[:1])]
    of_organization = all(one.is_card and one.facts[0].startswith(OF_ORGANIZATION) for one in given)
    return asks_admission(turn) or of_organization or (found.decision == "clarify" and not found.several)


def asks_offers(turn: Turn) -> bool:
    """Whether it is asked how much the funds shown, or those of the answer just given, give, and until when:
    a figure is told, not asked."""
    asked = turn.reading.amount or turn.reading.when
    if not asked or turn.stands_alone or turn.said.profile.amount is not None:
        return False
    of_one = turn.snapshot.resources.get(turn.state.shown.named or "")
    # «Combien ça coûte, créer ça?» asks what money, and not that of a fund.
    of_its_own = turn.reading.amount and written_alone(turn) >= LIKELY
    if priced(turn, of_one) or of_its_own or asks_of_law(turn, "amount", "when"):
        return False
    if not after_doors(turn):
        return turn.reading.leans and not turn.sure and bool(funds_of_last(turn))
    resources = (turn.snapshot.resources.get(name) for name in turn.state.shown.last)
    funds = any(isinstance(record, FundRecord) for record in resources)
    declined = turn.result.topic is not None and turn.result.topic_sure
    named = "funding" in turn.said.profile.need
    answered = turn.result.decision == "answer" and of_base(turn)
    return funds or ((turn.reading.leans or named) and not answered and not declined)


def asks_admission_again(turn: Turn) -> bool:
    """Whether another form or age is tried on the resource that was just spoken of: «et si on était une
    coop?»."""
    new, card = turn.said.profile, turn.last
    tried = new.legal_form not in (None, "undecided")  # who hesitates between forms tries none
    told = turn.adds and (tried or new.age is not None)
    about = card is not None and card.is_card and card.facts[:1] == (turn.state.shown.named,)
    return told and about and turn.reading.changes_one and turn.length <= POINTING_MAX_WORDS


def compares(turn: Turn) -> bool:
    """Whether two that are named, or that the list just shown numbers, are set side by side, and no answer
    tells of both."""
    if not turn.reading.compares or turn.length > POINTING_MAX_WORDS or len(turn.set_side_by_side) < MANY:
        return False
    if turn.reaches and turn.reading.surely("reach") > turn.reading.surely("compares"):
        return False  # «les numéros des deux premiers»
    if turn.both_forms or turn.of_one_name or (not turn.called and not of_doors(turn)):
        return False
    told = set(turn.result.hits[0].answer.facts) if turn.sure else set()
    return not {identifier(record) for record in turn.set_side_by_side[:MANY]} <= told


def asks_best(turn: Turn) -> bool:
    """Whether it is asked which of those shown is best, though something else was answered since."""
    if not turn.reading.best:
        return False
    return of_doors(turn) or (bool(turn.state.shown.last) and turn.reading.leans and not turn.sure)


def wants_all_province(turn: Turn) -> bool:
    """Whether, for a project that something is known of, it is asked what serves all of Québec."""
    known = shown(turn) or bool(turn.state.profile.need) or turn.state.profile.place_kind is not None
    return turn.reading.everywhere and known and not turn.named and not says_all(turn)


def has_money(turn: Turn) -> bool:
    """Whether it is told, once something of the project is known, what money it already has."""
    known = shown(turn) or turn.state.profile.place_kind is not None
    return known and turn.has_money and not turn.question and not placed(turn)


def in_passing(turn: Turn) -> bool:
    """Whether, once doors were shown, something is said that asks nothing and changes nothing that is
    known."""
    if turn.question or not shown(turn) or turn.last is not None or turn.state.choices:
        return False
    told = turn.reading.own and turn.length <= FEW_WORDS  # «on est 3» asks for no answer with a 3 in it
    found = turn.result.decision != "none" and not told
    return turn.result.understood and not (found or turn.result.topic_sure)


def asks_how_to_reach(turn: Turn) -> bool:
    """Whether it is asked how to reach those shown, or the one whose card was last given."""
    if not turn.reaches or asks_of_law(turn, "reach"):
        return False
    # Near answers were offered, or one given that is on nobody: «leur numéro» is that of those shown.
    nobody = turn.last is None or not turn.last.resources
    if turn.reading.leans and turn.state.shown.last and nobody and not turn.named:
        return True
    return of_doors(turn) or (turn.last is not None and turn.last.is_card and not turn.stands_alone)


def asks_whom_first(turn: Turn) -> bool:
    """Whether it is asked whom of those shown to call, without anything new of the project, though something
    else was answered since."""
    new = turn.said.profile
    tells = turn.adds and replace(new, need=tuple(need for need in new.need if need != "support")) != EMPTY
    at_hand = of_doors(turn) or (bool(turn.state.shown.last) and turn.reading.leans and not turn.sure)
    return turn.reading.whom and turn.length <= SHORT_MAX_WORDS and at_hand and not tells
