"""Changing what the Pôle says of itself: each value checked as its pack's would be, told to the journal."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.contacts import Contacts
from knowledge.models import Answer
from knowledge.pack.layers import mapping
from knowledge.pole import CONTACTS, MESSAGES, SITE, change, standing
from knowledge.revisions import digest
from knowledge.settings import content_dir
from knowledge.staff.audit import note

# What the screen has of `site.yaml`: name, label, help, and whether it may not be empty.
SITE_FIELDS: tuple[tuple[str, str, str, bool], ...] = (
    ("name", "Nom du Pôle", "", True),
    ("short_name", "Nom court", "", True),
    ("assistant", "Nom de l'assistant", "En tête de ses pages. Vide: le nom commun.", False),
    ("territory", "Territoire, en une ligne", "", True),
    ("address", "Adresse", "", True),
    ("phone", "Téléphone", "", False),
    ("email", "Courriel public", "", False),
    ("website", "Site web", "Avec https://", False),
    ("website_note", "Note à côté du site", "Entre parenthèses: «à confirmer». Vide: rien.", False),
    ("hours", "Heures d'ouverture", "Comme on les lit: «du lundi au jeudi, de 9 h à 16 h 30».", False),
    ("delay", "Délai de réponse annoncé", "Après «L'équipe vise à répondre»: «en deux jours».", False),
    ("welcome", "Mot d'accueil", "La première bulle de la conversation. Vide: le mot commun.", False),
    ("members_goal", "Objectif de membres", "Un nombre, pour les chiffres.", False),
    ("letters_months", "Lettres aux organismes: mois entre deux", "Vide: aucune ne part d'elle-même.", False),
)  # fmt: skip
SITE_KEYS = tuple(name for name, *_ in SITE_FIELDS)
CONTACTS_KEYS = ("default", "by_mrc")
NUMBERS = {"members_goal", "letters_months"}
NEVER_EMPTY = {"assistant"}  # without a text, the pack's
MAX_CHARS = 600
MAX_DIGITS = 7
STALE = (
    "Quelqu'un a enregistré ceci pendant que vous écriviez. Relisez ce qui est en vigueur, puis réessayez."
)
# Who is in danger is told what was weighed with care: those sentences stay in the common pack.
KEPT_IN_PACK = "danger_"
SHARED_VALUES = {"pole", "pole_address"}

_ADDRESS = re.compile(r"https?://\S+")


def pack_file(name: str) -> dict[str, Any]:
    """A file as the pack alone has it; empty when it has none."""
    try:
        return mapping(content_dir(), name)
    except FileNotFoundError:
        return {}


def state(session: Session, name: str, keys: Collection[str]) -> str:
    """A fingerprint of entries of a file as they stand: what an editor starts from."""
    values = standing(session, name)
    return digest({key: values.get(key) for key in keys})


def stale(
    session: Session,
    name: str,
    values: Mapping[str, Any],
    started_from: str,
    labels: Mapping[str, str] | None = None,
) -> list[str]:
    """What an editor did not see, in French: these entries were saved by somebody else since. Each that is
    not what was typed is told as it stands, by its label. Nothing when nobody saved, or when what the editor
    started from is not told."""
    if not started_from or started_from == state(session, name, values.keys()):
        return []
    now = standing(session, name)
    others = {label: now.get(key) for key, label in (labels or {}).items() if now.get(key) != values[key]}
    return [STALE, *(f"{label}, en vigueur: {_shown(value)}" for label, value in others.items())]


def _shown(value: Any) -> str:
    text = " · ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return f"«{text}»." if text else "rien."


def save_site(session: Session, given: Mapping[str, str], who: str, started_from: str = "") -> list[str]:
    """Keep the texts of the Pôle, in the caller's transaction; what is wrong with them, in French.
    `started_from`: the fingerprint that the editor was shown."""
    faults, values = [], {}
    for name, label, _, needed in SITE_FIELDS:
        text = " ".join(given.get(name, "").split())
        if needed and not text:
            faults.append(f"{label}: il faut un texte.")
        if len(text) > MAX_CHARS:
            faults.append(f"{label}: {MAX_CHARS} caractères au plus.")
        if name == "website" and text and not _ADDRESS.fullmatch(text):
            faults.append(f"{label}: une adresse complète, avec https://.")
        whole = name in NUMBERS and text.isdecimal() and len(text) < MAX_DIGITS
        if name in NUMBERS and text and not whole:
            faults.append(f"{label}: un nombre entier.")
        values[name] = (int(text) if whole else text) or None
        if name in NEVER_EMPTY and not text:
            values[name] = pack_file(SITE).get(name)
    labels = {name: label for name, label, *_ in SITE_FIELDS}
    faults = faults or stale(session, SITE, values, started_from, labels)
    if not faults:
        keep(session, SITE, values, who)
    return faults


def save_contacts(
    session: Session, given: Mapping[str, str], mrcs: Mapping[str, str], who: str, started_from: str = ""
) -> list[str]:
    """Keep who receives the requests: `default`, and one for each MRC by id; what is wrong, in French."""
    pack = pack_file(CONTACTS)
    by_mrc = {mrc: given.get(mrc, "").strip() or None for mrc in mrcs}
    values = {"default": given.get("default", "").strip() or None, "by_mrc": by_mrc}
    try:
        Contacts.model_validate({**pack, **values})
    except ValidationError as error:
        named = {str(one["loc"][-1]) for one in error.errors()}
        labels = {"default": "Toutes les demandes", **mrcs}
        return [f"{labels.get(name, name)}: ce n'est pas une adresse de courriel." for name in sorted(named)]
    faults = stale(session, CONTACTS, values, started_from)
    if not faults:
        keep(session, CONTACTS, values, who)
    return faults


def sentences(session: Session) -> dict[str, str]:
    """The assistant's sentences that may be changed on screen, by name."""
    return {
        name: str(text)
        for name, text in standing(session, MESSAGES).items()
        if not name.startswith(KEPT_IN_PACK)
    }


