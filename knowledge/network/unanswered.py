"""What the watch tells of letters: the sheets whose organization answered, and those it says nothing of."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import OrganizationContact, OrganizationLetter, SheetProposal

NAMES = {
    "silent": "sans réponse après les rappels",
    "failed": "jamais arrivée",
    "unreachable": "injoignable à l'adresse connue",
    "refused": "l'organisme n'en veut plus; vérifiez autrement",
}


def answered_sheets(session: Session) -> set[str]:
    """The sheets of which an organization said something that waits for the team."""
    return set(session.scalars(select(SheetProposal.subject).where(SheetProposal.status == "waiting")))


def without_answer(session: Session) -> dict[str, str]:
    """The organizations whose last letter had no answer, or who want none: which of `NAMES`."""
    found: dict[str, str] = {}
    for letter in session.scalars(select(OrganizationLetter).order_by(OrganizationLetter.id)):
        found[letter.organization] = letter.status
    for contact in session.scalars(select(OrganizationContact)):
        if contact.refused_at:
            found[contact.organization] = "refused"
        elif contact.unreachable_at:
            found[contact.organization] = "unreachable"
    return {name: state for name, state in found.items() if state in NAMES}
