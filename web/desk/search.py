"""GET /ressources: every resource that fits a search, grouped, with why; and «Décrire un client»."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from knowledge.models import Municipality
from knowledge.notes import note
from knowledge.referral.extraction import extract
from knowledge.referral.facets import facets
from knowledge.referral.loosening import Looser, looser, without_one
from knowledge.referral.profile import PLACE_FIELDS, Profile
from knowledge.reports import remember_empty_search
from knowledge.search.service import AnswerSearch, SearchResult, Snapshot
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer
from knowledge.territory.drawing import drawing_of
from knowledge.vocabulary import LEGAL_FORM_CHOICES, LEGAL_FORMS, NEED_NAMES, NEEDS, STAGE_NAMES, STAGES
from web.desk.filters import MAX_PLACES, Filters, read_filters
from web.desk.pages import GROUPS, TYPE_NAMES, Card, card, cards_of, catalogue, render, snapshot
from web.desk.quota import limit_search, own_form, within
from web.errors import ApiError
from web.messages import clean

router = APIRouter()

SHOWN = 6  # of each group, at first
SHOWN_MORE = 60
BEST = 5  # the resources of the sheet made in one click
ANSWERS = 3
FRAGMENT = "partie"
FORMS = {**LEGAL_FORM_CHOICES, "mutual": "Une mutuelle"}


@router.get("/ressources", dependencies=[Depends(limit_search)])
def search_page(request: Request, background: BackgroundTasks) -> Response:
    """The page, or only its results when the search is made as one types."""
    filters = read_filters(request)
    now = snapshot(request)
    found = results(now, filters, request.query_params.get("voir", ""))
    answers = find_answers(request, filters)
    fragment = request.query_params.get(FRAGMENT) == "resultats"
    if not found["total"] and not fragment and not found_an_answer(answers):
        background.add_task(_remember, request, filters)
    response = render(
        request,
        "results.html" if fragment else "search.html",
        filters=filters,
        answers=answers,
        **found,
        **choices(request, filters),
        drawing=drawing_of(content_dir()),
        map_links=map_links(now, filters),
        example=request.app.state.gazetteer.example,
    )
    response.background = background
    return response


@router.post("/ressources/sans-resultat", dependencies=[Depends(limit_search), Depends(own_form)])
def nothing_found(request: Request, background: BackgroundTasks) -> Response:
    """Note that a search made as one types stayed without a result; it is searched again to be sure."""
    filters = read_filters(request)
    if not catalogue(snapshot(request)).find(filters.profile, types=filters.types, text=filters.text):
        background.add_task(_remember, request, filters)
    return Response(status_code=204, background=background)


@router.post("/ressources/decrire", dependencies=[Depends(limit_search), Depends(own_form)])
def describe_client(request: Request, client: Annotated[str, Form()] = "") -> Response:
    """Turn a sentence into filters, by the extraction of the chat. The sentence itself is kept nowhere."""
    filters, more = understood(client, request.app.state.gazetteer)
    kept = read_filters(request)
    address = replace(filters, chosen=kept.chosen).query(more=more)
    return RedirectResponse(f"{address}#resultats", status_code=303)


def understood(text: str, gazetteer: Gazetteer) -> tuple[Filters, list[tuple[str, str]]]:
    """The search that a description asks for, and what else its address says: whether anything was
    understood, and the places that an ambiguous name may mean."""
    try:
        extraction = extract(clean(text[:500]), gazetteer) if text.strip() else None
    except ApiError:
        extraction = None
    if extraction is None:
        return Filters(), [("compris", "0")]
    maybe = [("lieu", place.code) for place in extraction.candidates[:MAX_PLACES] if place.code]
    return Filters(profile=extraction.profile), [*maybe, ("compris", "0" if extraction.empty else "1")]


def map_links(now: Snapshot, filters: Filters) -> dict[str, str]:
    """The address of the same search in each MRC, by its id."""
    nowhere = replace(filters.profile, **dict.fromkeys(PLACE_FIELDS))  # type: ignore[arg-type]
    return {
        mrc: replace(filters, profile=replace(nowhere, mrc=mrc)).query() + "#resultats"
        for mrc in now.doors.mrc_names
    }


def results(now: Snapshot, filters: Filters, more: str = "") -> dict[str, Any]:
    """What a page shows of a search: the groups, the counts, and what to give up when nothing is found.

    `more`: the group that is shown whole.
    """
    prepared = catalogue(now)
    found = prepared.find(filters.profile, types=filters.types, text=filters.text)
    groups: dict[str, list[Card]] = {}
    totals: dict[str, int] = {}
    for group in GROUPS:
        of_group = found.of_group(group)
        totals[group] = len(of_group)
        limit = SHOWN_MORE if more == group else SHOWN
        groups[group] = [
            card(match, now.resources, now.doors.mrc_names, now.today) for match in of_group[:limit]
        ]
    on_page = {one.id for cards in groups.values() for one in cards}
    loosened: list[tuple[Looser, str]] = []
    if not found and not filters.empty:
        loosened = [
            (one, replace(filters, profile=one.profile, types=one.types, text=one.text).query())
            for one in looser(prepared, filters.profile, filters.types, filters.text)
        ]
    return {
        "groups": groups,
        "totals": totals,
        "total": len(found),
        "best_pairs": [("choix", match.identifier) for match in found[:BEST]],
        "loosened": loosened,
        "counts": facets(prepared, filters.profile, filters.types, filters.text),
        "kept": cards_of(now, filters, tuple(name for name in filters.chosen if name not in on_page)),
        "group_names": GROUPS,
        "more": more,
    }


def choices(request: Request, filters: Filters) -> dict[str, Any]:
    """The values that can be chosen, with their French names, and the place as it is written."""
    mrcs = dict(snapshot(request).doors.mrc_names)
    return {
        "mrcs": mrcs,
        "removals": removals(filters),
        "describe_address": Filters(chosen=filters.chosen).query("/ressources/decrire"),
        "places": place_names(request),
        "stages": {value: capital(STAGE_NAMES[value]) for value in STAGES},
        "needs": {value: capital(NEED_NAMES[value]) for value in NEEDS},
        "forms": {value: FORMS[value] for value in LEGAL_FORMS},
        "types": TYPE_NAMES,
        "place": place_text(request, filters.profile),
        "compris": request.query_params.get("compris", ""),
    }


def capital(name: str) -> str:
    """«l'accompagnement» as the label of a choice: «Accompagnement»."""
    bare = name
    for article in ("l'", "le ", "la ", "les "):
        bare = bare.removeprefix(article) if bare == name else bare
    return bare[:1].upper() + bare[1:]


