"""Open data: the resources as CSV, JSON and HSDS 3, and the page that documents the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from knowledge.opendata import hsds
from knowledge.opendata.tables import as_csv, as_json
from knowledge.search.service import Snapshot
from knowledge.search.text import fold
from web.desk.pages import render, snapshot
from web.errors import ApiError

router = APIRouter(tags=["données ouvertes"])

MAX_SIZE = 200
Page = Annotated[int, Query(ge=1, le=10_000)]
Size = Annotated[int, Query(ge=1, le=MAX_SIZE)]
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=300"}


@router.get("/donnees", include_in_schema=False)
def data_page(request: Request) -> Response:
    """What can be taken, and how."""
    return render(request, "data.html", total=len(snapshot(request).resources))


@router.get("/donnees/ressources.csv", include_in_schema=False)
def csv_file(request: Request) -> Response:
    """All the resources as a table."""
    now = snapshot(request)
    headers = {**OPEN, "Content-Disposition": 'attachment; filename="ressources.csv"'}
    return Response(as_csv(now.resources, now.today), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/donnees/ressources.json", include_in_schema=False)
def json_file(request: Request) -> dict[str, Any]:
    """All the resources as records."""
    now = snapshot(request)
    return {"date": now.today.isoformat(), "resources": as_json(now.resources, now.today)}


@router.get("/api", include_in_schema=False)
def api_page(request: Request) -> Response:
    """The API, documented from its own description."""
    described: dict[str, Any] = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in sorted(described["paths"].items())
        for method, operation in methods.items()
    ]
    return render(request, "api.html", described=described, operations=operations)


@router.get("/api/hsds")
def hsds_root(request: Request) -> dict[str, str]:
    """What this API is, as HSDS asks."""
    base = request.app.state.settings.address
    return {"version": hsds.VERSION, "profile": hsds.PROFILE, "openapi_url": f"{base}/api/openapi.json"}


@router.get("/api/hsds/organizations")
def organizations(request: Request, search: str = "", page: Page = 1, per_page: Size = 50) -> dict[str, Any]:
    """The organizations, by name, a page at a time."""
    found = [
        hsds.listed_organization(one)
        for one in _export(request).organizations.values()
        if _named(one, search)
    ]
    return hsds.page_of(found, page, per_page)


@router.get("/api/hsds/organizations/{id}")
def organization(request: Request, id: str) -> dict[str, Any]:
    """One organization, whole."""
    return _one(_export(request).organizations, id)


@router.get("/api/hsds/services")
def services(
    request: Request,
    search: str = "",
    organization_id: str = "",
    page: Page = 1,
    per_page: Size = 50,
) -> dict[str, Any]:
    """The services, by name, a page at a time."""
    found = [
        hsds.listed_service(one)
        for one in _export(request).services.values()
        if _named(one, search) and organization_id in ("", one.get("organization_id"))
    ]
    return hsds.page_of(found, page, per_page)


@router.get("/api/hsds/services/{id}")
def service(request: Request, id: str) -> dict[str, Any]:
    """One service, whole."""
    return _one(_export(request).services, id)


def _export(request: Request) -> hsds.Export:
    """The export of what is published now, made once for each state of the base."""
    now: Snapshot = snapshot(request)
    kept: tuple[Snapshot, hsds.Export] | None = getattr(request.app.state, "hsds_export", None)
    if kept is None or kept[0] is not now:
        kept = (now, hsds.export(now.resources, now.doors.mrc_names, now.today))
        request.app.state.hsds_export = kept
    return kept[1]


def _named(entry: dict[str, Any], search: str) -> bool:
    return fold(search) in fold(f"{entry['name']} {entry.get('alternate_name', '')} {entry['description']}")


def _one(entries: dict[str, dict[str, Any]], number: str) -> dict[str, Any]:
    if number not in entries:
        raise ApiError(404, "not_found", f"Aucune entrée n'a l'identifiant «{number[:60]}».")
    return entries[number]