def save_sentence(session: Session, name: str, text: str, who: str, started_from: str = "") -> list[str]:
    """Keep a sentence, in the caller's transaction; what is wrong with it, in French. An empty one takes the
    pack's again."""
    pack = pack_file(MESSAGES)
    if name not in pack or name.startswith(KEPT_IN_PACK):
        return ["Cette phrase ne se change pas d'ici."]
    text = text.strip() or str(pack[name])
    given = places_in(text)
    if given is None:
        return ["Une accolade est ouverte sans être fermée, ou l'inverse."]
    unknown = sorted(given - set(places_in(str(pack[name])) or ()) - SHARED_VALUES)
    if unknown:
        return [f"«{{{one}}}» n'y est jamais rempli." for one in unknown]
    if len(text) > 2 * MAX_CHARS:
        return [f"{2 * MAX_CHARS} caractères au plus."]
    same = text == str(pack[name]).strip()
    values = {name: pack[name] if same else text}
    faults = stale(session, MESSAGES, values, started_from, {name: "La phrase"})
    if not faults:
        keep(session, MESSAGES, values, who)
    return faults


def places_in(text: str) -> set[str] | None:
    """The names in braces of a sentence; None when its braces do not fit."""
    try:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError:
        return None


def answers_saying(session: Session, text: str) -> list[Answer]:
    """The answers not archived that say a text: they do not change with the screen."""
    if not text:
        return []
    query = select(Answer).where(Answer.status != "archived", Answer.text.contains(text, autoescape=True))
    return list(session.scalars(query.order_by(Answer.question)))


def apply_files(
    session: Session, coming: Mapping[str, Mapping[str, Any]], who: str
) -> dict[str, tuple[Any, Any]]:
    """Take the entries of files (as in a pack), in the caller's transaction; those that changed, by
    «file: key», with what was and what is. Entries that the files lack stay."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, entries in coming.items():
        before = standing(session, name)
        for key, value in entries.items():
            if before.get(key) != value:
                changed[f"{name}: {key}"] = (before.get(key), value)
        keep(session, name, dict(entries), who)
    return changed


def keep(session: Session, name: str, values: Mapping[str, Any], who: str) -> None:
    """Have these entries of a file in force, in the caller's transaction, and tell the journal."""
    pack, before = pack_file(name), standing(session, name)
    for key, value in values.items():
        if change(session, name, key, value, who, pack):
            note(session, who, "le Pôle: modifié", f"{name}: {key}", {key: before.get(key)}, {key: value})
