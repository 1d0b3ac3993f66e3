"""What the desk does by itself: checking links, letting answered questions leave, the weekly e-mail."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session, sessionmaker

from knowledge.contacts import Contacts
from knowledge.mail import smtp_server
from knowledge.search.service import AnswerSearch
from knowledge.staff.digest import send_weekly
from knowledge.staff.inbox import prepare
from knowledge.staff.leaving import let_answered_leave
from knowledge.staff.suggestions import suggestions_over
from web.background import Task, with_sender
from web.settings import Settings
from web.staff.link_check import check_links

INBOX_SECONDS = 60  # one small query while the content stays the same
LINKS_SECONDS = 15 * 60  # eight addresses each time: about 400 are gone through in half a day
DIGEST_SECONDS = 30 * 60


def staff_tasks(
    settings: Settings,
    factory: sessionmaker[Session],
    contacts: Callable[[], Contacts],
    search: AnswerSearch,
) -> list[Task]:
    """The periodic tasks of the desk; the e-mails only where something sends them."""
    due = [
        Task("inbox", INBOX_SECONDS, partial(let_answered_leave, factory, search)),
        Task("inbox ahead", INBOX_SECONDS, partial(prepare, factory, suggestions_over(search))),
        Task("links", LINKS_SECONDS, partial(check_links, factory)),
    ]
    if settings.smtp_url:
        server = smtp_server(settings.smtp_url)

        def send_digest() -> int:
            return send_weekly(factory, server, with_sender(settings, contacts()))

        due.append(Task("digest", DIGEST_SECONDS, send_digest))
    return due
