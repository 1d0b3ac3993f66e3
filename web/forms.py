"""Reading what a form or an address holds: as it was sent, but for the one character no base stores."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import FormData
from starlette.types import ASGIApp, Receive, Scope, Send

NUL = "\x00"  # no keyboard types it, and PostgreSQL refuses a text with it


async def read_form(request: Request, *, max_fields: int, max_files: int = 0) -> FormData:
    """The fields of a form, and its files."""
    data = await request.form(max_fields=max_fields, max_files=max_files)
    return FormData(
        [
            (name, value.replace(NUL, "") if isinstance(value, str) else value)
            for name, value in data.multi_items()
        ]
    )


def text_of(data: FormData, name: str, default: str = "") -> str:
    """A field's text without the spaces around it, line breaks as `\\n`; the default for none or a file."""
    value = data.get(name, default)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else default


class WithoutNul:
    """ASGI middleware: addresses without that character, however it is written in them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (NUL in scope["path"] or b"%00" in scope.get("query_string", b"")):
            path, query = scope["path"].replace(NUL, ""), scope["query_string"].replace(b"%00", b"")
            scope = {**scope, "path": path, "query_string": query}
        await self.app(scope, receive, send)
