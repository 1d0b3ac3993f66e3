"""GET /robots.txt and /sitemap.xml: what search engines may read, and where it is."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from web.desk.pages import snapshot

router = APIRouter()

PAGES = (
    *("/", "/recherche", "/ressources", "/appels", "/activites", "/donnees", "/bulletin", "/portes"),
    *("/outils/coop-ou-obnl", "/outils/fonder", "/outils/chemin", "/outils/mon-montage"),
)
# What belongs to one person or to the team, and what only programs ask for.
CLOSED = (
    "/equipe",
    "/api/chat",
    "/feuille-de-route",
    "/demande",
    "/organisme",
    "/suivi",
    "/reponse",
    "/bulletin/confirmer",
    "/bulletin/quitter",
    "/alertes/",
    "/espace/",
    "/fiche-suivie",
    "/demo",
)


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """All is open, save what belongs to one person or to the team."""
    base = request.app.state.settings.address
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {base}/sitemap.xml"]
    return PlainTextResponse("\n".join(lines) + "\n")


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """The pages of the site and the sheet of each resource, with the day it was verified when it is known."""
    base = request.app.state.settings.address
    now = snapshot(request)
    rows = [f"<url><loc>{escape(base + path)}</loc></url>" for path in PAGES]
    for name, record in sorted(now.resources.items()):
        seen = f"<lastmod>{record.as_of}</lastmod>" if record.as_of else ""
        rows.append(f"<url><loc>{escape(f'{base}/ressources/{name}')}</loc>{seen}</url>")
    listed = "\n".join(rows)
    return Response(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}\n</urlset>\n',
        media_type="application/xml",
    )
