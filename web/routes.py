"""The addresses of the site: what each page reads of a request is worked out once a process.

An application that includes a router works all its routes out anew at the first request, for a tenth of a
second or two: each Pôle of a house would, and each test.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute


def serve(app: FastAPI, *modules: ModuleType, prefix: str = "", in_schema: bool = True) -> None:
    """Serve the pages of these modules, in their order, after those that the application serves already.

    Input: modules that each have a `router`; what their addresses begin with; whether they are told of in
    the schema, as far as each router says so.
    """
    app.router.routes.extend(_routes(modules, prefix, in_schema))


@cache
def _routes(modules: tuple[ModuleType, ...], prefix: str, in_schema: bool) -> tuple[BaseRoute, ...]:
    together = APIRouter()
    for module in modules:
        together.include_router(module.router, prefix=prefix, include_in_schema=in_schema)
    return tuple(together.routes)
