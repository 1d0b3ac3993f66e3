"""The areas outside the subject, changed on screen: what each is called, and whose door is named."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from knowledge.models import Resource
from knowledge.pole import AREAS, standing
from knowledge.staff.pole import MAX_CHARS, keep, pack_file


def shown_areas(session: Session) -> dict[str, dict[str, Any]]:
    """The areas that a reply names, as they stand, by id. The others hold no words that anybody reads."""
    return {name: row for name, row in standing(session, AREAS).items() if row.get("named", True)}


def save_area(session: Session, name: str, given: dict[str, str], who: str) -> list[str]:
    """Keep an area, in the caller's transaction; what is wrong with it, in French.

    Input: `label`, `door` (where to turn, by its name alone), `refer_to` (the identifier of a resource).
    """
    row = shown_areas(session).get(name)
    if row is None:
        return ["Ce domaine ne se change pas d'ici."]
    values = {key: " ".join(given.get(key, "").split()) for key in ("label", "door", "refer_to")}
    faults = []
    if not values["label"]:
        faults.append("Nom du domaine: il faut un texte.")
    if not (values["door"] or values["refer_to"]):
        faults.append("Il faut une ressource ou un endroit où se tourner.")
    if values["refer_to"] and session.get(Resource, values["refer_to"]) is None:
        faults.append(f"«{values['refer_to']}» n'est pas dans la base.")
    for key, text in values.items():
        if len(text) > MAX_CHARS:
            faults.append(f"{MAX_CHARS} caractères au plus.")
        if key != "refer_to" and set(text) & set("{}"):
            faults.append("Les accolades ne se disent pas.")
    if not faults:
        after = {**row, **values}
        keep(session, AREAS, {name: {key: value for key, value in after.items() if value != ""}}, who)
    return faults


def packs_area(name: str) -> dict[str, Any]:
    """An area as the pack has it; empty for none."""
    return dict(pack_file(AREAS).get(name) or {})
