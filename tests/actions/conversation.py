"""A conversation with the actions, as Rasa would hold it: the rules choose the action, slots are kept.

The intent is given by the test: a message must reach the right skill also when it is predicted wrong.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from tests.readings import read

RULES = Path(__file__).resolve().parents[2] / "data" / "rules.yml"


@cache
def actions() -> dict[str, Any]:
    """The actions by name, as the action server finds them."""
    executor = ActionExecutor()
    executor.register_package("actions")
    return dict(executor.actions)


@cache
def action_of() -> dict[str, str]:
    """The action that the rules give to each intent."""
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]
    return {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}


class Conversation:
    """One person talking: `slots` and `events` are what Rasa remembers, `last` the last turn's messages."""

    def __init__(self, **slots: Any) -> None:
        self.slots: dict[str, Any] = dict(slots)
        self.last: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.name: str | None = None  # of the message, as the gateway gives one

    @property
    def text(self) -> str:
        """All that was said in the last turn."""
        return "\n".join(message["text"] for message in self.last)

    @property
    def titles(self) -> list[str]:
        """The buttons of the last turn."""
        return [button["title"] for message in self.last for button in message.get("buttons") or []]

    @property
    def shown(self) -> list[str]:
        """The resources shown in the last turn."""
        return [found["id"] for message in self.last for found in message.get("resources") or []]

    @property
    def answered(self) -> list[str]:
        """The answers given in the last turn."""
        return [message["answer"]["id"] for message in self.last if message.get("answer")]

    def type(self, text: str, intent: str) -> str:
        """Type something that Rasa takes for this intent; what is said back."""
        return self._turn(text, intent, [])

    def press(self, title: str) -> str:
        """Press a button of the last turn; what is said back."""
        buttons = [button for message in self.last for button in message.get("buttons") or []]
        payload = next(button["payload"] for button in buttons if button["title"] == title)
        return self.send(payload)

    def send(self, payload: str) -> str:
        """Send a button's payload, perhaps an old one."""
        intent, brace, entities = payload.removeprefix("/").partition("{")
        values = json.loads(brace + entities) if brace else {}
        found = [{"entity": name, "value": value} for name, value in values.items()]
        return self._turn(payload, intent, found)

    def _turn(self, text: str, intent: str, entities: list[dict[str, Any]]) -> str:
        guess = {"name": intent, "confidence": 1.0}
        message = {"text": text, "intent": guess, "intent_ranking": [guess], "entities": entities}
        if self.name:
            message["metadata"] = {"message": self.name}
        if not text.startswith("/"):
            message |= read(text)
        tracker = Tracker(
            "someone", dict(self.slots), message, list(self.events), False, None, {}, "action_listen"
        )
        dispatcher = CollectingDispatcher()
        events = actions()[action_of()[intent]](dispatcher, tracker, {})
        for event in events or []:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "reset_slots":
                self.slots.clear()
        self.last = [message["custom"] for message in dispatcher.messages]
        self.events += [{"event": "bot", "text": None, "data": {"custom": told}} for told in self.last]
        return self.text
