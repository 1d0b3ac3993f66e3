"""/carte: the territory's MRC to tap, as a drawing and as a list.

/api/territory: the drawing as numbers, for the assistant, which shows it beside the question of the place.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.settings import content_dir
from knowledge.territory.drawing import drawing_of
from web.desk.pages import snapshot

# What is the same in front of every name: there is no room for it on a shape.
_KIND = re.compile(r"^MRC (?:de la |de l['’]|des |du |de |d['’])?")
router = APIRouter()


@router.get("/carte", include_in_schema=False)
def territory(request: Request) -> Response:
    """The page; a MRC leads to the resources that serve it."""
    state = request.app.state
    names = snapshot(request).doors.mrc_names
    context = {
        "site": state.site,
        "drawing": drawing_of(content_dir()),
        "names": names,
        "to": {mrc: f"/ressources?{urlencode({'mrc': mrc})}" for mrc in names},
    }
    response: Response = state.templates.TemplateResponse(request, "map.html", context)
    return response


@router.get("/api/territory", tags=["ressources"])
def drawing(request: Request, response: Response) -> dict[str, Any]:
    """The territory's MRC as shapes: SVG paths in units of the drawing, a name and where it goes."""
    response.headers["Cache-Control"] = "max-age=3600"
    names = snapshot(request).doors.mrc_names
    found = drawing_of(content_dir())
    return {
        "width": found.width,
        "height": found.height,
        "shapes": [
            {
                "mrc": shape.mrc,
                "name": names[shape.mrc],
                "surface": shape.surface,
                "border": shape.border,
                "label": shape.label,
                "words": words_on_map(names[shape.mrc]),
            }
            for shape in found.shapes
            if shape.mrc in names  # a base without content names none
        ],
    }


def words_on_map(name: str) -> list[str]:
    """A MRC's name as it is written on its shape, a piece a line: «MRC des Jardins» -> ["Jardins"]."""
    bare = _KIND.sub("", name)
    *first, last = bare.split("-")
    return [*(f"{word}-" for word in first), last]
