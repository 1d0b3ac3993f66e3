"""Errors as the contract says them: a code for programs, a French sentence for people, nothing more."""

from __future__ import annotations

import logging

import sqlalchemy.exc
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import InternalError, OperationalError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)


class ApiError(Exception):
    """An error to give to the client.

    Input: the HTTP status, a stable code, a French sentence that says what to do, and headers if any.
    """

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.headers = headers
        self.status = status
        self.code = code
        self.message = message


SENTENCES = {
    400: ("bad_request", "La demande n'est pas valable."),
    403: ("forbidden", "Cette action n'est pas permise."),
    404: ("not_found", "Cette adresse n'existe pas."),
    405: ("method_not_allowed", "Cette action n'est pas permise à cette adresse."),
    413: ("too_large", "La demande est trop volumineuse."),
    415: ("unsupported_media_type", "Le format attendu est du JSON."),
    422: ("invalid", "La demande n'est pas valable."),
    429: ("too_many_requests", "Vous allez un peu vite. Réessayez dans une minute."),
}
UNWRITABLE = (
    "database_busy",
    "Rien n'a été enregistré: la base ne peut pas être écrite en ce moment. Réessayez dans un instant.",
)
RETRY_SECONDS = 5
MAX_FIELDS, MAX_FIELD_CHARS = 5, 60  # of those named as missing or not valid
UNEXPECTED = (
    "internal",
    "Une erreur est survenue de notre côté. Réessayez dans un instant, ou joignez le Pôle.",
)


def error_response(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """The JSON form of an error."""
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status, headers=headers)


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, rather than a program."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def install_error_handlers(app: FastAPI) -> None:
    """Turn every error into the contract's form, or into a French page for a browser."""

    @app.exception_handler(ApiError)
    async def api_error(_request: Request, error: ApiError) -> Response:
        return error_response(error.status, error.code, error.message, error.headers)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        code, message = SENTENCES.get(error.status_code, UNEXPECTED)
        if wants_page(request):
            return error_page(request, error.status_code, message)
        return error_response(error.status_code, code, message)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        message = invalid_sentence(error)
        if wants_page(request):
            return error_page(request, 422, message)
        return error_response(422, "invalid", message)

    @app.exception_handler(OperationalError)
    @app.exception_handler(InternalError)  # PostgreSQL's word for a file that cannot be written
    @app.exception_handler(sqlalchemy.exc.TimeoutError)
    async def unwritable(request: Request, error: Exception) -> Response:
        log.error("The database failed at %s (%s).", request.url.path, type(error).__name__)
        retry = {"Retry-After": str(RETRY_SECONDS)}
        if wants_page(request):
            return error_page(request, 503, headers=retry)
        return error_response(503, *UNWRITABLE, retry)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        # The log says where it broke, never what the person wrote.
        log.error("Unexpected error at %s", request.url.path, exc_info=error)
        if wants_page(request):
            return error_page(request, 500)
        return error_response(500, *UNEXPECTED)


def invalid_sentence(error: RequestValidationError) -> str:
    """What is wrong with a request, for the person or the program that made it."""
    if any(detail["type"] == "json_invalid" for detail in error.errors()):
        return "Ce qui a été envoyé n'est pas du JSON lisible."
    fields = sorted({str(detail["loc"][-1]) for detail in error.errors()} - {"body"})
    if not fields:
        return "Un objet JSON est attendu, avec les champs décrits à /api/openapi.json."
    # Some are names of its own that the sender invented: quoted, and no more of them than one reads.
    quoted = ", ".join(f"«{field[:MAX_FIELD_CHARS].replace('»', '')}»" for field in fields[:MAX_FIELDS])
    return f"Valeur absente ou non valable: {quoted}."


def refusal(request: Request, status: int) -> Response:
    """An error met before the application, as the one who asks reads it: a page or JSON."""
    code, message = SENTENCES[status]
    return (
        error_page(request, status, message) if wants_page(request) else error_response(status, code, message)
    )


def error_page(
    request: Request, status: int, message: str = "", headers: dict[str, str] | None = None
) -> Response:
    """The French page of an error. `message`: what is wrong with the request, when that is known."""
    shown = {"status": status, "site": request.app.state.site, "message": message if status < 500 else ""}
    response: Response = request.app.state.templates.TemplateResponse(
        request, "error.html", shown, status_code=status, headers=headers
    )
    return response
