"""The site under a folder of its address, as in `SITE_URL=https://exemple.org/assistant`.

Pages, replies and the base say addresses from the site's root. Where a folder stands before it, it is put
there as they leave: in what a page links to, in redirections and in the paths of cookies. A request may come
with the folder or without it, as the proxy leaves it.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What a browser follows. What a form sends back (`value`) is said from the root, as it is read.
FOLLOWED = re.compile(rb'(\s(?:href|src|action|formaction)=")/(?!/)')
COOKIE_PATH = re.compile(r"(;\s*path=)/", re.IGNORECASE)
HTML = "text/html"


class UnderFolder:
    """ASGI middleware, the outermost. `folder`: the path of the site's address, with no slash at its end."""

    def __init__(self, app: ASGIApp, folder: str) -> None:
        self.app = app
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(self._from_root(scope), receive, _Leaving(self._folder, send))

    def _from_root(self, scope: Scope) -> Scope:
        path: str = scope["path"]
        if path != self._folder and not path.startswith(f"{self._folder}/"):
            return scope
        inner = path.removeprefix(self._folder) or "/"
        raw: bytes = scope.get("raw_path") or path.encode()
        return {**scope, "path": inner, "raw_path": raw.removeprefix(self._folder.encode()) or b"/"}


class _Leaving:
    """What sends one response, its addresses under the folder."""

    def __init__(self, folder: str, send: Send) -> None:
        self._folder, self._send = folder, send
        self._start: Message | None = None  # of a page, until all of it is there
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._put_in(headers)
            if headers.get("content-type", "").startswith(HTML):
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            message = {**message, "body": self._page(MutableHeaders(scope=self._start))}
            await self._send(self._start)
        await self._send(message)

    def _put_in(self, headers: MutableHeaders) -> None:
        leads = headers.get("location", "")
        if leads.startswith("/") and not leads.startswith("//"):
            headers["location"] = self._folder + leads
        cookies = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", COOKIE_PATH.sub(rf"\1{self._folder}/", cookie))

    def _page(self, headers: MutableHeaders) -> bytes:
        page = FOLLOWED.sub(rb"\1" + self._folder.encode() + b"/", self._body)
        if self._body:  # a page that is only asked about is not there to be measured
            headers["content-length"] = str(len(page))
        return page
