"""Which other sites may ask from a browser; who is refused reads it in French."""

from __future__ import annotations

from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import Headers
from starlette.responses import Response

from web.errors import error_response

REFUSED = (
    "origin_not_allowed",
    "Ce site ne peut pas utiliser l'assistant de cette façon. Son adresse s'ajoute à ALLOWED_ORIGINS.",
)


class AllowedSites(CORSMiddleware):
    """The stock middleware, but for the words of a refusal."""

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code != 400:
            return response
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        return error_response(400, *REFUSED, kept)
