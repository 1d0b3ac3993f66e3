"""Sending e-mails: by SMTP, or in development into a folder.

`SMTP_URL`: `smtp://user:password@host:port`, `smtps://…` (TLS from the start), `smtp://…?starttls=1`.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, localtime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

SMTP_TIMEOUT_SECONDS = 8  # shorter than the time a process is given to stop
DEFAULT_PORTS = {"smtp": 25, "smtps": 465}
DEVELOPMENT_SENDER = "assistant@localhost"  # where none is configured; no real server delivers from it
REQUEST_MAIL = "demande"  # how the names of the mails about a request begin
LEAVES_LIST = "List-Unsubscribe"
MAIL_FOLDER = "mail"  # under var/, in development without a mail server


class MailSettingsError(Exception):
    """The mail server's address is not usable; `args[0]` says why, in French, without the password."""


class MailError(Exception):
    """The message could not be handed over; it may be tried again. `args[0]` is the kind of failure."""


@dataclass(frozen=True)
class Mail:
    """A message to one recipient: plain text, and the same as HTML when it has it.

    `message_id` is the same when the same message is sent again, so that a mailbox can tell. `unsubscribe`:
    for a mail to a list, the address that leaves it in one act (RFC 8058).
    """

    recipient: str
    subject: str
    text: str
    message_id: str
    reply_to: str | None = None
    html: str | None = None
    unsubscribe: str | None = None
    takes_back: str | None = None  # the message_id of one that development's mailbox then erases


class Mailer(Protocol):
    """What can hand a message over."""

    def send(self, mail: Mail, sender: str | None) -> None:
        """Hand a message over, from this address or the mailer's own. Raises `MailError`."""


@dataclass(frozen=True)
class SmtpServer:
    """A mail server."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    starttls: bool = False

    @property
    def own_address(self) -> str | None:
        """The address of the server's account, when its name is one."""
        return self.user if self.user and "@" in self.user else None

    def send(self, mail: Mail, sender: str | None) -> None:
        """Hand a message over. Raises `MailError`, without anything of the message in it; also when nobody
        is named as its sender: a message never goes out in its recipient's own name."""
        message = compose(mail, sender or self.own_address or "")
        try:
            with self._connect() as connection:
                if self.starttls:
                    connection.starttls(context=ssl.create_default_context())
                if self.user:
                    connection.login(self.user, self.password or "")
                connection.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise MailError(type(error).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        if self.tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SMTP_TIMEOUT_SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=SMTP_TIMEOUT_SECONDS)


@dataclass(frozen=True)
class MailFolder:
    """Development's mailbox: each message becomes a file that any mail program opens."""

    folder: Path

    def send(self, mail: Mail, sender: str | None) -> None:
        """Write the message; the same message sent again replaces itself. Raises `MailError`."""
        message = compose(mail, sender or DEVELOPMENT_SENDER)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _mail_file(self.folder, mail.message_id).write_bytes(message.as_bytes())
            if mail.takes_back:
                forget_mail(self.folder, mail.takes_back)
        except OSError as error:
            raise MailError(type(error).__name__) from None


def forget_mail(folder: Path, name: str) -> None:
    """Erase a message of development's mailbox, by the beginning of its `message_id`, if it is there."""
    _mail_file(folder, name).unlink(missing_ok=True)


def forget_mails(folder: Path, beginning: str) -> None:
    """Erase the messages of development's mailbox whose name begins so: ours, made of a reference number."""
    for path in folder.glob(f"{beginning}-*.eml"):
        path.unlink(missing_ok=True)


def erase_mails(folder: Path, before: dt.datetime) -> int:
    """Erase the messages of development's mailbox written before an instant; how many."""
    old = [path for path in folder.glob("*.eml") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _mail_file(folder: Path, message_id: str) -> Path:
    return folder / f"{message_id.strip('<>').partition('@')[0]}.eml"  # made by us, of a number or a week


def smtp_server(url: str) -> SmtpServer:
    """The server of an `SMTP_URL`. Raises `MailSettingsError`."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise MailSettingsError("SMTP_URL: le port n'est pas un nombre de 1 à 65535.") from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise MailSettingsError(
            "SMTP_URL doit avoir la forme smtp://utilisateur:motdepasse@serveur:port, smtps://… ou "
            "smtp://…?starttls=1."
        )
    starttls = parse_qs(parts.query).get("starttls", ["0"])[-1].lower() in ("1", "true", "yes")
    return SmtpServer(
        host=parts.hostname,
        port=port or DEFAULT_PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=parts.scheme == "smtps",
        starttls=starttls and parts.scheme == "smtp",
    )


class _Whole(EmailPolicy):
    """Headers as usual, save the address that leaves a list: longer than a line, it would be encoded as words
    are, and no mailbox would find an address in it."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == LEAVES_LIST else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if name == LEAVES_LIST else super().fold_binary(name, value)


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The message as it travels. A line break cannot enter a header: white space is folded first."""
    message = EmailMessage(policy=_Whole())
    message["From"] = _address(sender)
    message["To"] = _address(mail.recipient)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = _one_line(mail.message_id)
    if mail.unsubscribe:
        message[LEAVES_LIST] = f"<{_one_line(mail.unsubscribe)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["Precedence"] = "bulk"
    else:
        message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _address(text: str) -> Address:
    """An address that is one address: a comma or a line break in it is refused, not sent."""
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:
        raise MailError(type(error).__name__) from None


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
