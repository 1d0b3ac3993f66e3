"""Accounts of the team: invitations, passwords, roles, codes of an authentication app.

Nobody types a password for somebody else: an account is made without one, and a link good once lets
its owner choose it. The same kind of link replaces a forgotten password.
"""

from __future__ import annotations

import datetime as dt
import time
from functools import lru_cache
from typing import Literal, get_args

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from knowledge.models import StaffInvitation, StaffSession, StaffUser, now
from knowledge.reach import find_reach
from knowledge.shared_pages import new_token, token_digest
from knowledge.staff.audit import note

Role = Literal["reader", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)  # from the least to the most
ROLE_NAMES: dict[str, str] = {
    "reader": "Lecture",
    "editor": "Rédaction",
    "administrator": "Administration",
}

MIN_PASSWORD_CHARS = 12  # NIST SP 800-63B asks for 8, and long rather than complicated
MAX_PASSWORD_CHARS = 200
GUESSED_BELOW = 3  # zxcvbn's score, 0 to 4: from 3, ten thousand million tries are not enough
# Words that somebody who guesses here would try first.
WORDS_OF_HERE = ("economie", "sociale", "pole", "equipe", "cooperative", "assistant", "administration")
INVITATION_DAYS = 7
FORGOTTEN_HOURS = 2  # of a link that one asks for oneself, by e-mail
FORGOTTEN_AGAIN = dt.timedelta(minutes=5)  # before another one is sent
TOTP_SECONDS = 30  # the step of RFC 6238, which authentication apps use
TOTP_STEPS_AROUND = 1  # a clock half a minute off still works

_hasher = PasswordHasher()  # argon2id, with the library's parameters (RFC 9106, low memory)


class AccountError(Exception):
    """The account cannot be changed so; `args[0]` says why, in French."""


def find_user(session: Session, email: str) -> StaffUser | None:
    """The account of an e-mail address, whatever its case."""
    return session.scalar(select(StaffUser).where(StaffUser.email == email.strip().lower()))


def invite(session: Session, *, email: str, name: str, role: str, by: str) -> tuple[StaffUser, str]:
    """Make an account without a password; the account and the token of its invitation link.

    Raises `AccountError` for an address that is not one or is taken, an empty name, an unknown role.
    """
    address = email.strip().lower()
    found = find_reach(address)
    if found is None or found.email != address:
        raise AccountError("Cette adresse de courriel n'est pas complète.")
    if find_user(session, address) is not None:
        raise AccountError("Cette adresse a déjà un compte.")
    if not name.strip():
        raise AccountError("Le nom est obligatoire.")
    if role not in ROLES:
        raise AccountError("Ce rôle n'existe pas.")
    user = StaffUser(email=address, name=name.strip()[:120], role=role)
    session.add(user)
    session.flush()
    note(session, by, "compte créé", f"compte:{address}", None, {"role": role, "name": user.name})
    return user, new_link(session, user)


def new_link(session: Session, user: StaffUser, hours: int = INVITATION_DAYS * 24) -> str:
    """The token of a new link by which this person chooses a password; older links stop working."""
    session.execute(delete(StaffInvitation).where(StaffInvitation.user_id == user.id))
    token = new_token()
    expires = now() + dt.timedelta(hours=hours)
    session.add(StaffInvitation(digest=token_digest(token), user_id=user.id, expires_at=expires))
    session.flush()
    return token


def forgotten(session: Session, email: str) -> tuple[StaffUser, str] | None:
    """The account and the token of a link, for somebody who says that they forgot their password; None for an
    address without an account that can sign in, or that was sent one just before."""
    user = find_user(session, email)
    if user is None or not user.active or user.password_hash is None:
        return None
    recent = StaffInvitation.created_at > now() - FORGOTTEN_AGAIN
    if session.scalar(select(StaffInvitation).where(StaffInvitation.user_id == user.id, recent).limit(1)):
        return None
    note(session, user.email, "lien demandé", f"compte:{user.email}")
    return user, new_link(session, user, FORGOTTEN_HOURS)


def find_invitation(session: Session, token: str) -> StaffInvitation | None:
    """The invitation of a link, unless it expired, was used, or its account was disabled."""
    found = session.get(StaffInvitation, token_digest(token))
    return found if found and found.expires_at > now() and found.user.active else None


def accept(session: Session, invitation: StaffInvitation, password: str) -> StaffUser:
    """Choose the password: the link stops working, and so do the sessions open with the former one."""
    user = invitation.user
    set_password(user, password)
    session.delete(invitation)
    session.execute(delete(StaffSession).where(StaffSession.user_id == user.id))
    note(session, user.email, "mot de passe choisi", f"compte:{user.email}")
    session.flush()
    return user


