"""The territory changed on screen: other names of its places, the communities' label, who serves around."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Mrc, Municipality
from knowledge.pack.layers import find
from knowledge.pack.territory_form import form_faults
from knowledge.pole import TERRITORY, change, overlay_of
from knowledge.search.lexicon import COMMON, frequencies
from knowledge.search.text import fold
from knowledge.settings import content_dir
from knowledge.staff import doors
from knowledge.staff.audit import note
from knowledge.staff.pole import pack_file
from knowledge.territory.area import reserves_label
from knowledge.territory.own import (
    ALIASES,
    CHANGED,
    OUTSIDE,
    RESERVES_LABEL,
    aliases_of,
    places_of,
    with_own,
)
from knowledge.territory.tokens import content, words
from knowledge.territory.vocabulary import vocabulary

MAX_CHARS = 80
MUNICIPALITIES = "quebec_municipalities.csv"

Around = Sequence[tuple[str, str]]  # places, one a line, and the name of who serves them


def standing(session: Session) -> dict[str, Any]:
    """The territory as it stands; empty when the pack has none."""
    pack = pack_file(TERRITORY)
    return with_own(pack, overlay_of(session).get(TERRITORY, {})) if pack else {}


def alias_name(alias: Any) -> str:
    """Another name of a place, whether or not its class is told with it."""
    return str(alias["name"] if isinstance(alias, dict) else alias)


def save_aliases(session: Session, key: str, names: Sequence[str], who: str) -> list[str]:
    """Keep the other names of a place, in the caller's transaction; what is wrong with them, in French.

    Input: the id of an MRC or the code of another place. A name that is also an everyday word is a place only
    where a capital and a preposition say so, as the pack writes it.
    """
    territory = standing(session)
    places = dict(places_of(territory))
    if key not in places:
        return ["Ce lieu n'est pas du territoire."]
    had = {fold(alias_name(one)): one for one in places[key].get("aliases") or []}
    given = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    faults = [fault for name in given if fold(name) not in had for fault in _of_name(name, key, territory)]
    coming = [had.get(fold(name)) or _classed(name) for name in given]
    candidate = with_own(territory, {ALIASES: {key: coming}})
    faults = faults or [f"{places[key]['name']}: {fault.message}." for fault in form_faults(candidate)]
    if not faults:
        keep(session, {ALIASES: {key: coming}}, who)
    return faults


def save_label(session: Session, text: str, who: str) -> list[str]:
    """Keep what the communities outside every MRC are called together; empty takes the pack's again."""
    text = " ".join(text.split())
    if len(text) > MAX_CHARS:
        return [f"Les communautés, ensemble: {MAX_CHARS} caractères au plus."]
    keep(session, {RESERVES_LABEL: text or pack_file(TERRITORY).get(RESERVES_LABEL)}, who)
    return []


def save_around(session: Session, rows: Around, who: str) -> list[str]:
    """Keep who serves the places around, in the caller's transaction; what is wrong, in French. Empty rows
    are left out, and what was noted of a group stays with who serves it."""
    known, faults, coming = doors.by_name(session), [], []
    official, before = _official(), {row["refer_to"]: row for row in standing(session).get(OUTSIDE) or []}
    for lines, typed in rows:
        places = list(dict.fromkeys(" ".join(line.split()) for line in lines.splitlines() if line.strip()))
        if not places and not typed.strip():
            continue
        held = known.get(fold(typed))
        if held is None:
            faults.append(
                f"«{typed}» n'est pas un organisme de la base." if typed else "Il manque l'organisme."
            )
        if not places:
            faults.append(f"«{typed}»: il faut au moins un lieu.")
        faults += [
            f"«{place}» n'est pas une municipalité du Québec."
            for place in places
            if not any(name == fold(place) or name.startswith(fold(place) + "-") for name in official)
        ]
        coming.append({**before.get(held or "", {}), "places": places, "refer_to": held})
    if not faults:
        candidate = {**standing(session), OUTSIDE: coming}
        faults = [f"{fault.entry}: {fault.message}." for fault in form_faults(candidate)]
    if not faults:
        keep(session, {OUTSIDE: coming}, who)
    return faults


