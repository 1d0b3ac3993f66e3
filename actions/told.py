"""What a turn tells of the project is kept, whatever else is done of it: an answer, a choice, a word of
thanks.

A form or a place that is merely asked about («c'est quoi une coop?») is not told.
"""

from __future__ import annotations

from dataclasses import replace

from actions.frame import Frame
from actions.reply import Reply
from actions.turn import Turn
from knowledge.referral.extraction import Extraction
from knowledge.referral.profile import Profile
from knowledge.search.thread import carried_on

NOTHING = Extraction(Profile())
LOOKING = ("seeks", "whom", "project", "changes_need")  # what looks for something for a project
# What asks something of a form or a place that it names, though it has no question.
ASKING = ("not_understood", "simpler", "example", "doubt", "why", "compares", "withdraw", "restart")


def told_of(turn: Turn) -> Extraction:
    """What the message tells of a project: all that it says of one's own, or by a statement («Coopérative»);
    of another, what stands beside its question, and the place that was asked for wherever it stands. A note
    to the team is theirs to read, once they agreed to leave one."""
    if turn.said.empty or turn.state.step not in (None, "consent"):
        return NOTHING
    asks = turn.question or any(getattr(turn.reading, name) for name in ASKING)
    if turn.tells_of_own or not asks:
        return turn.said
    beside = turn.told_beside if turn.question else NOTHING
    where = turn.state.asking == "place" and not turn.named and turn.said.profile.place_kind is not None
    return replace(beside, profile=beside.profile.placed_as(turn.said.profile)) if where else beside


def framed(turn: Turn) -> Frame:
    """What is known of the project once the message is heard, though it does something else. What was asked,
    and was told with it, is asked no more."""
    frame, said = Frame.of(turn.state), told_of(turn)
    if said.empty:
        return frame
    # «Je préside une coop de taxis, et…»: who tells the form of theirs tells what it does.
    theirs = turn.reading.own and said.profile.legal_form is not None
    # A question that looks for nothing names no need of theirs: «notre AGA, c'est quand?».
    # What is told beside it («61 ans, pas de relève») is theirs.
    if turn.question and not any(getattr(turn.reading, name) for name in LOOKING):
        beside = turn.told_beside.profile.need if turn.tells_of_own else ()
        kept = tuple(need for need in said.profile.need if need in beside)
        said = replace(said, profile=replace(said.profile, need=kept))
    frame = frame.with_mentioned(said, tells_project=turn.reading.project or theirs)
    return frame.asking_about(None) if frame.is_filled else frame


def keeping_thread(turn: Turn, reply: Reply) -> Reply:
    """The reply, that keeps what the conversation is about once it asked or told something. After the button
    of another answer, it is about that one; after one of the choices, still about what they were offered
    for."""
    slots = reply.slots
    if reply.reset or not ({"last_question", "results", "profile"} & slots.keys()):
        return reply
    if turn.message and turn.pressed is None:
        thread = carried_on(turn.thread, turn.matter, leans=turn.goes_on)
        return reply + Reply(slots={"thread": list(thread)})
    answer = turn.snapshot.answers.get(slots.get("last_answer") or "")
    if answer is None or answer.identifier in turn.state.choices:
        return reply
    return reply + Reply(slots={"thread": [answer.question]})


def keeping_told(turn: Turn, reply: Reply) -> Reply:
    """The reply, that keeps what the message tells of the project, unless it took care of that itself."""
    if reply.reset or "profile" in reply.slots or not turn.message or turn.pressed is not None:
        return reply
    frame = framed(turn)
    if frame.profile == turn.state.profile:
        return reply
    asking = {} if "asking" in reply.slots else {"asking": frame.asking}
    return reply + Reply(slots={"profile": frame.profile.stored(), **asking})
