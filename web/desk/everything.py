"""GET /recherche: one text asked of answers, doors, trainings and activities; each has its source."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from knowledge.activities import coming
from knowledge.notes import note
from knowledge.records import ResourceType
from knowledge.referral.description import describe
from knowledge.referral.loosening import Looser
from knowledge.referral.together import Together, find_together
from knowledge.referral.words import asked_words
from knowledge.reports import remember_empty_search
from knowledge.search.service import AnswerSearch, SearchResult, Snapshot
from web.danger import Met, answer_to_danger, count_danger, urgent
from web.desk.filters import Filters
from web.desk.pages import Card, card, catalogue, render, snapshot
from web.desk.quota import limit_search, within
from web.errors import ApiError
from web.messages import clean

router = APIRouter()

PATH = "/recherche"
MAX_TEXT = 200
ANSWERS = 3
# The sections of doors: their title, the types in them, and how many are shown at first.
SECTIONS: tuple[tuple[str, str, tuple[ResourceType, ...], int], ...] = (
    ("portes", "Organismes et fonds", ("organization", "fund"), 8),
    ("formations", "Formations", ("training",), 4),
)
NO_WORD = "Il n'y a là aucun mot à chercher. Écrivez un mot, un nom, un sigle ou une phrase."
UNREADABLE = "Ce texte ne peut pas être cherché. Écrivez-le autrement."


@router.get(PATH, dependencies=[Depends(limit_search)])
async def everything(request: Request, background: BackgroundTasks, q: str = "") -> Response:
    """The page. A text that tells of a danger is met first, and then searched all the same."""
    try:
        text = clean(q[:MAX_TEXT]) if q.strip() else ""
    except ApiError:
        return await run_in_threadpool(_page, request, q[:MAX_TEXT], {"problem": UNREADABLE})
    met = await answer_to_danger(text, pressed=False) if text else None
    response = await run_in_threadpool(_found, request, text, met, background)
    response.background = background
    return response


def _found(request: Request, text: str, met: Met | None, background: BackgroundTasks) -> Response:
    if not text:
        return _page(request, text, {})
    if not asked_words(text):
        return _page(request, text, {"problem": NO_WORD})
    now = snapshot(request)
    found = find_together(catalogue(now), request.app.state.gazetteer, text)
    result = _answers(request, text)
    of_sections = [(key, title, found.of_type(types), most) for key, title, types, most in SECTIONS]
    sections = [
        {"key": key, "title": title, "cards": _cards(now, found, names[:most]), "total": len(names)}
        for key, title, names, most in of_sections
    ]
    sessions = [one for one in coming(now.resources, now.today) if one.identifier in found.names]
    nothing = not found.names and result is None
    if met is not None:
        background.add_task(count_danger, request.app.state.sessions_factory, met.kind)
    elif nothing:
        background.add_task(_remember, request, text)
    shown = {
        "danger": urgent(met).part if met else None,
        "answers": result,
        "sections": sections,
        "sessions": sessions,
        "by": found.by,
        "understood": describe(found.profile, now.doors.mrc_names) if found.by != "words" else [],
        "aside": found.aside,
        "whole": _filters(found).query(),
        "loosened": [(one, _address(one)) for one in found.loosened],
        "no_door": not found.names,
        "nothing": nothing,
    }
    return _page(request, text, shown)


def _filters(found: Together) -> Filters:
    """The same search among the doors alone, with its filters to correct."""
    return Filters(profile=found.profile, text=found.left if found.by == "words" else None)


def _address(one: Looser) -> str:
    return Filters(profile=one.profile, types=one.types, text=one.text).query()


def _answers(request: Request, text: str) -> SearchResult | None:
    search: AnswerSearch = request.app.state.search
    result = search.search(text, ANSWERS)
    return result if result.hits and result.decision != "none" else None


def _cards(now: Snapshot, found: Together, names: list[str]) -> list[Card]:
    matches = catalogue(now).of(found.profile, names)
    return [card(one, now.resources, now.doors.mrc_names, now.today) for one in matches]


def _page(request: Request, text: str, shown: dict[str, Any]) -> Response:
    return render(request, "everything.html", text=text, max_text=MAX_TEXT, **shown)


def _remember(request: Request, text: str) -> None:
    """Note a search that found nothing; its words only as far as this address may have some kept."""
    words = text if within(request, "keep") else None
    note(
        request.app.state.sessions_factory,
        lambda session: remember_empty_search(session, words, "text"),
    )
