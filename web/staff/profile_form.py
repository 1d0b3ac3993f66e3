"""«Qu'obtiendrait ce profil?»: a project as typed, and the doors that it gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData, QueryParams

from knowledge.records import AnyResource
from knowledge.referral.finding import find_resources
from knowledge.referral.matching import Match
from knowledge.referral.profile import Profile
from knowledge.search.service import AnswerSearch
from knowledge.vocabulary import LEGAL_FORM_NAMES, NEED_NAMES, STAGE_NAMES
from web.errors import ApiError
from web.resources import parse_profile

VERDICTS = {"yes": "oui", "maybe": "peut-être", "no": "non"}


@dataclass
class ProfileForm:
    """The typed profile. `error` says what is not understood; `profile` is then None."""

    place: str
    stage: str
    needs: list[str]
    legal_form: str
    sector: str
    age: str
    profile: Profile | None = None
    error: str = ""

    stages = STAGE_NAMES
    need_names = NEED_NAMES
    legal_forms = LEGAL_FORM_NAMES
    verdicts = VERDICTS


def read_profile(request: Request, data: FormData | QueryParams) -> ProfileForm:
    """The profile of a form or an address."""

    def text(name: str) -> str:
        value = data.get(name)
        return value.strip()[:200] if isinstance(value, str) else ""

    needs = [value for value in data.getlist("p_need") if isinstance(value, str)]
    form = ProfileForm(
        text("p_place"), text("p_stage"), needs, text("p_legal_form"), text("p_sector"), text("p_age")
    )
    try:
        form.profile = parse_profile(
            request.app.state.gazetteer,
            municipality=form.place or None,
            stage=form.stage or None,
            needs=needs,
            legal_form=form.legal_form or None,
            sector=form.sector or None,
            age=form.age or None,
        )
    except ApiError as error:
        form.error = error.message
    return form


def doors_of(
    request: Request, profile: Profile, changed: Mapping[str, AnyResource] | None = None
) -> Sequence[Match]:
    """The doors of a profile, those that do not fit last; with some resources changed, to try them."""
    search: AnswerSearch = request.app.state.search
    now = search.snapshot()
    resources = {**now.resources, **(changed or {})}
    resources = {name: record for name, record in resources.items() if not record.archived}
    return find_resources(resources, now.doors, now.today, profile, include_ineligible=True)
