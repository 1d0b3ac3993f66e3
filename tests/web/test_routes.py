"""The addresses of the site, worked out once a process for all its applications."""

from __future__ import annotations

from types import ModuleType

from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient

from web.routes import serve


def page(path: str, says: str) -> ModuleType:
    """A module of the site with one page, that tells which application it is served by."""
    module = ModuleType(says)
    module.router = APIRouter()  # type: ignore[attr-defined]

    @module.router.get(path)  # type: ignore[untyped-decorator]
    def said(request: Request) -> str:
        return f"{says} {request.app.title}"

    return module


def test_two_applications_serve_the_same_pages_each_as_itself() -> None:
    shared = (page("/un", "premier"), page("/{autre}", "dernier"))
    for title in ("A", "B"):
        app = FastAPI(title=title)
        serve(app, *shared)
        client = TestClient(app)
        assert client.get("/un").json() == f"premier {title}"  # the first that fits, in their order
        assert client.get("/deux").json() == f"dernier {title}"
        assert "/un" in app.openapi()["paths"]


def test_pages_below_an_address_are_not_told_of_where_they_should_not_be() -> None:
    app = FastAPI()
    serve(app, page("/un", "page"), prefix="/equipe", in_schema=False)
    assert TestClient(app).get("/equipe/un").status_code == 200
    assert TestClient(app).get("/un").status_code == 404
    assert app.openapi()["paths"] == {}
