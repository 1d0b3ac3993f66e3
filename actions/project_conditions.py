"""What the rows of the table ask of a turn that is on the project: told, changed, or asked for."""

from __future__ import annotations

from actions.likeliest import SAYS_ALL
from actions.situation import (
    SURELY,
    after_doors,
    begun,
    has_subject,
    of_doors,
    of_oneself,
    placed,
    says_all,
    shown,
    telling,
)
from actions.turn import Turn
from knowledge.areas.areas import NEAR
from knowledge.referral.profile import EMPTY
from knowledge.search.text import words
from knowledge.vocabulary import Need

FIGURE_MAX_WORDS = 3  # «67 ans», «environ 25 000»: with more, the message says what the figure is of
SHORT_MAX_WORDS = 9  # a longer message has its own subject
POINTING_MAX_WORDS = 12
MAY_TELL = 0.2  # how surely a message tells a project, from which it may
LIKELY = 0.5  # how right an answer is, from which it is likely the one asked for
OF_LAW: frozenset[Need] = frozenset(["legal", "governance"])  # needs that an answer may meet by itself
SURE_OF_PROJECT = 2  # telling fields: with that many, a statement is about a project


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
    asks = "?" in turn.message or turn.reading.surely("question") >= corrects
    return not (turn.question and asks) or (shown(turn) and placed(turn))


def changes_project(turn: Turn) -> bool:
    """Whether one thing of the project is changed, another need told, or something put right."""
    return varies(turn) or another_need(turn) or puts_right(turn)


def list_for(turn: Turn) -> bool:
    """Whether the list is asked for with something new of the project: «montre-moi les ressources à
    Rigaud»."""
    return turn.reading.see_list and not turn.said.empty and not turn.named


def list_at_last(turn: Turn) -> bool:
    """Whether the list is asked for before anything was shown."""
    follows = turn.last is not None and turn.question
    return turn.reading.see_list and not shown(turn) and not follows and not has_subject(turn)


def unsure(turn: Turn) -> bool:
    """Whether the base has near answers at most, and does not know the matter as one to decline."""
    result = turn.result
    return result.decision == "clarify" or (result.decision == "none" and result.topic is None)


def of_base(turn: Turn, likely: float = LIKELY) -> bool:
    """Whether the base has an answer that is likely the one asked for, of another form too."""
    hits = turn.result.hits if turn.result.decision != "none" else ()
    return bool(hits) and max(hit.score for hit in hits) >= likely


def told_by_last(turn: Turn) -> bool:
    """Whether a question that leans on the written answer just given likely has its answer there: «c'est qui
    qui s'occupe des permis?» after how a daycare is founded."""
    if turn.last is None or turn.last.is_card or turn.last.mrc or not turn.leans:
        return False
    return any(hit.answer == turn.last and hit.score >= LIKELY for hit in turn.result.hits)


def best_is_place(turn: Turn) -> bool:
    """Whether what the base says best is whom to ask in a place."""
    return bool(turn.result.hits) and turn.result.hits[0].answer.mrc is not None


def place_first(turn: Turn) -> bool:
    """Whether the message begins with a place: «Saint-Lazare, et on couvre Hudson aussi»."""
    return bool(turn.places) and not words(turn.message[: turn.places[0].start])


def may_want_doors(turn: Turn) -> bool:
    """Whether a message may want doors: it tells a project, or who needs what and where, looks for something
    or somebody, or asks nothing of its own; or a project is on. Who tells at length what happens to them, and
    asks what holds there, wants an answer."""
    reading = turn.reading
    on = turn.state.asking is not None or shown(turn) or turn.state.profile != EMPTY
    looks = reading.seeks or reading.whom or reading.eligibility or reading.see_list
    asks = turn.question or bool(reading.questions)
    tells = reading.surely("project") >= MAY_TELL or turn.length <= SHORT_MAX_WORDS
    said = turn.said.profile
    tells |= placed(turn) and describes(turn) and bool({*said.need} - {*said.guessed, *OF_LAW})
    return on or looks or tells or not asks


