"""Who holds the doors of each MRC, changed on screen and laid over those of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Mrc, Resource
from knowledge.pole import DOORS, TERRITORY, change
from knowledge.search.text import fold
from knowledge.staff.audit import note
from knowledge.staff.pole import pack_file

ORGANIZATION = "organization:"
# One organization each: name, label, and whether the door may be left without anybody.
ONE_EACH: tuple[tuple[str, str, bool], ...] = (
    ("economic", "Porte économique", True),
    ("community", "Porte communautaire", True),
    ("municipal", "La MRC elle-même, quand une autre porte est économique", False),
)
COMPLEMENTS = "complements"

Held = dict[str, dict[str, Any]]  # MRC -> kind of door -> who holds it


def held(session: Session) -> Held:
    """The doors of each MRC as they stand."""
    known = (*(name for name, *_ in ONE_EACH), COMPLEMENTS)
    return {
        row.id: {name: value for name, value in (row.content.get(DOORS) or {}).items() if name in known}
        for row in session.scalars(select(Mrc).order_by(Mrc.id))
    }


def save(session: Session, mrc: str, given: Mapping[str, str], who: str) -> list[str]:
    """Keep who holds the doors of an MRC, in the caller's transaction; what is wrong, in French.

    Input: for each kind of door, the names of resources as they are typed (complements: one a line).
    """
    standing = held(session)
    if mrc not in standing:
        return ["Cette MRC n'est pas du territoire."]
    names = by_name(session)
    faults: list[str] = []
    chosen: dict[str, Any] = {}
    for kind, label, needed in ONE_EACH:
        typed = given.get(kind, "").strip()
        found = names.get(fold(typed))
        if typed and (found is None or not found.startswith(ORGANIZATION)):
            faults.append(f"{label}: «{typed}» n'est pas un organisme de la base.")
        elif needed and not typed:
            faults.append(f"{label}: il faut un organisme.")
        elif found:
            chosen[kind] = found.removeprefix(ORGANIZATION)
    lines = [line.strip() for line in given.get(COMPLEMENTS, "").splitlines() if line.strip()]
    unknown = [line for line in lines if fold(line) not in names]
    faults += [f"En complément: «{line}» n'est pas dans la base." for line in unknown]
    if not faults:
        beside = (names[fold(line)].removeprefix(ORGANIZATION) for line in lines)
        keep(session, {**standing, mrc: {**chosen, COMPLEMENTS: list(dict.fromkeys(beside))}}, who)
    return faults


def keep(session: Session, doors: Held, who: str) -> None:
    """Have these doors in force from the next question on, in the caller's transaction."""
    before = held(session)
    rows = {row.id: row for row in session.scalars(select(Mrc))}
    for mrc, chosen in doors.items():
        if mrc in rows and chosen != before[mrc]:
            of_all = {key: value for key, value in rows[mrc].content[DOORS].items() if key not in before[mrc]}
            rows[mrc].content = {**rows[mrc].content, DOORS: {**chosen, **of_all}}
            note(session, who, "le Pôle: modifié", f"{TERRITORY}: {DOORS}", before[mrc], chosen)
    change(session, TERRITORY, DOORS, {**before, **doors}, who, pack_file(TERRITORY))
    session.flush()


def by_name(session: Session) -> dict[str, str]:
    """Resources that may be referred to, by what people call them: their names and identifiers."""
    found: dict[str, str] = {}
    rows = session.scalars(select(Resource).where(Resource.archived.is_(False))).all()
    for row in sorted(
        rows, key=lambda one: not one.identifier.startswith(ORGANIZATION)
    ):  # of one name, these
        for name in (row.identifier, row.identifier.removeprefix(ORGANIZATION), row.name):
            found.setdefault(fold(name), row.identifier)
    return found
