"""GET /ressources/{identifier}: the whole sheet of a resource; POST …/signaler: something in it is wrong."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from knowledge.opendata.schema_org import schema_org
from knowledge.records import AnyResource, OrganizationRecord, resource_type
from knowledge.referral.doors import Doors
from knowledge.referral.freshness import when
from knowledge.referral.presentation import details, provider_of
from knowledge.reports import MAX_NOTE, REASONS, report_error
from knowledge.search.service import Snapshot
from knowledge.vocabulary import LEGAL_FORM_NAMES, NEED_NAMES, STAGE_NAMES
from web.advisers.access import current
from web.desk.filters import read_filters
from web.desk.pages import TYPE_NAMES, cards_of, render, snapshot, written_to
from web.desk.quota import own_form, within
from web.forms import NUL

router = APIRouter()

RELATED = 6
THANKS = "merci"
# What the page says after a report; only these can be shown.
OUTCOMES = {
    THANKS: "Merci. L'équipe du Pôle va vérifier.",
    "connu": "Merci. Cette ressource a déjà été signalée: l'équipe du Pôle va vérifier.",
    "attendre": "Plusieurs signalements viennent de partir d'ici. Réessayez dans quelques minutes.",
    "raison": "Choisissez ce qui ne va pas, puis envoyez.",
}


@router.get("/ressources/{identifier}")
def sheet(request: Request, identifier: str) -> Response:
    """The sheet, with the verdict for the project of the address when there is one."""
    now = snapshot(request)
    record = now.resources.get(identifier)
    if record is None:
        one = next((name for name, other in now.resources.items() if identifier in other.same_as), None)
        if one is None:
            raise HTTPException(404)
        return RedirectResponse(f"/ressources/{one}", status_code=301)
    filters = read_filters(request)
    shown = cards_of(now, filters, (identifier,))
    return render(
        request,
        "sheet.html",
        filters=filters,
        identifier=identifier,
        record=record,
        card=shown[0] if shown else None,
        type_name=TYPE_NAMES[resource_type(record)],
        rows=details(record, now.resources, now.doors.mrc_names),
        criteria=criteria_rows(record),
        provider=provider_of(record, now.resources),
        related=related(now, identifier, record),
        when=when,
        receivers=written_to(request),
        reasons=REASONS,
        max_note=MAX_NOTE,
        outcome=OUTCOMES.get(request.query_params.get("signalement", "")),
        schema=schema_org(
            record, now.resources, f"{request.app.state.settings.address}/ressources/{identifier}"
        ),
    )


@router.post("/ressources/{identifier}/signaler", dependencies=[Depends(own_form)])
def report(
    request: Request,
    identifier: str,
    reason: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Keep a report for the team. No account; the note is masked."""
    if identifier not in snapshot(request).resources:
        raise HTTPException(404)
    if reason not in REASONS:
        outcome = "raison"
    elif not within(request, "report"):
        outcome = "attendre"
    else:
        who = current(request)
        with request.app.state.sessions_factory() as session, session.begin():
            said = (session, identifier, reason, note.replace(NUL, ""), who.id if who else None)
            outcome = THANKS if report_error(*said) else "connu"
    return RedirectResponse(f"/ressources/{identifier}?signalement={outcome}#signaler", status_code=303)


def criteria_rows(record: AnyResource) -> list[tuple[str, str]]:
    """For whom it is, criterion by criterion; what is unknown is said so."""
    asked = record.eligibility
    unknown = "Non précisé dans nos sources: à vérifier"
    rows = [("Aide pour", ", ".join(NEED_NAMES[need] for need in asked.needs))]
    if asked.stages is None:
        rows.append(("Étapes", unknown))
    else:
        stages = [STAGE_NAMES[stage] for stage in asked.stages.yes]
        stages += [f"{STAGE_NAMES[stage]} (à vérifier)" for stage in asked.stages.maybe]
        rows.append(("Étapes", ", ".join(stages) or unknown))
    if asked.legal_forms is None:
        rows.append(("Formes juridiques", unknown))
    else:
        forms = [LEGAL_FORM_NAMES[form] for form in asked.legal_forms.yes]
        forms += [f"{LEGAL_FORM_NAMES[form]} (à vérifier)" for form in asked.legal_forms.maybe]
        rows.append(("Formes juridiques", ", ".join(forms) or unknown))
    if asked.sectors is None:
        rows.append(("Secteurs", unknown))
    else:
        named = ", ".join(asked.sectors.names or asked.sectors.prose)
        rows.append(("Secteurs", "tous" if asked.sectors.all else named or unknown))
    if asked.age is not None and (said := _ages(asked.age.min, asked.age.max)):
        rows.append(("Âge", said))
    return rows


def _ages(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low} à {high} ans"
    if low is not None:
        return f"{low} ans et plus"
    return f"{high} ans et moins" if high is not None else ""


def related(now: Snapshot, identifier: str, record: AnyResource) -> list[tuple[str, AnyResource]]:
    """What the same organization offers, who offers it, then the general doors of the same MRC."""
    own = record.id if isinstance(record, OrganizationRecord) else record.organization
    names = [f"organization:{own}"] if own else []
    names += [
        name
        for name, other in now.resources.items()
        if own and not isinstance(other, OrganizationRecord) and other.organization == own
    ]
    names += _local_doors(now.doors, record)
    kept = [name for name in dict.fromkeys(names) if name != identifier and name in now.resources]
    return [(name, now.resources[name]) for name in kept[:RELATED]]


def _local_doors(doors: Doors, record: AnyResource) -> list[str]:
    mrcs = record.eligibility.territory.mrc
    if len(mrcs) != 1:
        return [doors.first]
    local = doors.by_mrc.get(mrcs[0], {})
    return [f"organization:{local[kind]}" for kind in ("economic", "community") if local.get(kind)]
