"""Conversation identifiers and button payloads, made and signed here.

A client can neither choose nor guess a conversation, and nothing it types can pass for a button.
"""

from __future__ import annotations

import datetime as dt

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from knowledge import clock
from knowledge.conversations import new_conversation, pole_of
from knowledge.settings import served_pole

SESSION_SECONDS = 24 * 3600  # as long as a conversation is kept (see the privacy text)
TOLD_SECONDS = 3600  # a danger that was told is not spoken of again the next day
BUTTON_MARK = "~"


class Sessions:
    """Makes and checks identifiers with one secret key."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key
        self._tokens = URLSafeTimedSerializer(secret_key, salt="session")

    def new(self) -> str:
        """The name of a new conversation, as Rasa knows it."""
        return new_conversation()

    def token(self, conversation: str, told: str | None = None) -> str:
        """What the client is given for a conversation; its age counts from now. `told`: what the client holds
        for the next message, and nobody else."""
        return self._tokens.dumps(conversation if told is None else [conversation, told])

    def conversation(self, token: str) -> str | None:
        """The conversation of a token, or None when it is forged, too old, or of another Pôle."""
        name, _ = self._held(token, SESSION_SECONDS)
        return name if name and pole_of(name) == served_pole() else None

    def told(self, token: str) -> str | None:
        """What the client held with the conversation, or None when it is nothing, or too long ago."""
        return self._held(token, TOLD_SECONDS)[1]

    def _held(self, token: str, seconds: int) -> tuple[str | None, str | None]:
        """The conversation of a token and what was held with it; nothing of one that is older."""
        try:
            held, signed = self._tokens.loads(token, return_timestamp=True)
        except BadSignature:
            return None, None
        # Signed a little later than now, by a clock that was ahead, it is as good.
        if abs(clock.now() - signed) > dt.timedelta(seconds=seconds):
            return None, None
        match held:
            case str(name):
                return name, None
            case [str(name), str(told)]:
                return name, told
        return None, None

    def button(self, conversation: str, command: str) -> str:
        """The opaque payload of a button, good for that conversation only."""
        return BUTTON_MARK + self._buttons(conversation).dumps(command)

    def command(self, conversation: str, message: str) -> str | None:
        """The command of a pressed button, or None when the message is anything else."""
        if not message.startswith(BUTTON_MARK):
            return None
        try:
            command = self._buttons(conversation).loads(message[len(BUTTON_MARK) :])
        except BadSignature:
            return None
        return command if isinstance(command, str) else None

    def _buttons(self, conversation: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._key, salt=f"button:{conversation}")
