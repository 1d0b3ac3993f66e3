"""/outils: four small tools that work without a script, each answer in the address, nothing kept.

`/outils/coop-ou-obnl`, `/outils/mon-montage`, `/outils/fonder`, `/outils/chemin`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.guides.choice import weigh
from knowledge.guides.grounds import grounds
from knowledge.guides.montage import Asked, Public, plan
from knowledge.guides.records import all_tools
from knowledge.pack.layers import mapping
from knowledge.records import FundRecord
from knowledge.referral.freshness import when
from knowledge.referral.presentation import facts_line
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir
from knowledge.vocabulary import dollars
from web.desk.pages import catalogue, snapshot
from web.errors import ApiError
from web.resources import parse_amount

SOURCES = 5  # lines of money that the form holds
NOT_HERE = "Un des fonds choisis n'est pas offert là: son montant est compté comme une autre source."
MAX_TYPED = 40  # characters of an amount
PUBLIC: dict[Public, str] = {"unknown": "je ne sais pas", "yes": "oui", "no": "non"}

router = APIRouter(prefix="/outils", include_in_schema=False)


@router.get("")
def tools(request: Request) -> Response:
    """The four, with what each is for."""
    return _page(request, "index.html", ())


@router.get("/coop-ou-obnl")
def choice(request: Request) -> Response:
    """Five questions, and to which side the answers lean."""
    asked = all_tools().choice
    given = {question.id: request.query_params.get(question.id, "") for question in asked.questions}
    weighed = weigh(asked, given)
    cited = _facts([*(option for _, option in weighed.answered), *asked.same])
    return _page(request, "choice.html", cited, choice=asked, given=given, weighed=weighed)


@router.get("/fonder")
def founding(request: Request) -> Response:
    """What it takes to found one form, and how many persons are still to be found."""
    forms = all_tools().founding.forms
    wanted = request.query_params.get("forme")
    form = next((one for one in forms if one.id == wanted), None)
    we = _number(request.query_params.get("nous", ""))
    cited = _facts(form.lines if form else ())
    return _page(request, "founding.html", cited, forms=forms, form=form, we=we)


@router.get("/chemin")
def path(request: Request) -> Response:
    """The seven steps, and where one is."""
    told = all_tools().path
    here = next((step for step in told.steps if step.id == request.query_params.get("etape")), None)
    cited = _facts([*told.steps, *told.lines])
    return _page(request, "path.html", cited, path=told, here=here)


@router.get("/mon-montage")
def funding(request: Request) -> Response:
    """What the project costs, who pays which share of it, and what is missing."""
    told = all_tools().funding
    given = request.query_params
    problems: list[str] = []
    cost = _amount(given.get("cout", ""), "Coût du projet", problems)
    own = _amount(given.get("mise", ""), "Mise de fonds", problems) or 0
    mrc = given.get("mrc", "")
    funds = _funds(request, mrc)
    lines = _lines(given.getlist("source"), given.getlist("montant"), given.getlist("public"))
    asked = []
    for name, typed, public in lines:
        fund = funds.get(name)
        amount = _amount(typed, fund.name if fund else "Montant", problems)
        if name and fund is None:
            problems.append(NOT_HERE)
        if amount:
            asked.append(Asked(fund, amount, public))
    return _page(
        request,
        "funding.html",
        _facts([*told.lines, told.limit_line]),
        told=told,
        plan=plan(cost, own, asked, told.limit) if cost else None,
        cost=given.get("cout", "")[:MAX_TYPED],
        own=given.get("mise", "")[:MAX_TYPED],
        mrc=mrc if mrc in snapshot(request).doors.mrc_names else "",
        mrcs=snapshot(request).doors.mrc_names,
        lines=[*lines, *[("", "", "unknown")] * SOURCES][:SOURCES],
        funds=funds,
        kinds=PUBLIC,
        problems=problems,
        facts_line=facts_line,
    )


def _funds(request: Request, mrc: str) -> dict[str, FundRecord]:
    """The money that one may ask for, for a MRC when it is told, by name of the fund."""
    now = snapshot(request)
    known = mrc in now.doors.mrc_names
    profile = Profile(mrc=mrc, place_kind="mrc", place_name=now.doors.mrc_names[mrc]) if known else Profile()
    found = [
        (one.identifier, one.record)
        for one in catalogue(now).find(profile, types=("fund",))
        if isinstance(one.record, FundRecord) and one.record.role in ("money", "grant")
    ]
    return dict(sorted(found, key=lambda row: row[1].name))


def _lines(names: list[str], amounts: list[str], public: list[str]) -> list[tuple[str, str, Public]]:
    """The lines of the form that say something."""
    kinds: dict[str, Public] = {one: one for one in PUBLIC}
    said = [
        (name[:100], amount[:MAX_TYPED], kinds.get(kind, "unknown"))
        for name, amount, kind in zip(names, amounts, [*public, *[""] * len(names)], strict=False)
    ]
    return [line for line in said if line[0] or line[1].strip()][:SOURCES]


def _amount(typed: str, what: str, problems: list[str]) -> int | None:
    if not typed.strip():
        return None
    try:
        return parse_amount(typed[:MAX_TYPED])
    except ApiError:
        problems.append(f"{what}: «{typed[:MAX_TYPED]}» n'est pas un montant. Écrivez par exemple 25 000.")
        return None


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) <= 3 else None


def _facts(lines: Iterable[Any]) -> list[str]:
    return [fact for line in lines for fact in line.facts]


def _page(request: Request, template: str, cited: Iterable[str], /, **context: Any) -> Response:
    state = request.app.state
    with state.sessions_factory() as session:
        known = grounds(session, set(cited))
    shown = {
        "site": state.site,
        "here_path": request.url.path,
        "grounds": known,
        "law": mapping(content_dir(), "messages.yaml")["reservation_coop_law"].strip(" *\n"),
        "when": when,
        "dollars": dollars,
        **context,
    }
    response: Response = state.templates.TemplateResponse(request, f"guides/{template}", shown)
    return response
