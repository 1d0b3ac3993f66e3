"""The web application, put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from knowledge import privacy
from knowledge.contacts import load_contacts
from knowledge.database import sessions
from knowledge.lease import Duty
from knowledge.masking import make_ready as make_masking_ready
from knowledge.pole import SITE, Live
from knowledge.referral.catalogue import catalogue_of
from knowledge.safety.detector import danger_in
from knowledge.search.service import AnswerSearch
from knowledge.territory import Gazetteer
from knowledge.territory.live import LivePlaces
from web import (
    alerts,
    answers,
    bulletin,
    chat,
    erasure,
    guides,
    health,
    maps,
    metrics,
    my_sheet,
    organizations,
    pages,
    referrals,
    requests,
    resources,
    roadmaps,
)
from web.advisers import client_sheets, entering, space, table
from web.advisers.access import MustEnterError, to_enter
from web.background import DUTY, running, tasks
from web.cors import AllowedSites
from web.crowd import AT_ONCE, Crowd
from web.desk.desk import install_desk
from web.dialogue import Dialogue
from web.errors import install_error_handlers
from web.folder import UnderFolder
from web.forms import WithoutNul
from web.headers import SecurityHeaders
from web.last_resort import LastResort
from web.limits import BodyLimit, RateLimit, buckets
from web.mailing import mail_tasks
from web.methods import HeadAsGet
from web.replays import Replays
from web.routes import serve
from web.sessions import Sessions
from web.settings import Settings
from web.shared import Shared
from web.staff.background import staff_tasks
from web.staff.desk import install_staff
from web.staff.retry import install_retry
from web.staff.selftest import nightly
from web.turns import Numbered

TEMPLATES_DIR = Path(__file__).parent / "templates"
PAGES = (
    chat,
    erasure,
    answers,
    resources,
    health,
    metrics,
    pages,
    roadmaps,
    my_sheet,
    guides,
    maps,
    requests,
    bulletin,
    organizations,
    referrals,
    alerts,
    entering,
    space,
    client_sheets,
    table,
)


def make_ready(search: AnswerSearch) -> None:
    """Build the indexes and load the masking model, which take seconds the first time."""
    now = search.snapshot()
    catalogue_of(now.resources, now.doors, now.today)
    make_masking_ready()
    danger_in("bonjour")


def create_app(
    settings: Settings,
    search: AnswerSearch | None = None,
    places: Gazetteer | None = None,
    crowd: Crowd | None = None,
) -> FastAPI:
    """The application for these settings. The database must be migrated. `search`, `places`, `crowd`: those
    of who else uses them in this process, so that none stands twice."""
    search = search or AnswerSearch(sessions())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient() as client:
            app.state.client = client
            app.state.dialogue = Dialogue(settings.rasa_urls, client)
            # The first question does not wait for the index, nor the first note for the model that masks it:
            # both are made ready while the server starts.
            warming = asyncio.create_task(asyncio.to_thread(make_ready, app.state.search))
            unfollow = app.state.search.follow()
            factory = app.state.sessions_factory
            due = [
                *tasks(factory),
                *mail_tasks(settings, factory, load_contacts, site),
                *staff_tasks(settings, factory, load_contacts, app.state.search),
                nightly(app),
            ]
            async with running(due, app.state.duty):
                yield
            warming.cancel()
            unfollow()

    app = FastAPI(
        title="Assistant de référence en économie sociale",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    site = Live(SITE)
    app.state.settings = settings
    app.state.site = site
    app.state.templates = Jinja2Templates(TEMPLATES_DIR)
    app.state.templates.env.filters["words_on_map"] = maps.words_on_map
    app.state.templates.env.globals |= {"privacy_lines": privacy.lines, "officer": privacy.officer}
    app.state.sessions = Sessions(settings.secret_key)
    app.state.crowd = crowd or Crowd(AT_ONCE * len(settings.rasa_urls))
    shared = Shared(settings.redis_url, settings.secret_key) if settings.redis_url else None
    app.state.replays = Replays(shared)
    app.state.sessions_factory = search.sessions
    app.state.duty = Duty(app.state.sessions_factory, DUTY)
    app.state.writing = health.Tried(partial(health.base_is_written, app.state.sessions_factory))
    app.state.room = health.Tried(health.disk_has_room)
    app.state.search = search
    app.state.watch = metrics.Watch(app.state.sessions_factory, search, app.state.duty)
    app.state.gazetteer = places or LivePlaces(lambda: app.state.search.gazetteer)
    serve(app, *PAGES)
    app.add_middleware(LastResort)  # the first added is the innermost: all the others add to what it says
    install_desk(app, shared)
    install_staff(app)
    app.mount("/static", StaticFiles(directory=pages.STATIC_DIR), name="static")
    install_error_handlers(app)
    app.add_exception_handler(MustEnterError, to_enter)
    install_retry(app)
    # The last added is the first met by a request.
    app.add_middleware(HeadAsGet)
    app.add_middleware(WithoutNul)
    app.add_middleware(BodyLimit)
    limit = settings.rate_limit_per_minute
    app.add_middleware(RateLimit, taken=buckets(limit, shared) if limit else None)
    app.add_middleware(
        AllowedSites,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=["Retry-After"],  # the assistant of another site comes back when it is told to
        max_age=3600,
    )
    app.add_middleware(SecurityHeaders, allowed_origins=settings.allowed_origins, https=settings.production)
    app.add_middleware(Numbered)
    if settings.folder:
        app.add_middleware(UnderFolder, folder=settings.folder)
    return app
