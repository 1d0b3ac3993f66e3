"""What the rows of the table ask of a turn, where a reading alone does not tell."""

from __future__ import annotations

from dataclasses import replace

from actions.project_conditions import POINTING_MAX_WORDS, SHORT_MAX_WORDS, of_base
from actions.situation import (
    after_doors,
    asks_of_law,
    funds_of_last,
    has_subject,
    of_doors,
    of_last,
    placed,
    says_all,
    says_nothing,
    shown,
)
from actions.told import framed
from actions.turn import Turn
from knowledge.areas.areas import NEAR, areas
from knowledge.records import FundRecord, identifier
from knowledge.referral.profile import EMPTY
from knowledge.safety.detector import danger_in

MANY = 2  # set side by side
NEXT_BEST = 2  # answers, among which one on which form to take tells that this is asked
ON_FORMS = frozenset(["answer:coop-ou-obnl", "answer:choisir-la-forme"])  # which form to take, in general
BARE_COMPLAINT = 3  # words: «je comprends pas» names nothing
FEW_WORDS = 4
LEANING_EXACT = 5  # words: a shorter published phrasing that leans on the last turn is read in its light


def is_title(turn: Turn) -> bool:
    """Whether the message is the title of a button, word for word."""
    return turn.pressed is not None


def is_exact(turn: Turn) -> bool:
    """Whether the message is a published way of asking one answer, and not a short one that leans on the
    last."""
    if turn.exact is None:
        return False
    return not (turn.leans and turn.length < LEANING_EXACT)


def deceives(turn: Turn) -> bool:
    """Whether what is asked is in an area that is declined whatever else the message tells."""
    # A question that stands by itself has no other answer.
    sure = turn.result.topic_sure or (turn.question and not turn.reading.leans)
    topic = turn.result.topic if turn.result.decision == "none" and sure else None
    return topic is not None and areas()[topic.area].firm


def in_english(turn: Turn) -> bool:
    """Whether the message is written in English."""
    small = turn.reading.leads("thanks") or turn.reading.leads("leave")
    return turn.english and turn.length > 1 and not small


def erases(turn: Turn) -> bool:
    """Whether all that was left here is to be erased."""
    return turn.reading.leads("withdraw") and not turn.named


def asks_again(turn: Turn) -> bool:
    """Whether the list just shown is asked for again, rather than others, or what they give."""
    reading = turn.reading
    surer = max(reading.surely("amount"), reading.surely("more")) > reading.surely("see_list")
    return shown(turn) and reading.see_list and not surer


def points_at_shown(turn: Turn) -> bool:
    """Whether the message points at one of those shown, by its place in the list."""
    last = turn.state.shown.numbered
    at_hand = turn.state.doors_last or (turn.last is None and not turn.state.choices)
    of_door = turn.reading.amount or turn.reading.when or turn.reading.reach or turn.reading.why
    of_choices = bool(turn.state.choices) and not (at_hand or of_door)  # no choice has a price or a number
    if not last or of_choices or turn.length > POINTING_MAX_WORDS:
        return False
    card = turn.last.facts[0] if turn.last is not None and turn.last.is_card and turn.last.facts else None
    at_hand |= card in turn.state.shown.ids
    current = last.index(card) if card in last else None
    pointed = turn.place_among(len(last), current) is not None
    if not pointed and turn.question and turn.length <= SHORT_MAX_WORDS and not turn.reading.whom:
        # «c'est qui ça?», of the one just spoken of
        return at_hand and turn.state.shown.named is not None and turn.reading.points_at_shown
    return pointed and (at_hand or turn.reading.points_at_shown)


def reaches_named(turn: Turn) -> bool:
    """Whether it is asked how to reach somebody who is named."""
    return turn.reading.reach and bool(turn.called) and turn.length <= POINTING_MAX_WORDS


def asks_admission(turn: Turn) -> bool:
    """Whether it is asked if the project is admitted by what is named, shown or just told, once something of
    the project is known."""
    known = turn.state.profile.merged(turn.said.profile)
    if not turn.reading.eligibility or (known.place_kind is None and known.age is None):
        return False
    if turn.named:
        return turn.length <= POINTING_MAX_WORDS and not placed(turn)
    return (
        of_doors(turn) and turn.reading.leans and turn.last is None and not asks_of_law(turn, "eligibility")
    )


