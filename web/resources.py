"""GET /api/resources: the doors that fit a profile, by the same matcher as the chat."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, TypeVar, get_args

from fastapi import APIRouter, Query, Request

from knowledge.feedback import count
from knowledge.notes import note
from knowledge.records import ResourceType
from knowledge.referral.extraction import with_place
from knowledge.referral.finding import find_resources
from knowledge.referral.matching import Match
from knowledge.referral.numbers import age_given, amount_given
from knowledge.referral.presentation import present
from knowledge.referral.profile import Profile
from knowledge.search.service import AnswerSearch, Snapshot
from knowledge.territory import Gazetteer
from knowledge.territory.postal import POSTAL_CODE
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, PROJECT_KINDS, STAGES
from web.errors import ApiError
from web.messages import clean

router = APIRouter(prefix="/api", tags=["ressources"])

TYPES: tuple[ResourceType, ...] = get_args(ResourceType)
MAX_RESULTS = 200

Word = TypeVar("Word", bound=str)


@router.get("/resources")
def resources(
    request: Request,
    municipality: Annotated[
        str | None, Query(max_length=200, description="Code, nom, code postal ou phrase.")
    ] = None,
    mrc: Annotated[str | None, Query(max_length=100)] = None,
    stage: Annotated[str | None, Query(max_length=60, description=f"{', '.join(STAGES)}")] = None,
    need: Annotated[list[str] | None, Query(description=f"{', '.join(NEEDS)}; peut être répété.")] = None,
    legal_form: Annotated[str | None, Query(description=f"{', '.join(LEGAL_FORMS)}")] = None,
    current_form: Annotated[str | None, Query(description="La forme d'aujourd'hui, si autre.")] = None,
    project_kind: Annotated[str | None, Query(description=f"{', '.join(PROJECT_KINDS)}")] = None,
    sector: Annotated[str | None, Query(max_length=100, description="Texte libre.")] = None,
    age: Annotated[str | None, Query(max_length=60, description="«35» ou «35 ans».")] = None,
    amount: Annotated[
        str | None, Query(max_length=60, description="Montant cherché: «25 000 $», «25k».")
    ] = None,
    type: Annotated[list[str] | None, Query(description=f"{', '.join(TYPES)}; peut être répété.")] = None,
    q: Annotated[str | None, Query(max_length=500, description="Mots cherchés.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = 20,
    include_ineligible: bool = False,
) -> dict[str, Any]:
    """The resources for a profile, best first; those that a known criterion excludes only when asked."""
    profile = parse_profile(
        request.app.state.gazetteer,
        municipality=municipality,
        mrc=mrc,
        stage=stage,
        needs=need or [],
        legal_form=legal_form,
        current_form=current_form,
        project_kind=project_kind,
        sector=sector,
        age=age,
        amount=amount,
    )
    kinds = tuple(allowed("type", kind, TYPES) for kind in type or [])
    search: AnswerSearch = request.app.state.search
    snapshot = search.snapshot()
    found = find_resources(
        snapshot.resources,
        snapshot.doors,
        snapshot.today,
        profile,
        types=kinds,
        text=clean(q) if q and q.strip() else None,
        include_ineligible=include_ineligible,
    )
    if not found:
        note(request.app.state.sessions_factory, lambda session: count(session, "empty_search", "resources"))
    answer = {"profile": profile.public(), "results": [_result(snapshot, m) for m in found[:limit]]}
    maybe = [] if profile.municipality else possible_places(request.app.state.gazetteer, municipality)
    return answer | ({"places": maybe} if maybe else {})


def possible_places(gazetteer: Gazetteer, value: str | None) -> list[dict[str, str]]:
    """The municipalities that a postal code may be in, for a program to let a person choose."""
    found = gazetteer.resolve(clean(value)) if value and value.strip() else None
    if found is None or len(found.candidates) < 2:
        return []
    return [{"municipality": place.code, "name": place.name} for place in found.candidates if place.code]


def parse_profile(
    gazetteer: Gazetteer,
    *,
    municipality: str | None = None,
    mrc: str | None = None,
    stage: str | None = None,
    needs: list[str],
    legal_form: str | None = None,
    current_form: str | None = None,
    project_kind: str | None = None,
    sector: str | None = None,
    age: str | None = None,
    amount: str | None = None,
) -> Profile:
    """The profile of query parameters. Raises `ApiError` 422 naming the value that is not known."""
    profile = Profile()
    if mrc:
        profile = place_profile(gazetteer, profile, "mrc", mrc)
        if profile.mrc is None:
            raise not_allowed("mrc", mrc)
    if municipality:
        profile = place_profile(gazetteer, profile, "municipality", municipality)
    asked = tuple(dict.fromkeys(allowed("need", need, NEEDS) for need in needs if need))
    return replace(
        profile,
        stage=allowed("stage", stage, STAGES) if stage else None,
        need=asked,
        need_given=bool(asked),
        legal_form=allowed("legal_form", legal_form, LEGAL_FORMS) if legal_form else None,
        current_form=allowed("current_form", current_form, LEGAL_FORMS) if current_form else None,
        project_kind=allowed("project_kind", project_kind, PROJECT_KINDS) if project_kind else None,
        sector=clean(sector) if sector and sector.strip() else None,
        age=parse_age(age) if age else None,
        amount=parse_amount(amount) if amount else None,
    )


def place_profile(gazetteer: Gazetteer, profile: Profile, name: str, value: str) -> Profile:
    """The profile with the place that a parameter names, however it is written."""
    found = gazetteer.resolve(clean(value))
    if found is None or (found.place is None and found.mrc is None and not found.candidates):
        if POSTAL_CODE.fullmatch(value.strip()):
            raise ApiError(
                422,
                f"unknown_{name}",
                f"Le code postal «{value.strip()}» n'est pas dans nos listes: donnez plutôt la municipalité.",
            )
        raise not_allowed(name, value)
    if found.place is None and found.mrc is None and POSTAL_CODE.fullmatch(found.text):
        regions = {place.region for place in found.candidates}
        return replace(profile, region=regions.pop() if len(regions) == 1 else None)
    if found.place is None and found.mrc is None:
        choices = ", ".join(f"{place.name} ({place.code})" for place in found.candidates[:5])
        raise ApiError(
            422, "ambiguous_place", f"«{value}» peut désigner plusieurs endroits: {choices}. Donnez le code."
        )
    return with_place(profile, found)


def allowed(name: str, value: str, vocabulary: tuple[Word, ...]) -> Word:
    """A value of the vocabulary. Raises `ApiError` 422 that names a value outside it."""
    for word in vocabulary:
        if word == value:
            return word
    raise not_allowed(name, value, vocabulary)


def parse_age(value: str) -> int:
    """An age in whole years, as people write it: «35», «35 ans», «trente-cinq ans»."""
    age = age_given(value)
    if age is None:
        raise not_allowed("age", value)
    return age


def parse_amount(value: str) -> int:
    """An amount in whole dollars, as people write it: «25 000 $», «25k», «vingt-cinq mille»."""
    amount = amount_given(value)
    if amount is None:
        raise not_allowed("amount", value)
    return amount


def not_allowed(name: str, value: str, vocabulary: tuple[str, ...] = ()) -> ApiError:
    """The error for a value that is not known; it names the parameter, the value and what is allowed."""
    sentence = f"{name}: «{value[:80]}» n'est pas une valeur connue."
    if vocabulary:
        sentence += f" Valeurs permises: {', '.join(vocabulary)}."
    return ApiError(422, f"unknown_{name}", sentence)


def _result(snapshot: Snapshot, m: Match) -> dict[str, Any]:
    shown = present(m, snapshot.resources, snapshot.doors.mrc_names)
    return {**shown, "score": round(m.score, 3)}
