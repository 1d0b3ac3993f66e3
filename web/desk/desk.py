"""The referral aid put together."""

from __future__ import annotations

from fastapi import FastAPI

from web.desk import (
    activities,
    calls,
    cheat_sheet,
    compare,
    data,
    engines,
    everything,
    news,
    reference,
    search,
    sheet,
)
from web.desk.quota import quotas
from web.routes import serve
from web.shared import Shared

# The pages with a fixed address come before that of a resource, whose address is anything.
PAGES = (everything, search, compare, reference, sheet, calls, cheat_sheet, engines, news)


def install_desk(app: FastAPI, shared: Shared | None = None) -> None:
    """Add the pages for advisers and the open data to the application. `shared`: where processes count
    together, if they do."""
    app.state.desk_quotas = quotas(shared)
    serve(app, *PAGES, in_schema=False)
    serve(app, activities, data)
