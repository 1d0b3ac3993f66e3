"""What the rows of the table ask of a turn, where a reading alone does not tell."""

from __future__ import annotations

from actions.pointing import place_pointed_at
from actions.turn import Turn
from knowledge.areas.areas import areas
from knowledge.records import FundRecord
from knowledge.safety.detector import danger_in
from knowledge.search.text import words

SMALL_MAX_WORDS = 12  # a longer message says something beside its greeting or its thanks
FIGURE_MAX_WORDS = 3  # «67 ans», «environ 25 000»: with more, the message says what the figure is of
SHORT_MAX_WORDS = 9  # a longer message has its own subject
POINTING_MAX_WORDS = 12
SURE_OF_PROJECT = 2  # telling fields: with that many, a statement is about a project
MISTAKEN_MIN_WORDS = 3  # a shorter message that the base surely answers may still be small talk
LEANING_EXACT = 5  # words: a shorter published phrasing that leans on the last turn is read in its light


def shown(turn: Turn) -> bool:
    """Whether organizations or funds were shown in this conversation."""
    return bool(turn.state.shown.ids)


def after_doors(turn: Turn) -> bool:
    """Whether they are the last thing shown, though choices may stand beside them."""
    return shown(turn) and turn.last is None and (turn.state.doors_last or not turn.state.choices)


def has_subject(turn: Turn) -> bool:
    """Whether the message is really a question that the base answers, or names something of its own."""
    if turn.named:
        return True
    return turn.length >= MISTAKEN_MIN_WORDS and turn.question and turn.sure and not turn.reading.leans


def of_doors(turn: Turn) -> bool:
    """Whether a message may be about the list: it was shown last, alone or beside an answer, or a card of it
    was, and nothing else is named."""
    if not turn.state.shown.last or turn.stands_alone:
        return False
    if turn.state.doors_last:
        return True
    cards = turn.last is not None and turn.last.is_card and not turn.state.choices
    return cards and bool(turn.last and set(turn.last.facts[:1]) & set(turn.state.shown.ids))


def of_last(turn: Turn) -> bool:
    """Whether a message may be about what was last said, list or answer."""
    return of_doors(turn) or (turn.last is not None and not turn.stands_alone)


def alone_after_answer(turn: Turn) -> bool:
    """Whether a short message leans on the answer just given."""
    return turn.last is not None and turn.reading.leans and turn.length <= 3


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
    """Whether what is asked is surely in an area that is declined whatever else the message tells."""
    topic = turn.result.topic if turn.result.decision == "none" and turn.result.topic_sure else None
    return topic is not None and areas()[topic.area].firm


def in_english(turn: Turn) -> bool:
    """Whether the message is written in English."""
    return turn.reading.english and turn.length > 1


def placed(turn: Turn) -> bool:
    """Whether the message names a place."""
    return turn.said.profile.place_kind is not None or bool(turn.said.candidates)


def telling(turn: Turn) -> int:
    """How many things the message says that only concern a project of one's own."""
    known = turn.said.profile
    fields = (known.place_kind, known.stage, known.age, known.sector, known.amount)
    return sum(value is not None for value in fields) + bool(turn.said.candidates)


def says_nothing(turn: Turn) -> bool:
    """Whether the message tells nothing of a project and asks nothing."""
    return turn.said.empty and not turn.question and not turn.named


def small(turn: Turn) -> bool:
    """Whether the message is short and says nothing else."""
    return (
        turn.length <= SMALL_MAX_WORDS
        and turn.said.empty
        and not has_subject(turn)
        and not (turn.question and not turn.reading.greet)
    )


def tells_of_group(turn: Turn) -> bool:
    """Whether the message says where the project is, how far it went or who carries it: an amount or an
    activity may be those of what is asked («20 $ par soir, c'est-tu encore du bénévolat?»)."""
    known = turn.said.profile
    return placed(turn) or known.stage is not None or known.age is not None


def describes(turn: Turn) -> bool:
    """Whether the message says what the project is, beside where."""
    known = turn.said.profile
    return any(value is not None for value in (known.stage, known.legal_form, known.sector))


def fills(turn: Turn) -> bool:
    """Whether the message fills the very field that was asked for, and asks nothing else."""
    known = turn.said.profile
    filled = {
        "place": placed(turn),
        "need": bool(known.need),
        "stage": known.stage is not None,
        "legal_form": known.legal_form is not None,
        "age": known.age is not None,
    }
    asking = turn.state.asking
    if no_loans(turn):
        return False  # «pas de prêt, juste une subvention» is no stage
    return asking is not None and filled[asking] and not turn.question and not turn.reading.another_project


def passes(turn: Turn) -> bool:
    """Whether what was asked is left unanswered: «je sais pas», «passer», «…»."""
    if turn.state.asking is None or not turn.said.empty or turn.question:
        return False
    silent = not words(turn.message)
    return silent or turn.reading.dont_know or (turn.reading.refuse and turn.length <= SHORT_MAX_WORDS)