def asks_offers(turn: Turn) -> bool:
    """Whether it is asked how much the funds shown, or those of the answer just given, give, and until when:
    a figure is told, not asked."""
    asked = turn.reading.amount or turn.reading.when
    if not asked or turn.stands_alone or turn.said.profile.amount is not None:
        return False
    if priced(turn) or asks_of_law(turn, "amount", "when"):
        return False
    if not after_doors(turn):
        return turn.reading.leans and not turn.sure and bool(funds_of_last(turn))
    resources = (turn.snapshot.resources.get(name) for name in turn.state.shown.last)
    funds = any(isinstance(record, FundRecord) for record in resources)
    declined = turn.result.topic is not None and turn.result.topic_sure
    named = "funding" in turn.said.profile.need
    answered = turn.result.decision == "answer" and of_base(turn)
    return funds or ((turn.reading.leans or named) and not answered and not declined)


def priced(turn: Turn) -> bool:
    """Whether it is asked what the services of an organization cost, which the base answers for them all:
    «c'est payant?» after how to reach it is not what its funds give."""
    of_one = turn.snapshot.resources.get(turn.state.shown.named or "")
    topic = turn.result.topic if turn.result.decision == "none" and turn.result.topic_sure else None
    told = topic is not None and topic.area == NEAR and bool(topic.reply)
    return told and of_one is not None and not isinstance(of_one, FundRecord)


def asks_admission_again(turn: Turn) -> bool:
    """Whether another form or age is tried on the resource that was just spoken of: «et si on était une
    coop?»."""
    new, card = turn.said.profile, turn.last
    tried = new.legal_form not in (None, "undecided")  # who hesitates between forms tries none
    told = turn.adds and (tried or new.age is not None)
    about = card is not None and card.is_card and card.facts[:1] == (turn.state.shown.named,)
    return told and about and turn.reading.changes_one and turn.length <= POINTING_MAX_WORDS


def compares(turn: Turn) -> bool:
    """Whether two that are named are set side by side, and no answer tells of both."""
    if not turn.reading.compares or len(turn.called) < MANY or turn.length > POINTING_MAX_WORDS:
        return False
    told = set(turn.result.hits[0].answer.facts) if turn.sure else set()
    return not {identifier(record) for record in turn.called[:MANY]} <= told


def asks_which_form(turn: Turn) -> bool:
    """Whether it is asked which form to take, or why not another than those spoken of: not where, nor
    anything that the base answers in particular."""
    if placed(turn) or turn.named or turn.state.asking == "legal_form" or turn.reading.seeks:
        return False
    form = turn.said.profile.legal_form
    another = form not in (None, "undecided", turn.state.profile.legal_form)
    if another and turn.question and turn.reading.best:
        return True  # «un OBNL serait-il mieux?», of a coop
    if turn.sure:
        hesitates = form == "undecided" and (turn.tells_of_own or turn.reading.best)
        return hesitates and any(hit.answer.identifier in ON_FORMS for hit in turn.result.hits[:NEXT_BEST])
    asked = turn.question and form == "undecided"
    return asked or (turn.reading.why and form is not None and of_doors(turn))


def asks_best(turn: Turn) -> bool:
    """Whether it is asked which of those shown is best, though something else was answered since."""
    if not turn.reading.best:
        return False
    return of_doors(turn) or (bool(turn.state.shown.last) and turn.reading.leans and not turn.sure)


def chooses_form(turn: Turn) -> bool:
    """Whether one of the forms just compared is chosen by its place: «on va y aller avec la première»."""
    if turn.question or turn.length > POINTING_MAX_WORDS or turn.chosen_form is None:
        return False
    settles = turn.reading.corrects or turn.reading.own
    offered = turn.state.doors_last or bool(turn.state.choices)
    return turn.reading.points_at_shown and (settles or not offered)


def wants_all_province(turn: Turn) -> bool:
    """Whether, for a project that something is known of, it is asked what serves all of Québec."""
    known = shown(turn) or bool(turn.state.profile.need) or turn.state.profile.place_kind is not None
    return turn.reading.everywhere and known and not turn.named and not says_all(turn)


def is_discouraged(turn: Turn) -> bool:
    """Whether somebody says that they lose heart, and asks nothing."""
    asks = "?" in turn.message or turn.reading.surely("question") >= turn.reading.surely("discouraged")
    return turn.reading.discouraged and turn.said.empty and not asks and not has_subject(turn)


