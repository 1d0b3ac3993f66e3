"""What the assistant says: one message of the contract, from its parts."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

SHELL = "cmdline"  # the channel of `rasa shell`, which shows text and buttons but not rich parts


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A button that stands for an intent with entities, in Rasa's own form; the gateway makes it opaque."""
    pairs = ",".join(f'"{name}":"{value}"' for name, value in entities.items())
    return {"title": title, "payload": f"/{intent}{{{pairs}}}" if pairs else f"/{intent}"}


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    text: str,
    *,
    buttons: list[dict[str, str]] | None = None,
    answer: dict[str, Any] | None = None,
    resources: list[dict[str, Any]] | None = None,
    profile: dict[str, Any] | None = None,
    erase: bool = False,
) -> None:
    """Add a message. On the developer's shell, only its text and buttons.

    `erase`: the gateway then erases the conversation, with this very turn, and goes on in a new one; it
    says nothing when it cannot.
    """
    if tracker.get_latest_input_channel() == SHELL:
        dispatcher.utter_message(text=text, buttons=buttons)
        return
    message = {
        "text": text,
        "buttons": buttons or [],
        "answer": answer,
        "resources": resources,
        "profile": profile,
        "erase": erase or None,
    }
    dispatcher.utter_message(json_message={name: part for name, part in message.items() if part is not None})


def told_before(tracker: Tracker) -> list[str]:
    """The texts that the assistant said so far in this conversation."""
    custom = [
        (event.get("data") or {}).get("custom") or {} for event in tracker.events if event["event"] == "bot"
    ]
    return [str(message.get("text") or "") for message in custom]


def entity(tracker: Tracker, name: str) -> str | None:
    """The value of an entity of the latest message, if it has one."""
    value = next(tracker.get_latest_entity_values(name), None)
    return None if value is None else str(value)


def typed(tracker: Tracker) -> str:
    """What the person typed last; empty when they pressed a button."""
    message = str(tracker.latest_message.get("text") or "")
    return "" if message.startswith("/") else message
