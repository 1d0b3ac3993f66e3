"""The Pôle on screen: its texts, who receives the requests, its sentences."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Mrc
from knowledge.pole import CONTACTS, MESSAGES, SITE, read_again, standing
from knowledge.search.text import fold
from knowledge.staff.pole import (
    CONTACTS_KEYS,
    SITE_FIELDS,
    SITE_KEYS,
    answers_saying,
    pack_file,
    places_in,
    save_contacts,
    save_sentence,
    save_site,
    sentences,
    state,
)
from knowledge.staff.undo import undoable
from web.staff.access import EditorForm, Form, Reader, RefusedError, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

PAGE = "/pole"
SITE_FORM, CONTACTS_FORM = "site", "contacts"  # the forms of the page
LONG_FIELDS = ("territory", "welcome")  # a sentence or more: all of it is seen as it is typed
SAID_ELSEWHERE = ("name", "address", "phone", "website")  # written answers may say these too


@router.get("/pole")
def pole_page(request: Request, staff: Reader) -> Response:
    """The texts of the Pôle and who receives the requests."""
    with database(request) as session:
        again = resumed(request, session, staff, PAGE)
    return _page(request, staff, given=_given(again.form) if again else None, again=again)


@router.post("/pole")
def change_pole(request: Request, form: EditorForm) -> Response:
    """Keep one of the two forms."""
    given, which, started_from = _given(form), form.text("do") or SITE_FORM, form.text("state")
    with database(request) as session, undoable(session, form.staff.id) as kept:
        if which == CONTACTS_FORM:
            faults = save_contacts(session, given, _mrcs(session), form.staff.email, started_from)
        else:
            faults = save_site(session, given, form.staff.email, started_from)
        if not faults:
            saved(session, form)
    if faults:
        return _page(request, form.staff, faults=faults, given=given, which=which)
    read_again()
    return go("/pole", "pole", annuler=str(kept.id or ""))


def _page(
    request: Request,
    staff: Staff,
    faults: list[str] | None = None,
    given: dict[str, str] | None = None,
    which: str | None = None,
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        site, contacts, mrcs = standing(session, SITE), standing(session, CONTACTS), _mrcs(session)
        states = {
            SITE_FORM: state(session, SITE, SITE_KEYS),
            CONTACTS_FORM: state(session, CONTACTS, CONTACTS_KEYS),
        }
        said = {name: answers_saying(session, str(site.get(name) or "")) for name in SAID_ELSEWHERE}
    if again:
        states[again.part] = again.form.text("state")
    values = {name: site.get(name) for name in SITE_KEYS}
    people = {"default": contacts.get("default"), **{mrc: contacts["by_mrc"].get(mrc) for mrc in mrcs}}
    return render(
        request,
        staff,
        "pole.html",
        status=422 if faults else 200,
        fields=SITE_FIELDS,
        long=LONG_FIELDS,
        values={**values, **(given or {})},
        people={**people, **(given or {})},
        mrcs=mrcs,
        said=said,
        states=states,
        faults=faults,
        **kept_for(request, staff, PAGE, again, which),
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
    with database(request) as session:
        again = resumed(request, session, staff, f"{PAGE}/phrases/{sentence}")
    return _sentence(request, staff, sentence, typed=again.form.text("text") if again else None, again=again)


@router.post("/pole/phrases/{sentence}")
def change_sentence(request: Request, sentence: str, form: EditorForm) -> Response:
    """Keep it, or take the pack's again."""
    text = "" if form.text("do") == "again" else form.text("text")
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = save_sentence(session, sentence, text, form.staff.email, form.text("state"))
        if not faults:
            saved(session, form)
    if faults:
        return _sentence(request, form.staff, sentence, faults, text)
    read_again()
    return go("/pole/phrases", "phrase", annuler=str(kept.id or ""))


def _sentence(
    request: Request,
    staff: Staff,
    name: str,
    faults: list[str] | None = None,
    typed: str | None = None,
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        found = sentences(session)
        now = again.form.text("state") if again else state(session, MESSAGES, (name,))
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
        state=now,
        faults=faults,
        **kept_for(request, staff, f"{PAGE}/phrases/{name}", again, "" if faults else None),
    )


def _given(form: Form) -> dict[str, str]:
    return {name: value for name, value in form.data.items() if isinstance(value, str)}


def _mrcs(session: Session) -> dict[str, str]:
    return {row.id: row.name for row in session.scalars(select(Mrc).order_by(Mrc.name))}
