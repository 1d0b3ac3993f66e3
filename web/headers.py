"""The security headers of every response."""

from __future__ import annotations

from starlette.datastructures import URL, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)


class SecurityHeaders:
    """ASGI middleware. Pages may be framed by the allowed sites only; assets may be loaded by them."""

    def __init__(self, app: ASGIApp, allowed_origins: tuple[str, ...], *, https: bool) -> None:
        self.app = app
        ancestors = " ".join(("'self'", *allowed_origins))
        self._headers = {
            "Content-Security-Policy": POLICY.format(ancestors=ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            # Nothing is kept without asking whether it changed: no one runs yesterday's script on today's
            # page. What may be kept longer says so itself.
            "Cache-Control": "no-cache",
        }
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if "location" in headers:
                    headers["Location"] = _here(headers["Location"], URL(scope=scope).netloc)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _here(location: str, host: str) -> str:
    """Where a redirection leads, without the host that the request named: anybody may name any host, and a
    proxy that speaks HTTPS outside speaks HTTP to us."""
    for scheme in ("http", "https"):
        if host and location.startswith(f"{scheme}://{host}/"):
            return "/" + location.removeprefix(f"{scheme}://{host}/").lstrip("/")
    return location
