"""From where somebody signs in: their own device, told by a cookie, or an address.

A device that was signed in to an account once is known to it: failures from elsewhere do not keep it out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from fastapi import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from knowledge.staff.throttle import ACCOUNT_FREE, ANYWHERE_FREE, CLIENT_FREE, Subject
from web.clients import client_of
from web.staff.access import Staff

DEVICE_COOKIE = "equipe-appareil"
DEVICE_SECONDS = 180 * 24 * 3600


def device_token(request: Request, email: str) -> str:
    """The cookie of a device that was just signed in to this account."""
    return _devices(request).dumps([_digest(request, _account(email)), secrets.token_hex(8)])


def subjects_of(request: Request, email: str) -> tuple[Subject, ...]:
    """What an attempt at this account counts against; the first is the account from here.

    A known device counts alone. Any other counts by its address, at this account and at any; and, far more
    loosely, all of them together at this account, so that many addresses do not guess without end.
    """
    account = _account(email)
    known = _known_device(request, _digest(request, account))
    if known:
        return (Subject(f"device:{_digest(request, known)}", ACCOUNT_FREE),)
    client = client_of(request)
    return (
        Subject(f"account:{_digest(request, f'{account} {client}')}", ACCOUNT_FREE),
        Subject(f"client:{_digest(request, client)}", CLIENT_FREE),
        Subject(f"anywhere:{_digest(request, account)}", ANYWHERE_FREE),
    )


def asking_subject(request: Request) -> Subject:
    """What asking for a link counts against: the address that asks."""
    client = client_of(request)
    return Subject(f"asking:{_digest(request, client)}", ACCOUNT_FREE)


def own_subject(staff: Staff) -> Subject:
    """What an attempt within an open session counts against: that session."""
    return Subject(f"session:{staff.digest}", ACCOUNT_FREE)


def _known_device(request: Request, account: str) -> str | None:
    """The name of this device, when it was signed in to this account before."""
    try:
        found = _devices(request).loads(request.cookies.get(DEVICE_COOKIE, ""), max_age=DEVICE_SECONDS)
    except BadSignature:
        return None
    owner, name = found if isinstance(found, list) and len(found) == 2 else ("", "")
    return str(name) if owner == account else None


def _devices(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(request.app.state.settings.secret_key), salt="device")


def _account(email: str) -> str:
    return email.strip().lower()


def _digest(request: Request, text: str) -> str:
    """A keyed digest: the base keeps neither an address nor a name of those who failed."""
    key = str(request.app.state.settings.secret_key).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
