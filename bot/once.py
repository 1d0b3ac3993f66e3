"""A message that was answered is not acted on again: sent once more under its name, it gets what was said.

The gateway names each message. Who made the first reply may have died before it was told, after the thread
of the conversation was saved; another process is then asked. A message that got no answer leaves no trace in
the thread: another server, or this one, begins it anew.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

NAME = "message"  # in the metadata of a message

_handle = MessageProcessor.handle_message
_save = MessageProcessor.save_tracker
_read = MessageProcessor._handle_message_with_tracker


class AnsweredError(Exception):
    """The message was answered; `args[0]` holds what was said."""


def answer_once() -> None:
    """Have every message of this process looked for in its conversation first. Calling it again changes
    nothing."""
    MessageProcessor.handle_message = _handle_once
    MessageProcessor.save_tracker = _save_answered
    MessageProcessor._handle_message_with_tracker = _read_once


def said_to(tracker: DialogueStateTracker, name: str) -> list[BotUttered]:
    """What was said to the message of this name; nothing when there was none, or no answer to it."""
    said: list[BotUttered] = []
    found = False
    for event in tracker.events:
        if isinstance(event, UserUttered):
            found = event.metadata.get(NAME) == name
        elif found and isinstance(event, BotUttered):
            said.append(event)
    return said


def is_answered(tracker: DialogueStateTracker) -> bool:
    """Whether something was said since the last message of the person, if there is one."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            return True
        if isinstance(event, UserUttered):
            return False
    return True


async def _save_answered(self: MessageProcessor, tracker: DialogueStateTracker) -> None:
    """The stock saving of a thread whose last message was answered."""
    if is_answered(tracker):
        await _save(self, tracker)


async def _read_once(self: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker) -> None:
    """The stock reading of a message; raises `AnsweredError` for one that its thread shows answered."""
    name = (message.metadata or {}).get(NAME)
    said = said_to(tracker, name) if name else []
    if said:
        raise AnsweredError(said)
    await _read(self, message, tracker)


async def _handle_once(self: MessageProcessor, message: UserMessage) -> list[dict[str, Any]] | None:
    """The stock handling of a message; nothing is decided, done or saved again for one that was answered."""
    try:
        return await _handle(self, message)
    except AnsweredError as answered:
        channel, said = message.output_channel, answered.args[0]
        for event in said:
            await channel.send_response(message.sender_id, event.message())
        return channel.messages if isinstance(channel, CollectingOutputChannel) else None
