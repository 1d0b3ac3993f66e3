"""A site of somebody else that embeds the assistant."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MAIN = """<main><h1>Un site hôte</h1><p>Un paragraphe du site, avec <a href="/autre">un lien</a>.</p>
<button type="button">Un bouton</button></main>"""


class Host:
    """A site on a free port that serves one page at every address, under a strict policy.

    `head`: what its page has in the head; `house`: the only other site that its policy names.
    """

    def __init__(self) -> None:
        self.head = ""
        self.body = MAIN
        self.house = ""
        self.css = ""
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.answer(self)

            def log_message(self, *_args: Any) -> None:
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        css = request.path == "/host.css"
        page = (
            f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Site hôte</title>'
            f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            f'<link rel="stylesheet" href="/host.css">{self.head}</head><body>{self.body}</body></html>'
        )
        body = (self.css if css else page).encode()
        policy = (
            f"default-src 'none'; img-src data:; script-src {self.house}; style-src 'self' {self.house}; "
            f"connect-src {self.house}; frame-src {self.house}"
        )
        request.send_response(200)
        request.send_header("Content-Type", "text/css" if css else "text/html; charset=utf-8")
        request.send_header("Content-Security-Policy", policy)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def embed(self, house: str, **options: str) -> None:
        """Paste the one line of the widget in the page, with these `data-` attributes."""
        data = "".join(f' data-{name}="{value}"' for name, value in options.items())
        self.house, self.head = house, f'<script src="{house}/widget.js"{data} defer></script>'

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
