"""A save that the base could not take: nothing is lost, what was typed is sent again by one button."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response
from sqlalchemy.exc import InternalError, OperationalError
from starlette.datastructures import FormData

from web.errors import RETRY_SECONDS
from web.staff.access import ROOT
from web.staff.pages import render

SECRET_FIELDS = ("password", "current", "code", "secret")  # in a field's name: not written back into a page
LONG = 30  # characters from which a text is shown too, to be copied


def install_retry(app: FastAPI) -> None:
    """Answer a form of the desk so, and leave every other request to the handler that is there."""
    general = app.exception_handlers[OperationalError]

    @app.exception_handler(OperationalError)
    @app.exception_handler(InternalError)
    async def unwritable(request: Request, error: Exception) -> Response:
        response: Response = await general(request, error)  # type: ignore[misc]
        if request.method != "POST" or not request.url.path.startswith(f"{ROOT}/"):
            return response
        return retry_page(request, getattr(request.state, "form", FormData()))


def retry_page(request: Request, form: FormData) -> Response:
    """The page, with the form as it was sent; only the sentence for one that holds a password or a file."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    whole = len(fields) == len(form.multi_items())
    secret = any(part in name for name, value in fields if value for part in SECRET_FIELDS)
    kept = fields if whole and not secret else []
    response = render(
        request,
        None,
        "retry.html",
        status=503,
        fields=kept,
        texts=[value for _, value in kept if len(value) > LONG and " " in value],
    )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
