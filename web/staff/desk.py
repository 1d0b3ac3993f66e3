"""The desk put together: its routers, its error pages, and the headers of all its responses."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.routes import serve
from web.staff import (
    accounts,
    answers,
    bulletins,
    contact_requests,
    drafts,
    experts,
    facts,
    figures,
    forgotten,
    freshness,
    history,
    home,
    inbox,
    organizations,
    own_account,
    pole,
    privacy,
    referrals,
    report,
    resources,
    selftest,
    sessions,
    slots,
    state,
    territory,
    topics,
    transfer,
    words,
)
from web.staff.access import ROOT, SIGN_IN, RefusedError, SignInRequiredError, current
from web.staff.link_check import try_links
from web.staff.pages import render

# Stricter than the public pages: nobody frames the desk, nobody keeps a copy, nobody indexes it.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}
ROUTERS = (
    home,
    sessions,
    own_account,
    forgotten,
    drafts,
    accounts,
    inbox,
    answers,
    resources,
    facts,
    topics,
    pole,
    privacy,
    slots,
    territory,
    words,
    history,
    freshness,
    organizations,
    contact_requests,
    referrals,
    experts,
    figures,
    report,
    bulletins,
    selftest,
    transfer,
    state,
)


def install_staff(app: FastAPI) -> None:
    """Add the desk to the application."""
    app.state.try_links = try_links
    serve(app, *ROUTERS, prefix=ROOT, in_schema=False)
    app.add_middleware(DeskHeaders)

    @app.exception_handler(SignInRequiredError)
    def sign_in(request: Request, error: SignInRequiredError) -> Response:
        if error.typed is not None and drafts.may_be_kept(error.path.removeprefix(ROOT)):
            return sessions.sign_in_again(request, error.path, error.typed)
        return RedirectResponse(f"{SIGN_IN}?suite={quote(error.path)}", status_code=303)

    @app.exception_handler(RefusedError)
    def refused(request: Request, error: RefusedError) -> Response:
        shown = {"title": error.title, "message": error.message}
        return render(request, current(request), "refused.html", status=error.status, **shown)


class DeskHeaders:
    """ASGI middleware: the headers above, on everything under the desk's root."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path == ROOT or path.startswith(ROOT + "/")):
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)
