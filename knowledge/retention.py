"""Erasing what is due. One function, run by the web process at its start and every quarter of an hour.

What stays is counts without any person.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.backup.erasures import KEPT_DAYS as ERASURES_DAYS
from knowledge.clock import months_before
from knowledge.conversations import erase_before
from knowledge.erasure import empty_log
from knowledge.feedback import count
from knowledge.mail import MAIL_FOLDER, erase_mails
from knowledge.models import (
    ContactRequest,
    ErasureNote,
    ErrorReport,
    LoginFailure,
    OpenQuestion,
    OutgoingMail,
    SharedPage,
    Undoable,
    now,
)
from knowledge.network.advisers import erase_due as erase_spaces
from knowledge.network.delays import LETTER
from knowledge.network.experts import erase_due as erase_cases
from knowledge.network.letters import erase_old as erase_letters
from knowledge.network.links import erase_expired
from knowledge.network.referrals import erase_due as erase_referrals
from knowledge.network.watching import erase_unconfirmed as erase_unconfirmed_alerts
from knowledge.outgoing import PENDING, WITHDRAWAL, forget_told
from knowledge.quotes import forget_quotes
from knowledge.requests import KEPT_DAYS, WITHDRAWN
from knowledge.requests import erase as erase_request
from knowledge.settings import var_dir
from knowledge.staff.drafts import forget_old
from knowledge.subscribers import erase_unconfirmed

# Told to people in the privacy text: a change here is a change there.
CONVERSATION_HOURS = 24
QUESTION_MONTHS = 24  # also reports on the base, and the team's log, which may quote a question
LOGIN_HOURS = 24  # failed sign-ins, by keyed digest

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """How many rows were erased, by kind."""

    events: int = 0
    requests: int = 0
    pages: int = 0
    questions: int = 0
    reports: int = 0
    entries: int = 0
    mails: int = 0
    subscribers: int = 0
    referrals: int = 0
    spaces: int = 0
    cases: int = 0

    @property
    def total(self) -> int:
        return sum(asdict(self).values())

    def __str__(self) -> str:
        return (
            f"{self.events} événement(s) de conversation, {self.requests} demande(s), "
            f"{self.pages} page(s) partagée(s), {self.questions} question(s), {self.reports} signalement(s), "
            f"{self.entries} entrée(s) du journal, {self.mails} courriel(s) de développement, "
            f"{self.subscribers} inscription(s), {self.referrals} référence(s) suivie(s), "
            f"{self.spaces} espace(s) ou fiche(s) d'intervenants, {self.cases} cas de la table d'experts"
        )


def erase_due(
    factory: sessionmaker[Session], conversations: str | None = None, moment: dt.datetime | None = None
) -> Erased:
    """Erase all that is past its time; how much that was.

    Input: the base, the address of Rasa's conversations, and the present instant.
    """
    moment = moment or now()
    oldest = months_before(moment, QUESTION_MONTHS)
    with factory() as session, session.begin():
        erased = Erased(
            requests=_erase_requests(session, moment),
            pages=_rows(session.execute(delete(SharedPage).where(SharedPage.expires_at <= moment))),
            questions=_rows(session.execute(delete(OpenQuestion).where(OpenQuestion.last_at < oldest))),
            reports=_rows(session.execute(delete(ErrorReport).where(ErrorReport.created_at < oldest))),
            entries=forget_quotes(session, oldest),
            subscribers=erase_unconfirmed(session, moment) + erase_unconfirmed_alerts(session, moment),
            referrals=erase_referrals(session, moment),
            spaces=erase_spaces(session, moment),
            cases=erase_cases(session, moment),
        )
        erase_expired(session, moment)
        erase_letters(session, months_before(moment, LETTER.kept_months))
        forget_told(session, moment - dt.timedelta(days=KEPT_DAYS))
        forgettable = moment - dt.timedelta(days=ERASURES_DAYS)
        session.execute(delete(ErasureNote).where(ErasureNote.at < forgettable))
        forgotten = moment - dt.timedelta(hours=LOGIN_HOURS)
        forget_old(session, moment)
        session.execute(delete(Undoable).where(Undoable.at < moment - dt.timedelta(days=1)))
        session.execute(delete(LoginFailure).where(LoginFailure.last_at < forgotten))
    empty_log(factory)
    mails = erase_mails(var_dir() / MAIL_FOLDER, moment - dt.timedelta(days=KEPT_DAYS))
    # Last: Rasa may hold its file, and that must not keep the rest from being erased.
    before = moment - dt.timedelta(hours=CONVERSATION_HOURS)
    events = erase_before(before, conversations)
    erased = replace(erased, events=events, mails=mails)
    if erased.total:
        _log.info("Retention erased: %s.", erased)
    return erased


def _erase_requests(session: Session, moment: dt.datetime) -> int:
    """Delete the requests past their time, and the emptied rows of withdrawn ones once the team was told."""
    still = select(OutgoingMail.about).where(OutgoingMail.kind == WITHDRAWAL, OutgoingMail.status == PENDING)
    told = (ContactRequest.status == WITHDRAWN) & ContactRequest.id.not_in(still)
    due = session.scalars(select(ContactRequest).where(or_(ContactRequest.erase_after <= moment, told))).all()
    for request in due:
        if request.status != WITHDRAWN:  # a withdrawal was counted when it happened
            count(session, "request", "expired")
        erase_request(session, request)
    return len(due)


def _rows(result: Any) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
