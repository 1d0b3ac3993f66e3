"""What the desk does by itself: checking links, and the weekly e-mail."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session, sessionmaker

from knowledge.contacts import Contacts
from knowledge.mail import smtp_server
from knowledge.staff.digest import send_weekly
from web.background import Task, with_sender
from web.settings import Settings
from web.staff.link_check import check_links

LINKS_SECONDS = 15 * 60  # eight addresses each time: about 400 are gone through in half a day
DIGEST_SECONDS = 30 * 60


def staff_tasks(settings: Settings, factory: sessionmaker[Session], contacts: Contacts) -> list[Task]:
    """The periodic tasks of the desk; the e-mail only with a mail server."""
    due = [Task("links", LINKS_SECONDS, partial(check_links, factory))]
    if settings.smtp_url:
        mailer = smtp_server(settings.smtp_url)
        due.append(
            Task(
                "digest",
                DIGEST_SECONDS,
                partial(send_weekly, factory, mailer, with_sender(settings, contacts)),
            )
        )
    return due