def another_project(turn: Turn) -> bool:
    """Whether the message passes to another project than the one told so far."""
    return turn.reading.another_project and bool(turn.state.profile.place_kind or turn.state.shown.ids)


def no_loans(turn: Turn) -> bool:
    """Whether loans are turned down, once something was shown."""
    surely = turn.reading.surely("no_loans") >= turn.reading.surely("amount")
    return turn.reading.no_loans and surely and shown(turn) and not placed(turn)


def varies(turn: Turn) -> bool:
    """Whether a short message changes the place, the amount or the age told, or, right after the list,
    anything that it was made by. Not the place of an answer on an MRC: the same is asked of another."""
    new, known = turn.said.profile, turn.state.profile
    if (
        not (turn.reading.changes_one or (turn.reading.leans and placed(turn)))
        or turn.length > SHORT_MAX_WORDS
    ):
        return False
    if turn.last is not None and (turn.last.mrc or turn.last.mrcs) and new.mrc is not None:
        return False
    if not turn.adds or (turn.last is not None and not shown(turn) and known.place_kind is None):
        return False
    counted = bool(new.amount and known.amount) or bool(new.age and known.age)
    told = placed(turn) or counted or (of_doors(turn) and not turn.said.empty)
    return told and (turn.reading.leans or not turn.sure)


def another_need(turn: Turn) -> bool:
    """Whether another need of the same project is told, once something is known of it."""
    known = shown(turn) or turn.state.profile.place_kind is not None
    return (
        known
        and bool(turn.said.profile.need)
        and turn.reading.changes_need
        and turn.length <= SHORT_MAX_WORDS + 3
    )


def puts_right(turn: Turn) -> bool:
    """Whether the message puts right, or decides, something of the project."""
    if not turn.reading.corrects or turn.said.empty:
        return False
    return not turn.question or (shown(turn) and placed(turn))


def list_for(turn: Turn) -> bool:
    """Whether the list is asked for with something new of the project: «montre-moi les ressources à
    Rigaud»."""
    return turn.reading.see_list and not turn.said.empty and not turn.named


def points_at_shown(turn: Turn) -> bool:
    """Whether the message points at one of those shown, by its place in the list."""
    last = turn.state.shown.numbered
    at_hand = turn.state.doors_last or (turn.last is None and not turn.state.choices)
    if not last or (turn.state.choices and not at_hand) or turn.length > POINTING_MAX_WORDS:
        return False
    card = turn.last.facts[0] if turn.last is not None and turn.last.is_card and turn.last.facts else None
    at_hand |= card in turn.state.shown.ids
    current = last.index(card) if card in last else None
    pointed = place_pointed_at(turn.folded, len(last), current) is not None
    return pointed and (at_hand or turn.reading.points_at_shown)


def reaches_named(turn: Turn) -> bool:
    """Whether it is asked how to reach somebody who is named."""
    return turn.reading.reach and bool(turn.named) and turn.length <= POINTING_MAX_WORDS


def asks_admission(turn: Turn) -> bool:
    """Whether it is asked if the project is admitted by what is named, shown or just told, once something of
    the project is known."""
    known = turn.state.profile.merged(turn.said.profile)
    if not turn.reading.eligibility or (known.place_kind is None and known.age is None):
        return False
    if turn.named:
        return turn.length <= POINTING_MAX_WORDS and not placed(turn)
    return of_doors(turn) and turn.reading.leans and turn.last is None


def asks_offers(turn: Turn) -> bool:
    """Whether it is asked how much the funds shown give, and until when: a figure is told, not asked."""
    asked = turn.reading.amount or turn.reading.when
    if not asked or not after_doors(turn) or turn.stands_alone or turn.said.profile.amount is not None:
        return False
    resources = (turn.snapshot.resources.get(name) for name in turn.state.shown.last)
    return any(isinstance(record, FundRecord) for record in resources)


def asks_next(turn: Turn) -> bool:
    """Whether what comes next is asked, of the project or of what was just told."""
    if not turn.reading.next or not (shown(turn) or turn.last is not None or turn.state.profile.stage):
        return False
    return turn.reading.leans or not has_subject(turn)


def feedback(turn: Turn) -> bool:
    """Whether the message says what it thinks of the last answer."""
    felt = turn.reading.useful or turn.reading.not_useful or turn.reading.none_of_these
    told = turn.question or placed(turn) or bool(turn.named)
    return felt and turn.state.last_question is not None and not told


def unsure(turn: Turn) -> bool:
    """Whether the base has near answers at most, and does not know the matter as one to decline."""
    result = turn.result
    return result.decision == "clarify" or (result.decision == "none" and result.topic is None)


def best_is_place(turn: Turn) -> bool:
    """Whether what the base says best is whom to ask in a place."""
    return bool(turn.result.hits) and turn.result.hits[0].answer.mrc is not None


