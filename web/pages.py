"""The pages people open, and the widget that other sites embed."""

from __future__ import annotations

import gzip
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from web.bundle import widget_script

STATIC_DIR = Path(__file__).parent / "static"

router = APIRouter(include_in_schema=False)


@router.get("/")
def index(request: Request) -> Response:
    """The assistant, full size."""
    return _page(request, "index.html")


@router.get("/demo")
def demo(request: Request) -> Response:
    """The widget in a page with hostile CSS: a trial, not for the public."""
    if request.app.state.settings.production:
        raise HTTPException(404)
    return _page(request, "demo.html")


@router.get("/widget.js")
def widget(request: Request) -> Response:
    """The one script that a site embeds, compressed for who takes it so."""
    script = widget_script(request.app.state.settings.allowed_origins).encode()
    headers = {
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "max-age=300",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        script = gzip.compress(script, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(script, media_type="text/javascript", headers=headers)


def _page(request: Request, name: str) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(request, name, {"site": state.site})
    return response
