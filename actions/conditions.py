"""What the rows of the table ask of a turn, where a reading alone does not tell: of titles, of the answer
just given, of the form to take, of small talk. Of the doors shown: `door_conditions.py`."""

from __future__ import annotations

from actions.own_form import ON_FORMS
from actions.project_conditions import POINTING_MAX_WORDS, SHORT_MAX_WORDS, of_base, only_asks
from actions.situation import (
    asks_base,
    asks_of_law,
    begun,
    has_subject,
    of_doors,
    of_last,
    others_than,
    placed,
    says_nothing,
    shown,
)
from actions.told import framed
from actions.turn import Turn
from knowledge.areas.areas import areas
from knowledge.referral.profile import EMPTY
from knowledge.safety.detector import danger_in
from knowledge.search.follow_up import asked_of_anything

NEXT_BEST = 2  # answers, among which one on which form to take tells that this is asked
BARE_COMPLAINT = 3  # words: «je comprends pas», «non mais laquelle» name nothing
# A shorter published phrasing that leans on the last turn, or one that surely does, is read in its light.
LEANING_EXACT = 5  # words


def is_title(turn: Turn) -> bool:
    """Whether the message is the title of a button, word for word."""
    return turn.pressed is not None


def is_exact(turn: Turn) -> bool:
    """Whether the message is a published way of asking one answer, and not a short one that leans on the
    last."""
    if turn.exact is None:
        return False
    of_last = turn.length < LEANING_EXACT or asked_of_anything(turn.exact, turn.reading.surely("leans"))
    return not (turn.leans and of_last)


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


def asks_which_form(turn: Turn) -> bool:
    """Whether it is asked which form to take, or why not another than those spoken of: not where, nor
    anything that the base answers in particular."""
    if placed(turn) or turn.named or turn.state.asking == "legal_form" or turn.reading.seeks:
        return False
    form = turn.said.profile.legal_form
    another = form not in (None, "undecided", turn.state.profile.legal_form)
    if another and turn.question and turn.reading.best:
        return True  # «un OBNL serait-il mieux?», of a coop
    bare = turn.length <= BARE_COMPLAINT and form is None  # with more, it says what is wanted of it
    if (
        turn.reading.best
        and turn.reading.leans
        and bare
        and not turn.state.doors_last
        and turn.forms_compared
    ):
        return True  # «non mais laquelle», after «coop ou obnl pour ça?»
    if turn.sure:
        hesitates = form == "undecided" and (turn.tells_of_own or turn.reading.best)
        return hesitates and any(hit.answer.identifier in ON_FORMS for hit in turn.result.hits[:NEXT_BEST])
    asked = turn.question and form == "undecided"
    return asked or (turn.reading.why and form is not None and of_doors(turn))


def chooses_form(turn: Turn) -> bool:
    """Whether one of the forms just compared is chosen by its place: «on va y aller avec la première»."""
    if turn.question or turn.length > POINTING_MAX_WORDS or turn.chosen_form is None:
        return False
    settles = turn.reading.corrects or turn.reading.own
    offered = turn.state.doors_last or bool(turn.state.choices)
    return turn.reading.points_at_shown and (settles or not offered)


def is_discouraged(turn: Turn) -> bool:
    """Whether somebody says that they lose heart, and asks nothing."""
    asks = "?" in turn.message or turn.reading.surely("question") >= turn.reading.surely("discouraged")
    subject = has_subject(turn) or asks_base(turn, "discouraged")
    return turn.reading.discouraged and turn.said.empty and not asks and not subject


def leaves_form_open(turn: Turn) -> bool:
    """Whether the form is to be left open, in a conversation that has begun."""
    begun = turn.state.situation != "fresh" or turn.state.profile != EMPTY or bool(turn.state.last_question)
    surer = max(turn.reading.surely(name) for name in ("dont_know", "seeks"))  # «la forme, je sais pas»
    open_ = turn.reading.keeps_open and turn.reading.surely("keeps_open") > surer
    return open_ and begun and "?" not in turn.message


