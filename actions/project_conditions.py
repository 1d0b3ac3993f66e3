"""What the rows of the table ask of a turn that is on the project told so far: it is filled, changed or put
right, or its list is asked for. What a message wants by itself is learned: see `wants.py`."""

from __future__ import annotations

from actions.likeliest import LIKELY
from actions.situation import begun, has_subject, of_doors, others_than, placed, shown
from actions.turn import Turn
from knowledge.referral.changes import criteria_of
from knowledge.referral.extraction import names_only_loans
from knowledge.referral.profile import Profile
from knowledge.search.text import words

SHORT_MAX_WORDS = 9  # a longer message has its own subject
POINTING_MAX_WORDS = 12
LOOKS = ("seeks", "whom", "see_list", "more", "changes_need", "no_loans", "everywhere")  # for doors
SEVERAL = 2  # things told of what may be a project: one alone is named by many a question


def opens_project(turn: Turn) -> bool:
    """Whether the message is about a project, told now or before: by its place, by a reading, or by two
    things at least («notre directrice est partie» tells of none, whatever might be looked for)."""
    known, said = turn.state.profile, turn.said.profile
    before = turn.state.asking is not None or known.place_kind is not None or shown(turn)
    told = (said.stage, said.sector, said.amount, said.legal_form, said.age)
    several = sum(one is not None for one in told) >= SEVERAL
    return before or placed(turn) or several or turn.reading.project or turn.reading.whom


def asks_beside(turn: Turn, after: Profile) -> bool:
    """Whether a question after the doors looks for none, and leaves the project as it was for them: what the
    base has on it is what is wanted. `after`: the project with what the message tells."""
    looks = any(getattr(turn.reading, name) for name in LOOKS)
    if looks or not (shown(turn) and turn.question) or turn.result.decision == "none":
        return False
    known = turn.state.profile
    return (known.need, known.amount) == (after.need, after.amount) and not criteria_of(known, after)


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
    if no_loans(turn) or turn.reading.leads("person"):
        return False  # «pas de prêt, juste une subvention» is no stage, «parler à quelqu'un» no need
    return asking is not None and filled[asking] and not turn.question and not turn.reading.another_project


def passes(turn: Turn) -> bool:
    """Whether what was asked is left unanswered: «je sais pas», «passer», «…»."""
    if turn.state.asking is None or not turn.said.empty or turn.question:
        return False
    silent = not words(turn.message) and not (turn.reading.thanks or turn.reading.useful)
    return silent or turn.reading.dont_know or (turn.reading.refuse and turn.length <= SHORT_MAX_WORDS)


def another_project(turn: Turn) -> bool:
    """Whether the message passes to another project than the one told so far."""
    return turn.reading.another_project and bool(turn.state.profile.place_kind or turn.state.shown.ids)


def no_loans(turn: Turn) -> bool:
    """Whether loans are turned down, once something was shown."""
    others = (turn.reading.surely(name) for name in ("amount", "changes_need"))  # «et pour un prêt?»
    surely = turn.reading.surely("no_loans") >= max(others)
    return turn.reading.no_loans and surely and shown(turn) and not placed(turn)


def loans(turn: Turn) -> bool:
    """Whether a loan is asked for in a few words, once something was shown: «et un prêt?»."""
    few = turn.length <= SHORT_MAX_WORDS and not (placed(turn) or turn.named)
    passes_to = turn.reading.changes_need and (
        turn.reading.surely("changes_need") >= turn.reading.surely("seeks")
    )
    return few and passes_to and shown(turn) and names_only_loans(turn.message)


def varies(turn: Turn) -> bool:
    """Whether a short message changes the place, the amount or the age told, or, right after the list,
    anything that it was made by. Not the place of an answer on an MRC: the same is asked of another."""
    new, known = turn.said.profile, turn.state.profile
    if (
        not (turn.reading.changes_one or (turn.reading.leans and placed(turn) and not turn.named))
        or turn.length > SHORT_MAX_WORDS
        or not begun(turn)
    ):
        return False
    if turn.last is not None and (turn.last.mrc or turn.last.mrcs) and new.mrc is not None:
        return False
    if not turn.adds or (turn.last is not None and not shown(turn) and known.place_kind is None):
        return False
    if turn.reading.questions and not turn.told_beside.empty and only_asks(turn):
        return False  # «mettons une coop. on est 5, c'est assez?»: what is told stands beside the question
    counted = bool(new.amount and known.amount) or bool(new.age and known.age)
    another_form = shown(turn) and bool(new.legal_form and known.legal_form) and not of_base(turn)
    elsewhere = turn.question and turn.result.decision == "none" and turn.result.topic_sure
    of_list = of_doors(turn) and not turn.said.empty and not elsewhere  # a permit of the city is asked about
    told = placed(turn) or counted or another_form or of_list
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
    corrects = turn.reading.surely("corrects")
    if turn.last is not None and turn.sure and turn.result.hits[0].score > corrects:
        return False  # «pis nous autres on est un OBNL», after an answer on a coop: the same is asked of it
    if of_base(turn) and only_asks(turn) and not placed(turn):
        return False  # «non, dans les règlements généraux» puts right what was answered, and no project
    asks = "?" in turn.message or turn.reading.surely("question") >= corrects
    return not (turn.question and asks) or (shown(turn) and placed(turn))


def only_asks(turn: Turn) -> bool:
    """Whether a message wants an answer and no doors, as it was learned, whatever it sounds like."""
    return turn.wants.answer and not turn.wants.doors


def changes_project(turn: Turn) -> bool:
    """Whether one thing of the project is changed, another need told, or something put right."""
    return varies(turn) or another_need(turn) or puts_right(turn)


def list_for(turn: Turn) -> bool:
    """Whether the list is asked for with something new of the project: «montre-moi les ressources à
    Rigaud»."""
    return turn.reading.see_list and not turn.said.empty and not turn.named


def list_at_last(turn: Turn) -> bool:
    """Whether the list is asked for before anything was shown, or others than what was only spoken of."""
    follows = turn.last is not None and turn.question
    asked = turn.reading.see_list and not follows and not has_subject(turn)
    return (asked or others_than(turn)) and not shown(turn)


def of_base(turn: Turn, likely: float = LIKELY) -> bool:
    """Whether the base has an answer that is likely the one asked for, of another form too."""
    hits = turn.result.hits if turn.result.decision != "none" else ()
    return bool(hits) and max(hit.score for hit in hits) >= likely
