"""Sending what is in line: every kind of e-mail, every few seconds, by whatever sends them here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from knowledge import bulletin_mail, request_mail
from knowledge.contacts import Contacts
from knowledge.models import now
from knowledge.network import (
    adviser_mail,
    experts,
    letter_mail,
    referral_mail,
    referrals,
    watching,
    watching_mail,
)
from knowledge.network.letters import follow_up
from knowledge.outgoing import Composer, Letterhead, send_due
from knowledge.pole import reach
from knowledge.request_mail import DEVELOPMENT_RECIPIENT
from web.background import Task, mailer, with_sender
from web.settings import Settings
from web.staff.pages import markdown

LETTERS_SECONDS = 20 * 60
MAX_MONTHS = 120  # a rhythm slower than that is a slip of the finger
MAIL_SECONDS = 5  # a request is e-mailed within seconds; one indexed query when there is nothing


def mail_tasks(
    settings: Settings,
    factory: sessionmaker[Session],
    contacts: Callable[[], Contacts],
    site: Mapping[str, Any],
) -> list[Task]:
    """The tasks that send, and that write letters. Without a mail server, in production, all waits.

    `contacts`: the addresses as they stand each time.
    """
    sends = mailer(settings)
    if sends is None:
        return []

    def send() -> int:
        head, made = letterhead(settings, contacts(), site), composers(settings, contacts(), site)
        return send_due(factory, sends, made, head.sender)

    def letters() -> int:
        with factory() as session, session.begin():
            moment = now()
            reminded = referrals.follow_up(session, moment)
            reminded += watching.make_due(session, moment)
            reminded += experts.make_due(session)
            return reminded + follow_up(session, letters_rhythm(site), moment)

    return [Task("mail", MAIL_SECONDS, send), Task("letters", LETTERS_SECONDS, letters)]


def composers(settings: Settings, contacts: Contacts, site: Mapping[str, Any]) -> dict[str, Composer]:
    """What makes the mail of each kind."""
    fallback = None if settings.production else DEVELOPMENT_RECIPIENT
    head = letterhead(settings, contacts, site)
    return {
        **request_mail.composers(contacts, fallback, head.site),
        **bulletin_mail.composers(head),
        **letter_mail.composers(head),
        **referral_mail.composers(head),
        **watching_mail.composers(head),
        **adviser_mail.composers(head),
    }


def letters_rhythm(site: Mapping[str, Any]) -> int | None:
    """Every how many months organizations are written to; None when no letter leaves by itself."""
    return min(int(site.get("letters_months") or 0), MAX_MONTHS) or None


def letterhead(settings: Settings, contacts: Contacts, site: Mapping[str, Any]) -> Letterhead:
    """Who e-mails come from, and where their links lead."""
    return Letterhead(
        pole=str(site["name"]),
        address=reach(site),
        site=settings.address,
        to_html=markdown,
        sender=with_sender(settings, contacts).sender,
    )
