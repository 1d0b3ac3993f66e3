"""What is done in a turn: one table of named rows, the first that holds.

Each row has frozen turns in data/turns that change when the row is turned off (tests/actions/test_decide.py);
a row without any goes. What the conditions mean is in `actions/conditions.py`,
`door_conditions.py`, `project_conditions.py` and `situation.py`; a reading (`reading.…`) is
defined in data/readings/README.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass

from actions import conditions as c
from actions import door_conditions as d
from actions import project_conditions as p
from actions import situation as s
from actions.acts import answer, doors, follow, forms, guides, person, refer, talk, terms
from actions.acts.listing import LIST
from actions.reply import Reply, says
from actions.texts import text
from actions.told import keeping_thread, keeping_told
from actions.turn import Turn

Act = Callable[[Turn], Reply]
When = Callable[[Turn], bool]


@dataclass(frozen=True)
class Row:
    """When it holds and what is then done. The name tells somebody who reads the table what it is for."""

    name: str
    when: When
    act: Act


def chosen(turn: Turn) -> Reply:
    """An answer chosen among those offered, or a small tool that goes on: its button is a choice too, so that
    Rasa needs no intent of its own for it."""
    return guides.pressed(turn) if guides.is_tool(turn) else follow.chosen(turn)


def is_list(turn: Turn) -> bool:
    """Whether the button pressed is that of the list."""
    return turn.pressed is not None and turn.pressed.values.get("value") == LIST


# What a button does, whatever the state.
BUTTONS: dict[str, Act] = {
    "choose_answer": chosen,
    "feedback_useful": talk.feedback,
    "feedback_not_useful": talk.feedback,
    "none_of_these": talk.feedback,
    "inform": refer.pressed,
    "dont_know": refer.pressed,
    "seek_referral": refer.pressed,
    "seek_funding": refer.pressed,
    "seek_training": refer.pressed,
    "more_results": doors.more,
    "why_result": doors.explain,
    "result_contact": doors.contact,
    "follow_up": lambda turn: doors.again(turn) if is_list(turn) else follow.example(turn),
    "roadmap": talk.roadmap,
    "talk_to_person": person.pressed,
    "withdraw_request": talk.take_back,
    "start_over": talk.restart,
}

IN_ENGLISH = "in English"
WANTS = "wants doors"  # the first row of what is learned (see `wants.py`)
TABLE: tuple[Row, ...] = (
    # The request underway, a word to erase, and what was published word for word, come before any guess.
    Row("a word for the request underway", lambda t: person.heard(t) is not None, person.take),
    Row("a title is pressed by its words", c.is_title, lambda t: press(t)),
    Row("erase what I left", c.erases, talk.take_back),
    Row("fills the field that was asked for", p.fills, refer.go_on),
    Row("asked word for word", c.is_exact, refer.exact),
    Row(IN_ENGLISH, c.in_english, lambda t: english(t)),
    Row("to deceive somebody", c.deceives, answer.found),
    # Commands.
    Row("start over", c.starts_over, talk.restart),
    Row("a person, please", lambda t: t.reading.leads("person"), person.begin),
    Row("another project", p.another_project, refer.anew),
    Row(
        "the roadmap",
        lambda t: t.reading.leads("roadmap") and not s.has_subject(t),
        talk.roadmap,
    ),
    Row("send it to me", lambda t: t.reading.leads("send") and not s.has_subject(t), talk.send),
    Row("tell me when it opens", lambda t: t.reading.leads("notify"), talk.notify),
    # What was offered or shown is pointed at.
    Row("one of the forms compared", c.chooses_form, forms.chosen),
    Row("two side by side", d.compares, terms.side_by_side),
    Row("one of the choices", lambda t: t.pointed_choice is not None, follow.chosen),
    Row("one of those shown", d.points_at_shown, doors.one),
    Row("which form for the project", c.asks_which_form, forms.recommended),
    # The project is told, changed or put right.
    Row("the same door for another form or age", d.asks_admission_again, terms.admitted),
    Row("what they already have", d.has_money, doors.counted_in),
    Row("no loans", p.no_loans, doors.grants),
    Row("a loan", p.loans, doors.loans),
    Row("the same for the form that they are", lambda t: t.own_form is not None, answer.of_own_form),
    Row("what is meant instead of what was answered", c.denies_answer, refer.answer_and_resume),
    Row("the form is left open", c.leaves_form_open, refer.left_open),
    Row("what serves all of Québec", d.wants_all_province, doors.everywhere),
    Row("what was asked is not known", p.passes, refer.unknown),
    Row("the list for something else", p.list_for, refer.shown_for),
    Row("the project is changed or put right", p.changes_project, refer.go_on),
    Row("the list again", d.asks_again, doors.again),
    Row("the list, before there is one", p.list_at_last, refer.shown_for),
    # Short things asked of what was just said.
    Row(
        "others",
        lambda t: s.shown(t) and (s.others_than(t) or (t.reading.more and not s.has_subject(t))),
        doors.more,
    ),
    Row("how to reach the one named", d.reaches_named, doors.contact),
    Row("how to reach them", d.asks_how_to_reach, doors.contact),
    Row("on what terms the one named gives", d.asks_terms, terms.of_named),
    Row("am I admitted there", d.asks_admission, terms.admitted),
    Row("which gives most", lambda t: t.reading.amount and d.asks_best(t), terms.offers),
    Row("which is best", d.asks_best, doors.best),
    Row("whom to call first", d.asks_whom_first, doors.call_first),
    Row(
        "why these",
        lambda t: t.reading.why and s.of_doors(t) and not s.finds_another(t),
        doors.explain,
    ),
    Row("how much and until when", d.asks_offers, terms.offers),
    Row(
        "on what the answer rests",
        lambda t: t.reading.why and s.alone_after_answer(t) and not s.finds_another(t),
        follow.grounds,
    ),
    Row("doubts the answer", c.doubts, follow.doubt),
    Row(
        "more simply",
        c.asks_simpler,
        follow.simpler,
    ),
    Row("an example", c.asks_example, follow.example),
    Row("what comes next", c.asks_next, follow.following),
    # Small talk.
    Row("in danger", c.in_danger, talk.danger),
    Row("what I told you", lambda t: t.reading.recall and not (t.adds or s.has_subject(t)), talk.recall),
    Row("a greeting", lambda t: t.reading.leads("greet") and s.small(t), talk.greet),
    Row("thanks", lambda t: t.reading.leads("thanks") and s.small(t), talk.thank),
    Row("goodbye", lambda t: t.reading.leads("leave") and s.small(t), talk.leave),
    Row(
        "who answers",
        lambda t: t.reading.leads("ask_bot") and not (s.has_subject(t) or s.says_all(t)),
        talk.about_bot,
    ),
    Row(
        "anger",
        lambda t: (
            t.reading.leads("insult") and t.said.empty and not (s.has_subject(t) or s.asks_base(t, "insult"))
        ),
        talk.calm,
    ),
    Row("discouraged", c.is_discouraged, talk.encourage),
    Row("useful or not", c.feedback, talk.feedback),
    Row("oups", c.oups, talk.puts_right),
    Row("I don't understand", c.did_not_understand, follow.unclear),
    Row("yes to nothing", lambda t: t.reading.agree and s.says_nothing(t), talk.agreed),
    Row("no to nothing", lambda t: t.reading.refuse and s.says_nothing(t), talk.refused),
    # The project goes on, or a question is answered.
    Row(WANTS, lambda t: t.wants.doors, refer.go_on),  # with the answer above them, where that is wanted too
    Row("said in passing", d.in_passing, doors.noted),
    Row("otherwise", lambda _: True, refer.answer_and_resume),
)


# What is done of a message of which nothing was found, when the base has none of it.
NOTHING_FOUND: tuple[Act, ...] = (refer.answer_and_resume, doors.noted)


def press(turn: Turn) -> Reply:
    """What the pressed button does."""
    name = turn.pressed.name if turn.pressed else ""
    return BUTTONS.get(name, refer.answer_and_resume)(turn)


def english(turn: Turn) -> Reply:
    """One sentence in English, then what is done of it, in French."""
    row = decide(turn, without=(IN_ENGLISH,))
    goes_on = row.act in (refer.go_on, refer.unknown)
    lost = row.act in NOTHING_FOUND or (goes_on and turn.said.empty and not s.shown(turn))
    opening = text("english_found")
    met = any(opening in said for said in turn.told())  # said once: they know it at the next question
    if turn.result.decision == "none" and lost:
        return answer.nothing_in_english() if met else answer.no_english()
    return row.act(turn) if met else says(opening) + row.act(turn)


PRESS = Row("a button", lambda _: True, press)


def decide(turn: Turn, without: Collection[str] = ()) -> Row:
    """The row of a turn. `without`: names of rows that are turned off, to see what they are for."""
    if turn.pressed is not None and not turn.message:
        return PRESS
    return next(row for row in TABLE if row.name not in without and row.when(turn))


def reaches_wants(turn: Turn) -> bool:
    """Whether no row takes a turn before what it wants is decided; one in English is decided as any other."""
    before = itertools.takewhile(lambda row: row.name != WANTS, TABLE)
    return not any(row.when(turn) for row in before if row.name != IN_ENGLISH)


def respond(turn: Turn) -> Reply:
    """The reply to a turn, with what the request underway then asks again; what it told is kept."""
    row = decide(turn)
    return keeping_thread(turn, keeping_told(turn, person.after_other(turn, row.act(turn))))