def leaves_form_open(turn: Turn) -> bool:
    """Whether the form is to be left open, in a conversation that has begun."""
    begun = turn.state.situation != "fresh" or turn.state.profile != EMPTY or bool(turn.state.last_question)
    return turn.reading.keeps_open and begun and "?" not in turn.message


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


def asks_next(turn: Turn) -> bool:
    """Whether what comes next is asked, of the project or of what was just told."""
    known = framed(turn).profile
    if not turn.reading.next or not (shown(turn) or turn.last is not None or known.stage or known.legal_form):
        return False
    return turn.reading.leans or not has_subject(turn)


def feedback(turn: Turn) -> bool:
    """Whether the message says what it thinks of the last answer."""
    felt = turn.reading.useful or turn.reading.not_useful or turn.reading.none_of_these
    told = turn.question or placed(turn) or bool(turn.named)
    answered = turn.state.last_question is not None or (turn.reading.useful and shown(turn))
    lost = turn.reading.surely("not_understood") >= turn.reading.surely("not_useful")
    return felt and answered and not told and not (turn.reading.not_understood and lost)


def asks_simpler(turn: Turn) -> bool:
    """Whether the last answer, or the list, is to be said more simply: nothing of its own is asked."""
    asked = turn.reading.simpler or turn.reading.not_understood
    if not asked or turn.length > SHORT_MAX_WORDS or not turn.reading.leans or of_notion(turn):
        return False
    if asks_of_law(turn, "simpler", "not_understood"):  # «en bref, c'est quoi mes devoirs?»
        return False
    return of_last(turn) and (turn.state.doors_last or not turn.state.choices)


def of_notion(turn: Turn) -> bool:
    """Whether what is not understood is named, and is no longer what was just told: «je comprends pas la
    ristourne» after an answer on forms."""
    if turn.length <= BARE_COMPLAINT or not turn.sure:
        return False
    return turn.alone.decision == "answer" and turn.result.hits[0].answer != turn.last


def asks_example(turn: Turn) -> bool:
    """Whether an example is wanted of what was just told or offered."""
    before = turn.last is not None or bool(turn.state.choices)
    return turn.reading.example and before and turn.reading.leans


def starts_over(turn: Turn) -> bool:
    """Whether all is to be forgotten: somebody who tells of a project that begins asks for no such thing."""
    return turn.reading.leads("restart") and turn.said.empty and not has_subject(turn)


def did_not_understand(turn: Turn) -> bool:
    """Whether the last reply was not understood, and nothing else is said: «koi???» asks nothing else."""
    lost = turn.reading.not_understood or (turn.reading.simpler and bool(turn.state.choices))
    if not lost or turn.length > SHORT_MAX_WORDS or of_notion(turn):
        return False
    nothing = turn.said.empty or turn.reading.simpler  # «comme si j'avais 10 ans» tells no age
    return nothing and not turn.named and not (turn.sure and not turn.reading.leans)


def asks_how_to_reach(turn: Turn) -> bool:
    """Whether it is asked how to reach those shown, or the one whose card was last given."""
    if not turn.reading.reach or asks_of_law(turn, "reach"):
        return False
    # Near answers were offered, or one given that is on nobody: «leur numéro» is that of those shown.
    nobody = turn.last is None or not turn.last.resources
    if turn.reading.leans and turn.state.shown.last and nobody and not turn.named:
        return True
    return of_doors(turn) or (turn.last is not None and turn.last.is_card and not turn.stands_alone)


def in_danger(turn: Turn) -> bool:
    """Whether what was read as a goodbye, a no or anger tells of somebody in danger; other messages were
    looked at before they came here."""
    near = turn.reading.leave or turn.reading.refuse or turn.reading.thanks or turn.reading.insult
    return near and danger_in(turn.message) is not None


def asks_whom_first(turn: Turn) -> bool:
    """Whether it is asked whom of those shown to call, without anything new of the project, though something
    else was answered since."""
    new = turn.said.profile
    tells = turn.adds and replace(new, need=tuple(need for need in new.need if need != "support")) != EMPTY
    at_hand = of_doors(turn) or (bool(turn.state.shown.last) and turn.reading.leans and not turn.sure)
    return turn.reading.whom and turn.length <= SHORT_MAX_WORDS and at_hand and not tells


def oups(turn: Turn) -> bool:
    """Whether something is to be put right, without saying what."""
    return turn.reading.corrects and not turn.reading.refuse and says_nothing(turn)