def asks_next(turn: Turn) -> bool:
    """Whether what comes next is asked, of the project or of what was just told."""
    known = framed(turn).profile
    if not turn.reading.next or not (shown(turn) or turn.last is not None or known.stage or known.legal_form):
        return False
    if not begun(turn) and of_base(turn):
        return False  # «dissoudre un obnl étapes»: of what it names, which the base tells
    if finds_other(turn):
        return False  # «pis les votes secrets, on fait ça comment sur Zoom?» has its answer
    return turn.reading.leans or not has_subject(turn)


def finds_other(turn: Turn) -> bool:
    """Whether the base surely or likely has, for the message, another answer than the one just given."""
    found = turn.result.hits[0].answer if turn.sure else turn.likeliest
    return turn.last is not None and found is not None and found != turn.last


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
    # «Dis-moi ça comme à un enfant de dix ans» leans on what was told by asking nothing that anybody answers.
    leans = turn.reading.leans or (turn.reading.leads("simpler") and turn.alone.decision == "none")
    if not asked or turn.length > POINTING_MAX_WORDS or not leans or of_notion(turn):
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


def doubts(turn: Turn) -> bool:
    """Whether the answer just given is doubted, rather than it is asked who gives it: «t'es une vraie
    personne?»."""
    of_bot = turn.reading.leads("ask_bot") and turn.reading.surely("ask_bot") >= turn.reading.surely("doubt")
    return turn.reading.doubt and turn.last is not None and not (turn.named or of_bot)


def asks_example(turn: Turn) -> bool:
    """Whether an example is wanted of what was just told or offered."""
    before = turn.last is not None or bool(turn.state.choices)
    return turn.reading.example and before and turn.reading.leans


def starts_over(turn: Turn) -> bool:
    """Whether all is to be forgotten: somebody who tells of a project that begins, or asks whether something
    may begin again («peut-on recommencer le vote?»), asks for no such thing."""
    asks = turn.question or turn.reading.question
    return turn.reading.leads("restart") and turn.said.empty and not (asks or has_subject(turn))


def did_not_understand(turn: Turn) -> bool:
    """Whether the last reply was not understood, and nothing else is said: «koi???» asks nothing else."""
    lost = turn.reading.not_understood or (turn.reading.simpler and bool(turn.state.choices))
    if not lost or turn.length > SHORT_MAX_WORDS or of_notion(turn):
        return False
    nothing = turn.said.empty or turn.reading.simpler  # «comme si j'avais 10 ans» tells no age
    return nothing and not turn.named and not (turn.sure and not turn.reading.leans)


def in_danger(turn: Turn) -> bool:
    """Whether what was read as a goodbye, a no or anger tells of somebody in danger; other messages were
    looked at before they came here."""
    near = turn.reading.leave or turn.reading.refuse or turn.reading.thanks or turn.reading.insult
    return near and danger_in(turn.message) is not None


def oups(turn: Turn) -> bool:
    """Whether something is to be put right, without saying what."""
    figure = any(char.isdigit() for char in turn.message)  # «finalement on est 5» says what
    named = turn.denial.tells_which or turn.sure or only_asks(turn)
    finds = turn.result.decision != "none" and named
    means = finds and turn.result.hits[0].answer != turn.last  # «c'est le conseil, pas l'assemblée»
    lost = turn.reading.corrects and not turn.reading.refuse and says_nothing(turn)
    return lost and not (figure or means)


def denies_answer(turn: Turn) -> bool:
    """Whether what was just answered, or offered, is denied, and something else found: it is no project that
    is put right, nor are others wanted."""
    told = placed(turn) or turn.said.profile.legal_form is not None or others_than(turn)
    return turn.denies_answer and turn.result.decision != "none" and not told
