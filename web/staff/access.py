"""Who may do what: the session of a request, the role it needs, and the token of each form.

Every handler of the desk names one of the dependencies below; a test visits every route to see that it
does. A form is read only once its author and its token are known.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from knowledge.models import StaffUser
from knowledge.staff.accounts import ROLE_NAMES, Role, at_least
from knowledge.staff.sessions import find_session
from web.forms import read_form, text_of
from web.rows import row_numbers

COOKIE = "equipe"
ROOT = "/equipe"
SIGN_IN = f"{ROOT}/connexion"
MAX_FIELDS = 2_000  # the editor of a resource has about a hundred


class SignInRequiredError(Exception):
    """Nobody is signed in; `path` is where they wanted to go."""

    def __init__(self, path: str, typed: FormData | None = None) -> None:
        super().__init__(path)
        self.path = path
        self.typed = typed  # what they sent when their session had ended


class RefusedError(Exception):
    """The desk says no, on a page: status, title, and a sentence that says what to do."""

    def __init__(self, status: int, title: str, message: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.message = message


@dataclass(frozen=True)
class Staff:
    """Who is signed in. `csrf` goes into every form of theirs."""

    id: int
    email: str
    name: str
    role: str
    digest: str
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether they may do what this role may."""
        return at_least(self.role, role)

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]


@dataclass(frozen=True)
class Form:
    """A form whose author and token were checked."""

    staff: Staff
    data: FormData

    def text(self, name: str, default: str = "") -> str:
        """A field's text, without the spaces around it; line breaks as `\\n`."""
        return text_of(self.data, name, default)

    def password(self, name: str) -> str:
        """A password, with every space of it."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def all(self, name: str) -> list[str]:
        """The texts of a repeated field."""
        return [value.strip() for value in self.data.getlist(name) if isinstance(value, str)]

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file, when one was chosen."""
        value = self.data.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def numbers(self, name: str) -> list[int]:
        """The numbers of rows of a repeated field; what is not one is left out."""
        return row_numbers(self.all(name))

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, or the default."""
        value = self.text(name)
        return next(iter(row_numbers([value])), default)


@contextmanager
def database(request: Request) -> Iterator[Session]:
    """One transaction: all of it is saved, or nothing."""
    with request.app.state.sessions_factory() as session, session.begin():
        yield session


def csrf_token(request: Request, cookie: str) -> str:
    """The token of the forms of one session: only who has the cookie and our key can make it."""
    key = str(request.app.state.settings.secret_key).encode()
    return hmac.new(key, b"csrf:" + cookie.encode(), hashlib.sha256).hexdigest()


def current(request: Request) -> Staff | None:
    """Who is signed in, or None."""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie:
        return None
    with database(request) as session:
        found = find_session(session, cookie)
        if found is None:
            return None
        user = found.user
        return Staff(user.id, user.email, user.name, user.role, found.digest, csrf_token(request, cookie))


def own_account(session: Session, staff: Staff) -> StaffUser:
    """The account of who is signed in."""
    return session.get_one(StaffUser, staff.id)


def _allow(request: Request, role: Role) -> Staff:
    staff = current(request)
    if staff is None:
        raise SignInRequiredError(request.url.path if request.method == "GET" else ROOT)
    if not staff.may(role):
        raise RefusedError(
            403,
            "Cette page n'est pas permise à votre rôle",
            f"Votre rôle est «{staff.role_name}». Pour aller plus loin, demandez à l'administration.",
        )
    return staff


def viewer(role: Role) -> Callable[[Request], Staff]:
    """A dependency: who looks, with at least this role."""

    def dependency(request: Request) -> Staff:
        return _allow(request, role)

    return dependency


def sender(role: Role) -> Callable[[Request], Awaitable[Form]]:
    """A dependency: the form that somebody with at least this role sends, its token checked."""

    async def dependency(request: Request) -> Form:
        try:
            staff = await run_in_threadpool(_allow, request, role)
        except SignInRequiredError as error:
            if _from_here(request):  # their session ended while they wrote
                typed = await read_form(request, max_fields=MAX_FIELDS)
                raise SignInRequiredError(request.url.path, typed) from error
            raise
        data = await read_form(request, max_fields=MAX_FIELDS, max_files=2)
        request.state.form = data  # sent again by one button when the base cannot take it
        check_token(data, staff.csrf)
        return Form(staff, data)

    return dependency


def _from_here(request: Request) -> bool:
    """Whether a form was sent by a page of this site, as the browser says: no other site can say so."""
    return request.headers.get("sec-fetch-site") == "same-origin"


def check_token(data: FormData, expected: str) -> None:
    """Refuse a form that does not carry the token of its page."""
    given = data.get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), expected.encode()):
        raise RefusedError(
            403,
            "Le formulaire n'est plus valable",
            "Revenez en arrière, rechargez la page et recommencez. Rien n'a été changé.",
        )


Reader = Annotated[Staff, Depends(viewer("reader"))]
Editor = Annotated[Staff, Depends(viewer("editor"))]
Administrator = Annotated[Staff, Depends(viewer("administrator"))]
ReaderForm = Annotated[Form, Depends(sender("reader"))]
EditorForm = Annotated[Form, Depends(sender("editor"))]
AdministratorForm = Annotated[Form, Depends(sender("administrator"))]
