"""/carte: the territory's MRC to tap, as a drawing and as a list.

/carte/dessin: the same alone, for a script that puts it beside the question of the place.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.settings import content_dir
from knowledge.territory.drawing import drawing_of
from web.desk.pages import snapshot

router = APIRouter(include_in_schema=False)


@router.get("/carte")
def territory(request: Request) -> Response:
    """The page; a MRC leads to the resources that serve it."""
    return _shown(request, "map.html")


@router.get("/carte/dessin")
def drawing(request: Request) -> Response:
    """The drawing and its list as a piece of a page."""
    return _shown(request, "map_piece.html")


def _shown(request: Request, template: str) -> Response:
    state = request.app.state
    names = snapshot(request).doors.mrc_names
    context = {
        "site": state.site,
        "drawing": drawing_of(content_dir()),
        "names": names,
        "to": {mrc: f"/ressources?{urlencode({'mrc': mrc})}" for mrc in names},
    }
    response: Response = state.templates.TemplateResponse(request, template, context)
    return response