def keep(session: Session, own: Mapping[str, Any], who: str) -> None:
    """Have these entries in force (`territory.own`), in the caller's transaction, and tell the journal.

    The other names given are those of some places: those of the others stay.
    """
    pack, before = pack_file(TERRITORY), standing(session)
    overlay = overlay_of(session).get(TERRITORY, {})
    for name in (RESERVES_LABEL, OUTSIDE):
        if name in own and change(session, TERRITORY, name, own[name], who, pack):
            _told(session, who, name, before.get(name), own[name])
    if own.get(ALIASES):
        packs, names, was = aliases_of(pack), dict(places_of(pack)), aliases_of(before)
        all_of_them = {**(overlay.get(ALIASES) or {}), **own[ALIASES]}
        changed = {key: value for key, value in all_of_them.items() if key in packs and value != packs[key]}
        change(session, TERRITORY, ALIASES, changed, who, {ALIASES: {}})
        for key in (key for key, value in own[ALIASES].items() if key in was and value != was[key]):
            title = str(names[key]["name"])
            sides = (", ".join(map(alias_name, side)) for side in (was[key], own[ALIASES][key]))
            _told(session, who, ALIASES, *({title: side} for side in sides))
    _show(session, with_own(pack, overlay_of(session).get(TERRITORY, {})))
    session.flush()


def given_in(territory: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of a `territory.yaml` that the screen changes, to keep as the team's."""
    whole = {name: territory[name] for name in CHANGED if name in territory}
    return {**whole, ALIASES: aliases_of(territory)}


def _show(session: Session, territory: Mapping[str, Any]) -> None:
    """Have the base's own rows say the same: pages and answers read them."""
    label, names = reserves_label(territory), aliases_of(territory)
    for row in (*session.scalars(select(Mrc)), *session.scalars(select(Municipality))):
        key = row.id if isinstance(row, Mrc) else row.code
        content_ = {**row.content, "aliases": names[key]} if key in names else dict(row.content)
        if isinstance(row, Mrc):
            content_["reserves_label"] = label
        if content_ != row.content and (names.get(key) or row.content.get("aliases") or isinstance(row, Mrc)):
            row.content = content_


def _told(session: Session, who: str, name: str, before: Any, after: Any) -> None:
    sides = (side if isinstance(side, dict) else {name: side} for side in (before, after))
    note(session, who, "le Pôle: modifié", f"{TERRITORY}: {name}", *sides)


def _of_name(name: str, key: str, territory: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a new name for a place."""
    said = content(tuple(words(name)))
    if not said or len(name) > MAX_CHARS:
        yield f"«{name}»: un nom d'un à {MAX_CHARS} caractères."
        return
    for other, place in places_of(territory):
        each = [str(place["name"]), *map(alias_name, place.get("aliases") or [])]
        if other != key and any(content(tuple(words(one))) == said for one in each):
            yield f"«{name}» désigne déjà {place['name']}."
    for row in territory.get("ambiguous_aliases") or []:
        if len(row["codes"]) > 1 and any(
            content(tuple(words(one))) == said for one in row["input"].split(" / ")
        ):
            yield f"«{name}» désigne plusieurs lieux: l'assistant demande lequel."
    codes = {other for other, _ in places_of(territory)}
    if any(content(tuple(words(one))) == said for one in _official(codes)):
        yield f"«{name}» est le nom d'une autre municipalité du Québec."


def _classed(name: str) -> Any:
    """A name as the pack writes it: one that is an everyday word says so, unless its class is known."""
    known, plain = vocabulary(content_dir()), fold(name)
    everyday = plain in known.everyday_words or frequencies().get(plain, 0.0) >= COMMON
    return {"name": name, "as": "common"} if everyday and plain not in known.demands else name


def _official(without: set[str] | None = None) -> list[str]:
    """The folded names of Québec's municipalities, save those of these codes."""
    with find(content_dir(), MUNICIPALITIES).open(encoding="utf-8", newline="") as file:
        return [fold(row["name"]) for row in csv.DictReader(file) if row["code"] not in (without or ())]