def place_text(request: Request, profile: Profile) -> str:
    """The place of a project as its field shows it: its name, or its code when several have that name."""
    if not profile.municipality:
        return snapshot(request).doors.mrc_names.get(profile.mrc or "", "")
    gazetteer: Gazetteer = request.app.state.gazetteer
    found = gazetteer.resolve(profile.place_name or "")
    own = found is not None and found.place is not None and found.place.code == profile.municipality
    return (profile.place_name or "") if own else profile.municipality


def place_names(request: Request) -> list[str]:
    """The places of the territory, to choose from as one types: the MRC, then the municipalities."""
    with request.app.state.sessions_factory() as session:
        names = session.scalars(select(Municipality.name).order_by(Municipality.name)).all()
    return [*snapshot(request).doors.mrc_names.values(), *names]


def removals(filters: Filters) -> list[tuple[str, str]]:
    """Each filter in force, in words, with the address of the search without it."""
    without = [
        (label, replace(filters, profile=less, text=filters.text).query())
        for label, less in without_one(filters.profile)
    ]
    without += [
        (TYPE_NAMES[kind], replace(filters, types=tuple(t for t in filters.types if t != kind)).query())
        for kind in filters.types
    ]
    if filters.text:
        without.append((f"«{filters.text}»", replace(filters, text=None).query()))
    return without


def find_answers(request: Request, filters: Filters) -> SearchResult | None:
    """The answers to the words of a search."""
    if not filters.text:
        return None
    search: AnswerSearch = request.app.state.search
    result = search.search(filters.text, ANSWERS)
    return result if result.hits and result.decision != "none" else None


def found_an_answer(result: SearchResult | None) -> bool:
    """Whether the words of a search have a sure answer."""
    return result is not None and result.decision == "answer"


def _remember(request: Request, filters: Filters) -> None:
    """Note a search without a result; its words only as far as this address may have some kept."""
    words = filters.text if filters.text and within(request, "keep") else None
    note(
        request.app.state.sessions_factory,
        lambda session: remember_empty_search(session, words, filters.names),
    )
