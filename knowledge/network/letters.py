"""Letters to organizations: to whom, when, reminded, answered, given up. Nothing here publishes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.clock import months_before
from knowledge.models import OrganizationContact, OrganizationLetter, OutgoingMail, SheetProposal, now
from knowledge.network.delays import LETTER as DELAYS
from knowledge.network.fields import GONE
from knowledge.network.links import close_links, make_link, opened
from knowledge.outgoing import FAILED, LETTER, PENDING, forget, put
from knowledge.records import AnyResource, OrganizationRecord
from knowledge.resources.store import load_resources

RHYTHM = "the rhythm"  # who writes a letter that nobody asked for by hand
AT_ONCE = 10  # letters begun at a time by the rhythm: a mail server is not flooded, nor a team with answers
OVER = ("exact", "corrected", "refused", "silent", "failed", "dropped")


@dataclass(frozen=True)
class Proposed:
    """What an organization says of one sheet; without changes nor note, that it is right."""

    subject: str
    changes: Mapping[str, Any]
    note: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Correspondent:
    """An organization as the team sees it: its address, whether the team typed it, its last letter, whether
    it is due."""

    identifier: str
    record: OrganizationRecord
    address: str | None
    typed: bool
    contact: OrganizationContact | None
    letter: OrganizationLetter | None
    due: bool

    @property
    def state(self) -> str:
        """refused, unreachable, waiting, silent, failed, exact, corrected, none or no_address."""
        if self.contact and self.contact.refused_at:
            return "refused"
        if self.contact and self.contact.unreachable_at:
            return "unreachable"
        if self.letter and self.letter.status != "dropped":
            return self.letter.status
        return "none" if self.address else "no_address"


def sheets_of(organization: str, resources: Mapping[str, AnyResource]) -> list[str]:
    """The sheets that an organization answers for: its own, then those of what it offers."""
    name = organization.partition(":")[2]
    offered = [
        identifier
        for identifier, record in resources.items()
        if not isinstance(record, OrganizationRecord) and record.organization == name
    ]
    return [organization, *offered]


def correspondents(session: Session, months: int | None, moment: dt.datetime) -> list[Correspondent]:
    """Every organization in service, by name. `months`: the rhythm; None or 0, nobody is due."""
    known = load_resources(session)
    contacts = {row.organization: row for row in session.scalars(select(OrganizationContact))}
    letters: dict[str, OrganizationLetter] = {}
    for row in session.scalars(select(OrganizationLetter).order_by(OrganizationLetter.id)):
        letters[row.organization] = row
    found = []
    for identifier, record in known.items():
        if not isinstance(record, OrganizationRecord):
            continue
        contact, letter = contacts.get(identifier), letters.get(identifier)
        typed = contact.address if contact else None
        address = typed or record.contact.email
        open_to_it = address and not (contact and (contact.refused_at or contact.unreachable_at))
        due = bool(open_to_it and months and _is_due(letter, months, moment))
        found.append(Correspondent(identifier, record, address, bool(typed), contact, letter, due))
    return sorted(found, key=lambda one: one.record.name.casefold())


def _is_due(letter: OrganizationLetter | None, months: int, moment: dt.datetime) -> bool:
    if letter is None:
        return True
    return letter.status != "waiting" and letter.created_at <= months_before(moment, months)


def write(session: Session, one: Correspondent, who: str) -> OrganizationLetter | None:
    """Make a letter due, in the caller's transaction; None where nobody may be written to."""
    if one.address is None or (one.contact and one.contact.refused_at):
        return None
    if one.letter and one.letter.status == "waiting":
        close(session, one.letter, "dropped")
    made = OrganizationLetter(
        organization=one.identifier,
        address=one.address,
        sheets=sheets_of(one.identifier, load_resources(session)),
        created_by=who,
        next_step_at=now() + DELAYS.patience,
    )
    session.add(made)
    session.flush()
    put(session, LETTER, made.id)
    return made


