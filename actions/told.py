"""What a turn tells of the project is kept, whatever else is done of it: an answer, a choice, a word of
thanks.

A form or a place that is merely asked about («c'est quoi une coop?») is not told.
"""

from __future__ import annotations

from actions.frame import Frame
from actions.reply import Reply
from actions.turn import Turn
from knowledge.search.thread import carried_on

# What asks something of a form or a place that it names, though it has no question.
ASKING = ("not_understood", "simpler", "example", "doubt", "why", "compares", "withdraw", "restart")


def tells(turn: Turn) -> bool:
    """Whether what the message says of a project is told: of one's own, or by a statement («Coopérative»).
    A note to the team is theirs to read, once they agreed to leave one."""
    if turn.said.empty or turn.state.step not in (None, "consent"):
        return False
    asks = turn.question or any(getattr(turn.reading, name) for name in ASKING)
    return turn.tells_of_own or not asks


def framed(turn: Turn) -> Frame:
    """What is known of the project once the message is heard, though it does something else."""
    frame = Frame.of(turn.state)
    return frame.with_mentioned(turn.said, tells_project=turn.reading.project) if tells(turn) else frame


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
    profile = framed(turn).profile
    return reply if profile == turn.state.profile else reply + Reply(slots={"profile": profile.stored()})