def place_first(turn: Turn) -> bool:
    """Whether the message begins with a place: «Saint-Lazare, et on couvre Hudson aussi»."""
    return bool(turn.places) and not words(turn.message[: turn.places[0].start])


def asks_for_project(turn: Turn) -> bool:
    """Whether a question is about what the person's own project can have, rather than about the subject."""
    if not turn.question:
        return False
    result, known = turn.result, turn.state.profile
    need, seeks, own = turn.said.profile.need, turn.reading.seeks, turn.tells_of_own
    if shown(turn) and need and seeks and unsure(turn):
        return True  # «y'a quoi comme formation?», once doors were shown: for the same project
    if result.decision == "none" and result.topic:
        return own and placed(turn) and describes(turn) and turn.reading.eligibility
    # «Je m'adresse à qui dans ce cas?»: whom to see for the project, as far as there is one.
    told = known.place_kind is not None or result.decision == "clarify"
    if turn.reading.whom and told and not result.compared and turn.length <= POINTING_MAX_WORDS:
        return True
    if own and turn.said.profile.place_kind == "outside":
        return True  # «j'reste à Brossard, c'est-tu vous autres?»: who serves that place
    if result.decision == "none":
        return (own and tells_of_group(turn)) or (seeks and not placed(turn))
    # The doors of a project in a place say more than whom to ask there.
    wanted = own and any(name != "support" for name in need)
    if best_is_place(turn) and (describes(turn) or wanted or turn.reading.project):
        return True
    known_place = result.decision == "clarify" and known.place_kind is not None
    return own and seeks and (placed(turn) or known_place)


def tells_of_project(turn: Turn) -> bool:
    """Whether a statement tells of a project, or asks for help in so many words."""
    seeks = turn.reading.seeks and bool(turn.said.profile.need)
    if turn.result.topic_sure and not turn.sure and not telling(turn) and not seeks:
        return False
    tells = turn.reading.project or place_first(turn) or (turn.reading.seeks and turn.adds)
    if "?" in turn.message or (turn.reading.question and not tells):
        return False
    said, known = turn.said, turn.said.profile
    figure = known.age is not None or known.amount is not None
    if figure and telling(turn) == 1 and turn.length <= FIGURE_MAX_WORDS:
        return True
    if (turn.reading.project or place_first(turn)) and not turn.sure:
        return True
    under_way = turn.state.asking is not None or shown(turn) or turn.state.profile.place_kind is not None
    own = turn.tells_of_own or turn.reading.seeks or under_way
    if own and turn.adds and (placed(turn) or describes(turn) or known.age is not None):
        return not turn.sure or telling(turn) > 0
    if known.need and turn.adds and (turn.reading.seeks or under_way or telling(turn) > 0):
        return True
    if not said.empty and under_way and not turn.sure:
        return telling(turn) > 0 or after_doors(turn)
    if turn.result.decision == "none" and turn.result.topic and not turn.reading.seeks:
        return False
    if telling(turn) >= SURE_OF_PROJECT or (placed(turn) and turn.length <= SHORT_MAX_WORDS):
        return True
    if turn.sure:
        return False
    if turn.reading.seeks:
        return turn.result.decision == "none" or bool(known.need)
    return not said.empty and telling(turn) > 0 and turn.tells_of_own


def asks_simpler(turn: Turn) -> bool:
    """Whether the last answer, or the list, is to be said more simply: nothing of its own is asked."""
    asked = turn.reading.simpler or turn.reading.not_understood
    return asked and turn.length <= SHORT_MAX_WORDS and turn.reading.leans and of_last(turn)


def starts_over(turn: Turn) -> bool:
    """Whether all is to be forgotten: somebody who tells of a project that begins asks for no such thing."""
    return turn.reading.leads("restart") and turn.said.empty and not has_subject(turn)


def did_not_understand(turn: Turn) -> bool:
    """Whether the last reply was not understood, and nothing else is said: «koi???» asks nothing else."""
    if not turn.reading.not_understood or turn.length > SHORT_MAX_WORDS:
        return False
    return turn.said.empty and not turn.named and not (turn.sure and not turn.reading.leans)


def asks_how_to_reach(turn: Turn) -> bool:
    """Whether it is asked how to reach those shown, or the one whose card was last given."""
    if not turn.reading.reach:
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
    """Whether it is asked whom of those shown to call, without anything new of the project."""
    return turn.reading.whom and turn.length <= SHORT_MAX_WORDS and of_doors(turn) and not turn.adds


def changes_project(turn: Turn) -> bool:
    """Whether one thing of the project is changed, another need told, or something put right."""
    return varies(turn) or another_need(turn) or puts_right(turn)


def list_at_last(turn: Turn) -> bool:
    """Whether the list is asked for before anything was shown."""
    follows = turn.last is not None and turn.question
    return turn.reading.see_list and not shown(turn) and not follows and not has_subject(turn)


def oups(turn: Turn) -> bool:
    """Whether something is to be put right, without saying what."""
    return turn.reading.corrects and not turn.reading.refuse and says_nothing(turn)
