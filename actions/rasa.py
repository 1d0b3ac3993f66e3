"""The actions that Rasa calls: twelve names, one way. What a turn comes to is decided in
`actions/decide.py`."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.decide import respond
from actions.reading import Pressed, Reading
from actions.reply import Around, Reply, deliver, with_project
from actions.state import State
from actions.turn import Turn
from knowledge.conversations import TRIAL, TURNS_SHOWN
from knowledge.referral.profile import EMPTY, Profile
from knowledge.referral.strip import shown_project


def turn_of(tracker: Tracker) -> Turn:
    """The turn that Rasa's tracker holds."""
    latest = tracker.latest_message
    typed = str(latest.get("text") or "")
    pressed = None
    if typed.startswith("/"):
        values = {str(e["entity"]): str(e["value"]) for e in latest.get("entities") or ()}
        pressed, typed = Pressed(str((latest.get("intent") or {}).get("name")), values), ""
    else:
        pressed = Turn.command(typed)
    reading = Reading(
        latest.get("readings") or {},
        tuple(latest.get("questions") or ()),
        tuple(latest.get("beside") or ()),
    )
    return Turn(
        message=typed,
        pressed=pressed,
        reading=reading,
        state=State.of(tracker.get_slot),
        told=lambda: told_before(tracker),
        channel=tracker.get_latest_input_channel(),
        once=_once(tracker),
    )


def _once(tracker: Tracker) -> str | None:
    name = (tracker.latest_message.get("metadata") or {}).get("message")
    return f"{tracker.sender_id}\n{name}" if name else None


def told_before(tracker: Tracker) -> list[str]:
    """The texts that the assistant said so far in this conversation."""
    custom = [
        (event.get("data") or {}).get("custom") or {} for event in tracker.events if event["event"] == "bot"
    ]
    return [str(message.get("text") or "") for message in custom]


class TurnAction:
    """Read the turn, decide, act, say. The names differ so that data/rules.yml says what buttons do."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        turn = turn_of(tracker)
        tried = str(tracker.sender_id).startswith(TRIAL)
        return deliver(
            _with_project(turn, respond(turn)),
            dispatcher,
            turn.channel,
            None if tried else around(turn, tracker),
        )


def _with_project(turn: Turn, reply: Reply) -> Reply:
    """The reply with the project as it stands after it; nothing is said of one that was and is unknown."""
    before = turn.state.profile
    after = EMPTY if reply.reset else before
    if "profile" in reply.slots:
        after = Profile.restored(reply.slots["profile"])
    if after == EMPTY == before:
        return reply
    return with_project(reply, after, shown_project(after, turn.snapshot.doors.mrc_names))


def around(turn: Turn, tracker: Tracker) -> Around:
    """What stands around a turn, for the team who looks at a question that failed."""
    typed = [str(event.get("text") or "") for event in tracker.events if event["event"] == "user"]
    before = [text for text in typed if text and not text.startswith("/")]
    if before and before[-1] == turn.message:
        before.pop()
    pressed = turn.pressed.values.get("answer_id") if turn.pressed else None
    return Around(
        turns=tuple(before[-TURNS_SHOWN:]),
        said="".join(told_before(tracker)[-1:]),
        shown=pressed or turn.state.last_answer,
        content=turn.snapshot.state[0],
    )


class ActionAnswer(TurnAction, Action):
    def name(self) -> str:
        return "action_answer"


class ActionFollowUp(TurnAction, Action):
    def name(self) -> str:
        return "action_follow_up"


class ActionChooseAnswer(TurnAction, Action):
    def name(self) -> str:
        return "action_choose_answer"


class ActionFeedback(TurnAction, Action):
    def name(self) -> str:
        return "action_feedback"


class ActionReferral(TurnAction, Action):
    def name(self) -> str:
        return "action_referral"


class ActionResults(TurnAction, Action):
    def name(self) -> str:
        return "action_results"


class ActionRoadmap(TurnAction, Action):
    def name(self) -> str:
        return "action_roadmap"


class ActionTalkToPerson(TurnAction, Action):
    def name(self) -> str:
        return "action_talk_to_person"


class ActionWithdrawRequest(TurnAction, Action):
    def name(self) -> str:
        return "action_withdraw_request"


class ActionSmallTalk(TurnAction, Action):
    def name(self) -> str:
        return "action_small_talk"


class ActionAffirmDeny(TurnAction, Action):
    def name(self) -> str:
        return "action_affirm_deny"


class ActionRestartConversation(TurnAction, Action):
    def name(self) -> str:
        return "action_restart_conversation"
