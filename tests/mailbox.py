"""A real SMTP server for the tests, on a free port: what arrives is kept in memory."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """What a server was handed."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []  # as they travelled
        self.recipients: list[list[str]] = []
        self.refuse = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse:
            return "451 Plus tard"
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.raw.append(envelope.content)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def listening(port: int, user: str | None = None, password: str | None = None) -> Iterator[Mailbox]:
    """A server on this port while the block lasts; with a user, it demands their password."""
    mailbox = Mailbox()

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and user is not None and password is not None
        right = right and (given.login, given.password) == (str(user).encode(), str(password).encode())
        return AuthResult(success=right)

    demands = {"auth_required": True, "auth_require_tls": False, "authenticator": check} if user else {}
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **demands)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
