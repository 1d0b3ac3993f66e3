"""E-mails: plain, in French, to one person, and nothing of what people write can bend them."""

from __future__ import annotations

import email
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest

from knowledge.mail import Mail, MailError, MailFolder, MailSettingsError, SmtpServer, compose, smtp_server
from tests.mailbox import free_port, listening

MAIL = Mail(
    recipient="equipe@exemple.org",
    subject="Demande VHSL-7K3F9Q",
    text="Bonjour,\n\nÀ Saint-Télesphore: «coop à l'école»\n",
    message_id="<demande-VHSL-7K3F9Q@exemple.org>",
    reply_to="moi@exemple.ca",
)
SENDER = "assistant@exemple.org"


def test_a_message_arrives_whole_with_its_accents() -> None:
    port = free_port()
    with listening(port) as mailbox:
        smtp_server(f"smtp://127.0.0.1:{port}").send(MAIL, SENDER)
    (message,) = mailbox.messages
    assert message["To"] == "equipe@exemple.org"
    assert message["Reply-To"] == "moi@exemple.ca"
    assert message.get_content().split() == MAIL.text.split()
    assert message.get_content_type() == "text/plain"


def test_the_address_that_leaves_a_list_travels_as_it_is_however_long() -> None:
    leaving = f"https://assistant.exemple.org/alertes/quitter/{'a1_' * 40}"
    port = free_port()
    with listening(port) as mailbox:
        smtp_server(f"smtp://127.0.0.1:{port}").send(replace(MAIL, unsubscribe=leaving), SENDER)
    assert f"\r\nList-Unsubscribe: <{leaving}>\r\n".encode() in mailbox.raw[0]


def test_the_server_asks_for_a_password_and_gets_it() -> None:
    port = free_port()
    with listening(port, "pole", "p@ss/mot") as mailbox:
        smtp_server(f"smtp://pole:p%40ss%2Fmot@127.0.0.1:{port}").send(MAIL, "assistant@exemple.org")
        assert mailbox.messages[0]["From"] == "assistant@exemple.org"
        with pytest.raises(MailError):
            smtp_server(f"smtp://pole:autre@127.0.0.1:{port}").send(MAIL, None)


def test_without_a_sender_nothing_leaves_in_the_name_of_its_recipient() -> None:
    port = free_port()
    with listening(port) as mailbox:
        with pytest.raises(MailError):
            smtp_server(f"smtp://127.0.0.1:{port}").send(MAIL, None)
        own = smtp_server(f"smtp://pole%40exemple.org:secret@127.0.0.1:{port}")
        assert own.own_address == "pole@exemple.org"
    assert mailbox.messages == []


def test_a_server_that_is_down_is_a_failure_without_the_message_in_it() -> None:
    with pytest.raises(MailError) as failure:
        smtp_server(f"smtp://127.0.0.1:{free_port()}").send(MAIL, SENDER)
    assert failure.value.args == ("ConnectionRefusedError",)


def test_a_subject_with_line_breaks_stays_one_header() -> None:
    tricky = Mail("equipe@exemple.org", "Demande\r\nBcc: autre@exemple.org\r\n\r\nfaux", "texte", "<a@b.ca>")
    sent = email.message_from_bytes(compose(tricky, "a@exemple.org").as_bytes(), policy=default)
    assert sent["Bcc"] is None
    assert sent["Subject"] == "Demande Bcc: autre@exemple.org faux"


@pytest.mark.parametrize(
    "address",
    [
        "moi@exemple.ca\r\nBcc: autre@exemple.ca",
        "moi@exemple.ca, autre@exemple.ca",
        "Moi <moi@exemple.ca>",
        "",
    ],
)
def test_an_address_that_is_not_exactly_one_is_refused(address: str) -> None:
    with pytest.raises(MailError):
        compose(Mail(address, "Sujet", "texte", "<a@b.ca>"), "a@exemple.org")


def test_development_needs_no_server_messages_become_files(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path / "mail")
    folder.send(MAIL, None)
    folder.send(MAIL, None)
    (path,) = (tmp_path / "mail").iterdir()
    read = email.message_from_bytes(path.read_bytes(), policy=default)
    assert read["Subject"] == "Demande VHSL-7K3F9Q"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.exemple.org", SmtpServer("mail.exemple.org", 25)),
        ("smtps://u:p@mail.exemple.org", SmtpServer("mail.exemple.org", 465, "u", "p", tls=True)),
        ("smtp://h:587?starttls=1", SmtpServer("h", 587, starttls=True)),
    ],
)
def test_each_form_of_server_address_is_understood(url: str, server: SmtpServer) -> None:
    assert smtp_server(url) == server


@pytest.mark.parametrize("url", ["mail.exemple.org", "http://mail.exemple.org", "smtp://", "smtp://h:abc"])
def test_a_wrong_server_address_is_said_in_french_without_its_password(url: str) -> None:
    with pytest.raises(MailSettingsError, match="SMTP_URL"):
        smtp_server(url)
    assert "secret" not in repr(smtp_server("smtp://u:secret@h"))
