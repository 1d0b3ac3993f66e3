"""The Pôle on screen: its texts, who receives the requests, its sentences, territory and words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Mrc, Municipality, Resource
from knowledge.pack.layers import mapping
from knowledge.pole import CONTACTS, MESSAGES, SITE, read_again, standing
from knowledge.search.text import fold
from knowledge.settings import content_dir
from knowledge.staff import doors
from knowledge.staff.pole import (
    SITE_FIELDS,
    answers_saying,
    pack_file,
    places_in,
    save_contacts,
    save_sentence,
    save_site,
    sentences,
)
from knowledge.staff.undo import undoable
from knowledge.territory.vocabulary import WORDS_FILE
from web.staff.access import EditorForm, Reader, RefusedError, Staff, database
from web.staff.pages import go, render

router = APIRouter()

SAID_ELSEWHERE = ("name", "address", "phone", "website")  # written answers may say these too


@router.get("/pole")
def pole_page(request: Request, staff: Reader) -> Response:
    """The texts of the Pôle and who receives the requests."""
    return _page(request, staff)


@router.post("/pole")
def change_pole(request: Request, form: EditorForm) -> Response:
    """Keep one of the two forms."""
    given = {name: value for name, value in form.data.items() if isinstance(value, str)}
    with database(request) as session, undoable(session, form.staff.id) as kept:
        if form.text("do") == "contacts":
            faults = save_contacts(session, given, _mrcs(session), form.staff.email)
        else:
            faults = save_site(session, given, form.staff.email)
    if faults:
        return _page(request, form.staff, faults=faults, given=given)
    read_again()
    return go("/pole", "pole", annuler=str(kept.id or ""))


def _page(
    request: Request, staff: Staff, faults: list[str] | None = None, given: dict[str, str] | None = None
) -> Response:
    with database(request) as session:
        site, contacts, mrcs = standing(session, SITE), standing(session, CONTACTS), _mrcs(session)
        said = {name: answers_saying(session, str(site.get(name) or "")) for name in SAID_ELSEWHERE}
    values = {name: site.get(name) for name, *_ in SITE_FIELDS}
    people = {"default": contacts.get("default"), **{mrc: contacts["by_mrc"].get(mrc) for mrc in mrcs}}
    return render(
        request,
        staff,
        "pole.html",
        status=422 if faults else 200,
        fields=SITE_FIELDS,
        values={**values, **(given or {})},
        people={**people, **(given or {})},
        mrcs=mrcs,
        said=said,
        faults=faults,
    )


@router.get("/pole/phrases")
def sentences_page(request: Request, staff: Reader, q: str = "") -> Response:
    """The assistant's sentences, narrowed by words."""
    asked = fold(q).split()
    with database(request) as session:
        found = sentences(session)
    shown = {name: text for name, text in found.items() if all(word in fold(text) for word in asked)}
    return render(request, staff, "sentences.html", sentences=shown, pack=pack_file(MESSAGES), q=q)


@router.get("/pole/phrases/{sentence}")
def sentence_page(request: Request, staff: Reader, sentence: str) -> Response:
    """One sentence."""
    return _sentence(request, staff, sentence)


@router.post("/pole/phrases/{sentence}")
def change_sentence(request: Request, sentence: str, form: EditorForm) -> Response:
    """Keep it, or take the pack's again."""
    text = "" if form.text("do") == "again" else form.text("text")
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = save_sentence(session, sentence, text, form.staff.email)
    if faults:
        return _sentence(request, form.staff, sentence, faults, text)
    read_again()
    return go("/pole/phrases", "phrase", annuler=str(kept.id or ""))


def _sentence(
    request: Request, staff: Staff, name: str, faults: list[str] | None = None, typed: str | None = None
) -> Response:
    with database(request) as session:
        found = sentences(session)
    if name not in found:
        raise RefusedError(404, "Cette phrase ne se change pas d'ici", "Revenez à la liste des phrases.")
    original = str(pack_file(MESSAGES)[name])
    return render(
        request,
        staff,
        "sentence.html",
        status=422 if faults else 200,
        name=name,
        text=found[name] if typed is None else typed,
        original=original,
        changed=found[name].strip() != original.strip(),
        places=sorted(places_in(original) or ()),
        faults=faults,
    )


@router.get("/territoire")
def territory_page(request: Request, staff: Reader) -> Response:
    """The territory, the doors of each MRC, and the Pôle's own words for places."""
    return _territory(request, staff)


@router.post("/territoire")
def change_doors(request: Request, form: EditorForm) -> Response:
    """Keep who holds the doors of an MRC."""
    given = {name: form.text(name) for name in (*(kind for kind, *_ in doors.ONE_EACH), doors.COMPLEMENTS)}
    mrc = form.text("mrc")
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = doors.save(session, mrc, given, form.staff.email)
    if faults:
        return _territory(request, form.staff, faults, {mrc: given})
    return go("/territoire", "portes", annuler=str(kept.id or ""))


def _territory(
    request: Request,
    staff: Staff,
    faults: list[str] | None = None,
    typed: dict[str, dict[str, str]] | None = None,
) -> Response:
    with database(request) as session:
        mrcs = session.scalars(select(Mrc).order_by(Mrc.name)).all()
        towns = session.scalars(select(Municipality).order_by(Municipality.name)).all()
        named = session.execute(select(Resource.identifier, Resource.name))
        names = {row.identifier: row.name for row in named}
        standing_doors = doors.held(session)
    try:
        words = mapping(content_dir(), WORDS_FILE).get("places") or {}
    except FileNotFoundError:
        words = {}
    return render(
        request,
        staff,
        "territory.html",
        status=422 if faults else 200,
        faults=faults,
        one_each=doors.ONE_EACH,
        entries={mrc: _as_typed(held, names) for mrc, held in standing_doors.items()} | (typed or {}),
        typed=typed or {},
        organizations=sorted(name for key, name in names.items() if key.startswith(doors.ORGANIZATION)),
        mrcs=[(row, [town for town in towns if town.mrc_id == row.id], _doors(row, names)) for row in mrcs],
        outside=[town for town in towns if town.mrc_id is None],
        words=words,
    )


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


def _mrcs(session: Session) -> dict[str, str]:
    return {row.id: row.name for row in session.scalars(select(Mrc).order_by(Mrc.name))}
