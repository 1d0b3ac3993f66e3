"""The territory on screen: who holds the doors of each MRC, other names of places, who serves around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from starlette.background import BackgroundTask

from knowledge.models import Mrc, Municipality, Resource
from knowledge.pole import TERRITORY
from knowledge.staff import doors, places
from knowledge.staff.pole import pack_file
from knowledge.staff.undo import undoable
from knowledge.territory.own import OUTSIDE, RESERVES_LABEL
from web.staff.access import EditorForm, Form, Reader, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

PAGE = "/territoire"
DOORS, NAMES, LABEL, AROUND = "doors", "names", "label", "around"  # the forms of the page
DONE = {DOORS: "portes", NAMES: "lieux", LABEL: "lieux", AROUND: "lieux"}


@router.get("/territoire")
def territory_page(request: Request, staff: Reader) -> Response:
    """The territory: the doors of each MRC, other names of places, who serves the places around."""
    with database(request) as session:
        again = resumed(request, session, staff, PAGE)
    if again:
        return _territory(request, staff, None, again.form, again.part.partition("-")[0], again)
    return _territory(request, staff)


@router.post("/territoire")
def change_territory(request: Request, form: EditorForm) -> Response:
    """Keep one of the forms."""
    which = form.text("do") or DOORS
    with database(request) as session, undoable(session, form.staff.id) as kept:
        who = form.staff.email
        if which == NAMES:
            faults = places.save_aliases(session, form.text("place"), form.text("names").splitlines(), who)
        elif which == LABEL:
            faults = places.save_label(session, form.text("label"), who)
        elif which == AROUND:
            faults = places.save_around(session, _around(form), who)
        else:
            faults = doors.save(session, form.text("mrc"), _held(form), who)
        if not faults:
            saved(session, form)
    if faults:
        return _territory(request, form.staff, faults, form, which)
    done = go("/territoire", DONE.get(which, "portes"), annuler=str(kept.id or ""))
    done.background = BackgroundTask(request.app.state.search.refresh)
    return done


def _held(form: Form) -> dict[str, str]:
    """Who holds the doors of an MRC, as typed."""
    return {name: form.text(name) for name in (*(kind for kind, *_ in doors.ONE_EACH), doors.COMPLEMENTS)}


def _around(form: Form) -> list[tuple[str, str]]:
    """The places around and who serves them, as typed."""
    return list(zip(form.all("places"), form.all("served_by"), strict=False))


def _territory(
    request: Request,
    staff: Staff,
    faults: list[str] | None = None,
    form: Form | None = None,
    which: str = "",
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        mrcs = session.scalars(select(Mrc).order_by(Mrc.name)).all()
        towns = session.scalars(select(Municipality).order_by(Municipality.name)).all()
        named = session.execute(select(Resource.identifier, Resource.name))
        names = {row.identifier: row.name for row in named}
        standing_doors, territory = doors.held(session), places.standing(session)
    entries = {mrc: _as_typed(held, names) for mrc, held in standing_doors.items()}
    aliases = {row.id: _lines(row) for row in mrcs} | {row.code: _lines(row) for row in towns}
    label = str(territory.get(RESERVES_LABEL) or "")
    around = [
        ("\n".join(row["places"]), names.get(row["refer_to"], row["refer_to"]))
        for row in territory.get(OUTSIDE) or []
    ]
    if form and which == DOORS:
        entries[form.text("mrc")] = _held(form)
    elif form and which == NAMES:
        aliases[form.text("place")] = form.text("names")
    elif form and which == LABEL:
        label = form.text("label")
    elif form and which == AROUND:
        around = _around(form)
    drafted = kept_for(request, staff, PAGE, again, _part(form, which) if form else None)
    return render(
        request,
        staff,
        "territory.html",
        status=422 if faults else 200,
        faults=faults,
        one_each=doors.ONE_EACH,
        entries=entries,
        open_=form.text("mrc") or form.text("place") if form else "",
        which=which,
        organizations=sorted(name for key, name in names.items() if key.startswith(doors.ORGANIZATION)),
        mrcs=[(row, [town for town in towns if town.mrc_id == row.id], _doors(row, names)) for row in mrcs],
        outside=[town for town in towns if town.mrc_id is None],
        aliases=aliases,
        label=label,
        packs_label=pack_file(TERRITORY).get(RESERVES_LABEL) or "",
        around=[row for row in around if any(row)],
        several=[row for row in territory.get("ambiguous_aliases") or [] if len(row["codes"]) > 1],
        town_names={town.code: _told_apart(town, towns) for town in towns},
        touched=[part.partition("-")[2] for part in drafted["kept"]],
        **drafted,
    )


def _part(form: Form, which: str) -> str:
    """The name of a form of the page: those of an MRC or a place say which one."""
    of = form.text("mrc") or form.text("place")
    return f"{which}-{of}" if of else which


def _told_apart(town: Municipality, towns: Sequence[Municipality]) -> str:
    """The name of a place; with what it is, where another has the name."""
    same = sum(other.name == town.name for other in towns) > 1
    return f"{town.name} ({town.content['type']})" if same and town.content.get("type") else town.name


def _lines(row: Mrc | Municipality) -> str:
    """The other names of a place, one a line."""
    return "\n".join(map(places.alias_name, row.content.get("aliases") or []))


def _doors(row: Mrc, names: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The doors of an MRC: what each is for, and the identifiers and names of who holds it."""
    content = row.content.get("doors") or {}
    labels = {
        "economic": "Porte économique",
        "community": "Porte communautaire",
        "municipal": "La MRC elle-même",
        "complements": "En complément",
        "first": "Première porte du territoire",
        "elsewhere": "Ailleurs au Québec",
    }
    found = []
    for key, label in labels.items():
        held = content.get(key) or []
        each = [held] if isinstance(held, str) else held if isinstance(held, list) else []
        full = [one if ":" in one else f"organization:{one}" for one in each if isinstance(one, str)]
        if full:
            found.append((label, [(one, names.get(one, one)) for one in full]))
    return found


def _as_typed(held: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """Who holds the doors of an MRC, as the form has it: by name."""
    found = {kind: _name(str(held[kind]), names) for kind, *_ in doors.ONE_EACH if held.get(kind)}
    beside = [_name(str(one), names) for one in held.get(doors.COMPLEMENTS) or []]
    return {**found, doors.COMPLEMENTS: "\n".join(beside)}


def _name(one: str, names: dict[str, str]) -> str:
    return names.get(one if ":" in one else doors.ORGANIZATION + one, one)