def answer_now(session: Session, one: Correspondent, who: str) -> str | None:
    """A link to say at once whether an organization's sheets are right, in the caller's transaction: its
    token, for who proved to read the organization's mailbox. None where it wants no letter."""
    letter = one.letter if one.letter and one.letter.status == "waiting" else None
    if letter is None:
        letter = write(session, one, who)
        if letter is None:
            return None
        forget(session, (LETTER,), letter.id)  # it is answered here; a reminder comes only if it is not
    return make_link(session, "letter", letter.id, DELAYS.link_days)


def follow_up(session: Session, months: int | None, moment: dt.datetime) -> int:
    """Write to who is due, remind who did not answer, give up on who was reminded enough, in the caller's
    transaction; how many letters that touched."""
    touched = 0
    failed = select(OutgoingMail.about).where(OutgoingMail.kind == LETTER, OutgoingMail.status == FAILED)
    waiting = select(OrganizationLetter).where(OrganizationLetter.status == "waiting")
    for letter in session.scalars(waiting.where(OrganizationLetter.id.in_(failed))).all():
        close(session, letter, "failed")
        contact_of(session, letter.organization).unreachable_at = moment
        touched += 1
    in_line = select(OutgoingMail.about).where(OutgoingMail.kind == LETTER, OutgoingMail.status == PENDING)
    late = waiting.where(OrganizationLetter.next_step_at <= moment, OrganizationLetter.id.not_in(in_line))
    for letter in session.scalars(late).all():
        if letter.reminders < DELAYS.reminders:
            letter.reminders += 1
            letter.next_step_at = moment + DELAYS.patience
            put(session, LETTER, letter.id)
        else:
            close(session, letter, "silent")
        touched += 1
    if months:
        for one in [one for one in correspondents(session, months, moment) if one.due][:AT_ONCE]:
            touched += write(session, one, RHYTHM) is not None
    return touched


def find_letter(session: Session, token: str) -> OrganizationLetter | None:
    """The letter of a link, while it waits for its answer."""
    number = opened(session, "letter", token)
    letter = None if number is None else session.get(OrganizationLetter, number)
    return letter if letter and letter.status == "waiting" else None


def answer(session: Session, letter: OrganizationLetter, proposed: list[Proposed]) -> None:
    """Keep what an organization says of its sheets, for the team to accept, in the caller's transaction. The
    letter's links are then worth nothing."""
    for one in proposed:
        former = select(SheetProposal).where(
            SheetProposal.subject == one.subject, SheetProposal.status == "waiting"
        )
        for row in session.scalars(former).all():
            session.delete(row)  # the newest word of an organization is its word
        changes = {GONE: True} if one.gone else dict(one.changes)
        session.add(SheetProposal(letter_id=letter.id, subject=one.subject, changes=changes, note=one.note))
    corrected = any(one.changes or one.note or one.gone for one in proposed)
    close(session, letter, "corrected" if corrected else "exact")


def refuse(session: Session, letter: OrganizationLetter) -> None:
    """An organization wants no more letters, in the caller's transaction: its sheets stay."""
    contact_of(session, letter.organization).refused_at = now()
    close(session, letter, "refused")


def close(session: Session, letter: OrganizationLetter, status: str) -> None:
    """End a letter, in the caller's transaction: no link of it opens anything, nothing more of it is sent."""
    letter.status = status
    if status in ("exact", "corrected", "refused"):
        letter.answered_at = now()
    close_links(session, "letter", letter.id)
    forget(session, (LETTER,), letter.id)
    session.flush()


def contact_of(session: Session, organization: str) -> OrganizationContact:
    """How an organization is written to, its row made when there is none."""
    row = session.get(OrganizationContact, organization)
    if row is None:
        row = OrganizationContact(organization=organization)
        session.add(row)
    return row


def erase_old(session: Session, before: dt.datetime) -> int:
    """Erase the letters begun before an instant, with their answers, in the caller's transaction."""
    old = session.scalars(select(OrganizationLetter).where(OrganizationLetter.created_at < before)).all()
    for letter in old:
        close_links(session, "letter", letter.id)
        forget(session, (LETTER,), letter.id)
        session.execute(delete(SheetProposal).where(SheetProposal.letter_id == letter.id))
        session.delete(letter)
    session.flush()
    return len(old)