def asks_for_project(turn: Turn) -> bool:
    """Whether a question is about what the person's own project can have, rather than about the subject."""
    if not (turn.question or turn.reading.whom) or not may_want_doors(turn):
        return False
    result, known = turn.result, turn.state.profile
    need, seeks, own = turn.said.profile.need, turn.reading.seeks, turn.tells_of_own
    if turn.reading.beside and (placed(turn) or seeks):
        return True  # the doors, beside what else is asked
    if turn.wherever or of_oneself(turn):
        return False  # «quel est le quorum de notre assemblée, à Ormstown?»
    if placed(turn) and (turn.reading.project or (own and need and describes(turn))):
        return True  # the doors of the project, beside what is asked
    under_way = shown(turn) or known.place_kind is not None or known.legal_form is not None
    unknown = unsure(turn) or (result.decision == "none" and not result.topic_sure)
    # Of a topic near the subject, what is looked for is offered, though its terms are not known.
    unknown |= result.decision == "none" and result.topic is not None and result.topic.area == NEAR
    unknown |= not of_base(turn, SAYS_ALL) and (turn.english or result.decision != "none")
    if under_way and need and seeks and unknown:
        return True  # «y'a quoi comme formation?», once something is known of the project: for the same
    told = set(need) - set(turn.said.profile.guessed)
    if own and told and seeks and unsure(turn) and not of_base(turn):
        return True  # «y a-tu des fonds pour nous?»: where is asked first
    if result.decision == "none" and result.topic:
        return own and placed(turn) and describes(turn) and turn.reading.eligibility
    # «Je m'adresse à qui dans ce cas?»: whom to see for the project, as far as there is one.
    begun_or_unsure = (known.place_kind is not None or unsure(turn)) and not told_by_last(turn)
    if turn.reading.whom and begun_or_unsure and not result.compared and turn.length <= POINTING_MAX_WORDS:
        return True
    if own and turn.said.profile.place_kind == "outside":
        return True  # «j'reste à Brossard, c'est-tu vous autres?»: who serves that place
    if result.decision == "none":
        return (own and tells_of_group(turn)) or (seeks and not placed(turn))
    # The doors of a project in a place say more than whom to ask there.
    wanted = own and any(name != "support" for name in need)
    if best_is_place(turn) and (describes(turn) or wanted or turn.reading.project):
        return True
    if known.place_kind is not None and turn.sure and best_is_place(turn):
        return False  # «la MRC de Roussillon peut pas nous aider?», of a project that is elsewhere
    known_place = result.decision == "clarify" and known.place_kind is not None
    return own and seeks and (placed(turn) or known_place)


def asks_of_form(turn: Turn) -> bool:
    """Whether a question that the base may answer says nothing of a project but its form: «on ferme notre
    OBNL, l'argent qui reste va où»."""
    asked = turn.reading.question and turn.result.decision != "none" and turn.state.asking is None
    return asked and not turn.said.profile.need and telling(turn) == 0


def needs_no_project(turn: Turn) -> bool:
    """Whether a message gets what the base surely says of it, and no project is made of it: a general
    question without its mark («comment on fait un plan d'affaires»), a trouble told by an organization («y
    manque de l'argent dans la caisse»), more than help is looked for."""
    reading, known = turn.reading, turn.said.profile
    hits = turn.result.hits if turn.sure and not turn.named else ()
    if not hits or hits[0].answer.is_card or hits[0].answer.mrc:
        return False
    if reading.project or reading.surely("seeks") >= SURELY or turn.state.asking is not None or shown(turn):
        return False
    if reading.surely("question") >= SURELY:
        of_stage = known.stage is not None  # the words of what is asked may be those of a stage
        return of_base(turn) and telling(turn) == of_stage
    told = (known.place_kind, known.age, known.sector, known.legal_form) != (None, None, None, None)
    return not (reading.question or told or turn.said.candidates) and of_base(turn)


def tells_of_project(turn: Turn) -> bool:
    """Whether a statement tells of a project, or asks for help in so many words."""
    if not (may_want_doors(turn) or place_first(turn)):
        return False
    seeks = turn.reading.seeks and bool(turn.said.profile.need)
    if turn.result.topic_sure and not turn.sure and not telling(turn) and not seeks:
        return False
    if seeks and says_all(turn) and not (telling(turn) or turn.reading.project):
        return False  # «ya tu de l'aide pour payer un étudiant cet été»: the base says which
    tells = turn.reading.project or place_first(turn) or (turn.reading.seeks and turn.adds)
    asks = turn.reading.surely("question") > turn.reading.surely("project")
    if (turn.wherever and turn.reading.question and asks) or of_oneself(turn) or asks_of_form(turn):
        return False
    if "?" in turn.message or (turn.reading.question and not tells) or needs_no_project(turn):
        return False
    said, known = turn.said, turn.said.profile
    if turn.state.asking is not None and turn.adds and describes(turn) and not turn.reading.question:
        return True
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
        near = turn.result.decision == "none" and bool(turn.result.hits)  # signs alone are near to nothing
        return near or bool(known.need)
    return not said.empty and telling(turn) > 0 and turn.tells_of_own
