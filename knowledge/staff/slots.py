"""The Pôle's own named texts (`{local:NAME}`), changed on screen: where each is said, and saying it anew.

The text of an answer keeps its slots and follows by itself. What a pack fills once, when it is read (facts,
subjects, resources), is brought in again with the new text, unless the team has edited it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer
from knowledge.pack.files import read_pack
from knowledge.pack.importer import import_changed
from knowledge.pack.layers import files
from knowledge.pack.placeholders import slot_faults, slot_name, slots_in
from knowledge.pole import SITE, SLOTS, standing
from knowledge.revisions import digest
from knowledge.settings import content_dir
from knowledge.staff.pole import keep, pack_file

FILES = ("*.yaml", "facts/*.yaml")  # filled when they are read; answers are not
SAID = "local:"


@dataclass(frozen=True)
class Place:
    """A named text on screen. `packs`: what the pack has for it; `answers` and `files` say it."""

    name: str
    text: str
    packs: str
    answers: tuple[Answer, ...]
    files: tuple[str, ...]


def own(session: Session) -> dict[str, str]:
    """The named texts as they stand."""
    return {str(name): str(text or "") for name, text in (standing(session, SITE).get(SLOTS) or {}).items()}


def places(session: Session) -> list[Place]:
    """Every named text: those that stand, those of the pack, and those that a text asks for."""
    texts, packs = own(session), pack_file(SITE).get(SLOTS) or {}
    said_by: dict[str, list[Answer]] = {}
    query = select(Answer).where(
        Answer.status != "archived", Answer.text.contains(f"{{{SAID}", autoescape=True)
    )
    for row in session.scalars(query.order_by(Answer.question)):
        for name in slots_in(row.text):
            said_by.setdefault(name, []).append(row)
    said_in = _in_files()
    return [
        Place(
            name,
            texts.get(name, ""),
            str(packs.get(name) or ""),
            tuple(said_by.get(name, ())),
            tuple(said_in.get(name, ())),
        )
        for name in sorted({*texts, *packs, *said_by, *said_in})
    ]


def state(session: Session) -> str:
    """A fingerprint of the named texts as they stand: what an editor started from."""
    return digest(own(session))


def save(session: Session, rows: Sequence[tuple[str, str]], who: str, started_from: str) -> list[str]:
    """Keep the named texts, in the caller's transaction; what is wrong with them, in French. A text that is
    emptied leaves its line unsaid."""
    if started_from != state(session):
        return ["Quelqu'un a enregistré ces textes pendant que vous écriviez. Relisez-les, puis réessayez."]
    full = [(slot_name(name), " ".join(text.split())) for name, text in rows if name.strip() and text.strip()]
    faults = [
        f"«{' '.join(text.split())}»: il manque son nom."
        for name, text in rows
        if text.strip() and not name.strip()
    ]
    names = [name for name, _ in full]
    faults += [f"«{name}» est là deux fois." for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [f"{fault}." for fault in slot_faults(dict(full))]
    if not faults:
        before = own(session)
        keep(session, SITE, {SLOTS: dict(full) or (None if not pack_file(SITE).get(SLOTS) else {})}, who)
        say_anew(session, before)
    return faults


def say_anew(session: Session, before: Mapping[str, str]) -> None:
    """Bring in again what the pack fills once, where a named text is no longer what it was."""
    after = own(session)
    changed = {name for name in {*before, *after} if before.get(name, "") != after.get(name, "")}
    if changed & _in_files().keys():
        import_changed(session, read_pack(content_dir(), before), read_pack(content_dir(), after))


def _in_files() -> dict[str, list[str]]:
    """The names that the pack's files ask for, each with those files. Most packs have none."""
    found: dict[str, list[str]] = {}
    for _, paths in files(content_dir(), *FILES):
        for path in paths:
            text = path.read_text(encoding="utf-8")
            if f"{{{SAID}" in text:
                for name in slots_in(_read(text)):
                    found.setdefault(name, []).append(path.name)
    return found


def _read(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None
