"""The files of a pack that are no lists of entries: site, messages, contacts, steps, tools, places."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

from knowledge import privacy
from knowledge.contacts import ContactsError, load_contacts
from knowledge.pack.faults import Fault
from knowledge.pack.files import Pack
from knowledge.pack.layers import find, mapping, read_mapping
from knowledge.pack.placeholders import filler_of, slot_faults
from knowledge.pole import SLOTS
from knowledge.settings import COMMON_DIR

SITE_KEYS = {"name", "short_name", "assistant", "territory"}
SITE_OPTIONAL = {
    "address",
    "website",
    "website_note",
    SLOTS,
    "phone",
    "email",
    "hours",
    "members_goal",
    "letters_months",
    "delay",
    "welcome",
    privacy.LINES,  # of the machine: what a pack says instead is not shown
    *privacy.KEYS,
}
CSV_COLUMNS = {
    "code", "name", "designation", "gentile", "region", "region_code", "mrc", "postal_code", "population",
    "lat", "lon",
}  # fmt: skip
SHARED_VALUES = {"pole", "pole_address"}  # any sentence may say these
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def check_site(pack: Pack) -> list[Fault]:
    """The texts of the pages: every one that the templates ask for, and no misspelt one."""
    site, faults = _file(pack, "site.yaml")
    given = {key for key, value in site.items() if value not in (None, "")}
    faults += [Fault("site.yaml", key, "champ obligatoire absent") for key in sorted(SITE_KEYS - given)]
    unknown = sorted(set(site) - SITE_KEYS - SITE_OPTIONAL)
    faults += [Fault("site.yaml", key, "champ inconnu") for key in unknown]
    faults += [Fault("site.yaml", key, message) for key, message in privacy.faults(site)]
    return faults + [Fault("site.yaml", SLOTS, message) for message in slot_faults(site.get(SLOTS) or {})]


def check_messages(pack: Pack) -> list[Fault]:
    """The assistant's sentences: all that the common pack has, each with the same placeholders."""
    messages, faults = _file(pack, "messages.yaml")
    known = read_mapping(COMMON_DIR / "messages.yaml")
    faults += [Fault("messages.yaml", key, "phrase absente") for key in sorted(set(known) - set(messages))]
    faults += [Fault("messages.yaml", key, "phrase inconnue") for key in sorted(set(messages) - set(known))]
    for key in sorted(set(known) & set(messages)):
        allowed = set(_PLACEHOLDER.findall(str(known[key]))) | SHARED_VALUES
        for name in sorted(set(_PLACEHOLDER.findall(str(messages[key]))) - allowed):
            faults.append(Fault("messages.yaml", key, f"«{{{name}}}» n'y est jamais rempli"))
    return faults


def check_contacts(pack: Pack) -> list[Fault]:
    """Who receives the requests: addresses, and MRC that exist."""
    contacts, faults = _file(pack, "contacts.yaml")
    mrc_ids = {mrc.get("id") for mrc in _rows(pack.territory, "mrc")}
    by_mrc = contacts.get("by_mrc") or {}
    faults += [
        Fault("contacts.yaml", str(mrc), "cette MRC n'est pas dans territory.yaml")
        for mrc in by_mrc
        if mrc not in mrc_ids
    ]
    if not faults and pack.folder:
        try:
            load_contacts(pack.folder, {})
        except ContactsError as error:
            faults.append(Fault("contacts.yaml", "–", str(error.args[0])))
    return faults


def check_areas(pack: Pack) -> list[Fault]:
    """The areas of what is declined: each well formed, its door there; every topic in one of them."""
    from knowledge.areas.areas import AREAS_FILE, read_areas

    rows, faults = _file(pack, AREAS_FILE)
    try:
        known = read_areas(filler_of(pack.folder).fill(rows)) if pack.folder else {}
    except ValueError as error:
        return [Fault(AREAS_FILE, "–", str(error)[:300])]
    faults += [
        Fault(AREAS_FILE, name, f"refer_to: «{area.refer_to}» n'existe pas")
        for name, area in known.items()
        if area.refer_to and area.refer_to not in pack.resources
    ]
    return faults + [
        Fault(pack.origin[f"topic:{topic.id}"], topic.id, f"area: «{topic.area}» n'existe pas")
        for topic in pack.topics.values()
        if known and topic.area not in known
    ]


def check_steps(pack: Pack) -> list[Fault]:
    """The steps of a roadmap: three a stage, resting on facts and resources that exist."""
    from knowledge.referral.steps import ROLES, read_steps  # at use: the referral reads packs too

    _, faults = _file(pack, "steps.yaml")
    if faults or pack.folder is None:
        return faults
    try:
        steps = read_steps(pack.folder)
    except ValueError as error:
        return [Fault("steps.yaml", "–", f"trois étapes par étape du projet sont attendues: {error}"[:300])]
    each = [step for rows in steps.values() for step in rows]
    return [
        *(
            Fault("steps.yaml", step.title, f"facts: «{fact}» n'existe pas")
            for step in each
            for fact in step.facts
            if fact not in pack.facts and fact not in pack.resources
        ),
        *(
            Fault("steps.yaml", step.title, f"help: «{who}» n'est ni un rôle ni une ressource")
            for step in each
            for who in step.help
            if who not in ROLES and who not in pack.resources
        ),
    ]


def check_tools(pack: Pack) -> list[Fault]:
    """The small tools: each well formed, every line resting on facts that exist."""
    from knowledge.guides.records import TOOLS_FILE, read_tools  # at use: the tools read packs too

    _, faults = _file(pack, TOOLS_FILE)
    if faults or pack.folder is None:
        return faults
    try:
        tools = read_tools(pack.folder)
    except ValueError as error:
        return [Fault(TOOLS_FILE, "–", str(error)[:300])]
    return [
        Fault(TOOLS_FILE, line, f"facts: «{fact}» n'existe pas")
        for line, cited in tools.cited()
        for fact in cited
        if fact not in pack.facts
    ]


def check_municipalities(pack: Pack) -> list[Fault]:
    """The list of Québec's municipalities, and every code of the territory in it."""
    name = "quebec_municipalities.csv"
    try:
        path = find(pack.folder, name) if pack.folder else None
    except FileNotFoundError:
        return [Fault(name, "–", "fichier absent")]
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = sorted(CSV_COLUMNS - set(rows.fieldnames or ()))
        if missing:
            return [Fault(name, "–", f"colonnes absentes: {', '.join(missing)}")]
        codes = {row["code"] for row in rows}
    return [
        Fault("territory.yaml", str(town.get("name")), f"le code «{town['code']}» n'est pas dans {name}")
        for mrc in _rows(pack.territory, "mrc")
        for town in _rows(mrc, "municipalities")
        if str(town.get("code")) not in codes
    ]


def _file(pack: Pack, name: str) -> tuple[dict[str, Any], list[Fault]]:
    folder: Path | None = pack.folder
    if folder is None:
        return {}, []
    try:
        found = mapping(folder, name)
    except FileNotFoundError:
        return {}, [Fault(name, "–", "fichier absent")]
    return found, [] if found else [Fault(name, "–", "fichier vide ou illisible")]


def _rows(container: Any, key: str) -> list[dict[str, Any]]:
    rows = container.get(key) if isinstance(container, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