def set_password(user: StaffUser, password: str) -> None:
    """Set a password. Raises `AccountError` when it is too short, too long, or soon guessed."""
    if not MIN_PASSWORD_CHARS <= len(password) <= MAX_PASSWORD_CHARS:
        raise AccountError(f"Le mot de passe doit avoir au moins {MIN_PASSWORD_CHARS} caractères.")
    own = [
        *user.email.replace("@", ".").split("."),
        *user.name.lower().split(),
        user.email,
        user.name.lower(),
    ]
    judged = zxcvbn(password, user_inputs=[*own, *WORDS_OF_HERE], max_length=MAX_PASSWORD_CHARS)
    if judged["score"] < GUESSED_BELOW:
        raise AccountError("Ce mot de passe est trop facile à deviner. Une phrase de quatre mots convient.")
    user.password_hash = _hasher.hash(password)


def check_password(user: StaffUser | None, password: str) -> bool:
    """Whether the password is this account's. An unknown account takes as long as a known one."""
    stored = user.password_hash if user and user.active and user.password_hash else None
    try:
        _hasher.verify(stored or _nobody(), password[:MAX_PASSWORD_CHARS])
    except (VerificationError, InvalidHashError):
        return False
    if stored is None or user is None:
        return False
    if _hasher.check_needs_rehash(stored):
        user.password_hash = _hasher.hash(password)
    return True


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hasher.hash(new_token())


def check_code(user: StaffUser, code: str, moment: float | None = None) -> bool:
    """Whether the code of the authentication app is right, and was not used before.

    Input: what was typed, and the instant in seconds since 1970 (now by default). True without an app.
    """
    if user.totp_secret is None:
        return True
    step = accepted_step(user.totp_secret, code, moment)
    if step is None or step <= user.totp_step:
        return False
    user.totp_step = step
    return True


def accepted_step(secret: str, code: str, moment: float | None = None) -> int | None:
    """The time step that a code stands for, or None when it is wrong."""
    typed = "".join(char for char in code if char.isdecimal())
    present = int((time.time() if moment is None else moment) // TOTP_SECONDS)
    totp = pyotp.TOTP(secret, interval=TOTP_SECONDS)
    for step in range(present - TOTP_STEPS_AROUND, present + TOTP_STEPS_AROUND + 1):
        if pyotp.utils.strings_equal(typed, totp.at(step * TOTP_SECONDS)):
            return step
    return None


def change(session: Session, user: StaffUser, *, by: str, role: str, name: str, active: bool) -> None:
    """Change an account; disabling it ends its sessions at once.

    Somebody else who can sign in keeps the administration, and nobody disables themselves.
    """
    if role not in ROLES:
        raise AccountError("Ce rôle n'existe pas.")
    if not name.strip():
        raise AccountError("Le nom est obligatoire.")
    if user.email == by and not active:
        raise AccountError("On ne désactive pas son propre compte: quelqu'un d'autre peut le faire.")
    loses = administers(user) and (role != "administrator" or not active)
    if loses and not others_administer(session, user):
        raise AccountError(
            "Il doit rester au moins une autre personne à l'administration, qui s'est déjà connectée."
        )
    before = {"role": user.role, "name": user.name, "active": user.active}
    user.role, user.name, user.active = role, name.strip()[:120], active
    if not active:
        session.execute(delete(StaffSession).where(StaffSession.user_id == user.id))
        session.execute(delete(StaffInvitation).where(StaffInvitation.user_id == user.id))
    after = {"role": user.role, "name": user.name, "active": user.active}
    note(session, by, "compte modifié", f"compte:{user.email}", before, after)
    session.flush()


def administers(user: StaffUser) -> bool:
    """Whether somebody can sign in and administer: an invitation that nobody took up does not."""
    return user.role == "administrator" and user.active and user.password_hash is not None


def any_administers(session: Session) -> bool:
    """Whether somebody at all can sign in and administer."""
    return any(map(administers, session.scalars(select(StaffUser).where(StaffUser.role == "administrator"))))


def others_administer(session: Session, user: StaffUser) -> bool:
    """Whether somebody besides this person can sign in and administer."""
    query = select(StaffUser).where(StaffUser.role == "administrator", StaffUser.id != user.id)
    return any(map(administers, session.scalars(query)))


def at_least(role: str, needed: Role) -> bool:
    """Whether a role may do what another one may."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)
