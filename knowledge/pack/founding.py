"""Founding a Pôle: a folder that validates and starts, made from the list of Québec's municipalities.

Nothing is invented: the MRC and towns come from the list, what is not known is left empty and «à vérifier»,
and the community door of each MRC is the Pôle itself until somebody names a better one.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.clock import today
from knowledge.pack.writing import write_file
from knowledge.settings import COMMON_DIR
from knowledge.slugs import slug
from knowledge.territory.regions import regions
from knowledge.territory.tokens import fold

MUNICIPALITIES = COMMON_DIR / "quebec_municipalities.csv"
# Designations of what is no municipality of an MRC: communities of First Nations and Inuit.
_COMMUNITIES = ("Réserve", "Terre de la catégorie", "Village cri", "Village naskapi", "Établissement")
_UNPEOPLED = "Territoire non organisé"
_REVIEW_MONTHS = 6
# What a Pôle and the desk of an MRC do by trade: they take any project, strongest when it is starting.
_EVERY_STAGE = {"idea": 2, "pre_startup": 2, "startup": 3, "growth": 3, "consolidation": 2, "takeover": 2}
_SOURCE = {"title": "Répertoire des municipalités du Québec (MAMH)", "url": None, "as_of": "2025-06"}


class FoundingError(Exception):
    """The folder cannot be made; `args[0]` says why, in French."""


@dataclass
class _County:
    """An MRC, or what has its powers, with its towns."""

    name: str
    kind: str
    towns: list[dict[str, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        bare = re.sub(
            r"^(MRC (de la|de l'|des|du|de|d')|Agglomération de|Ville de|Territoire de)\s*", "", self.name
        )
        return slug(re.sub(r"^(Les?|La|L'|Des)\s*", "", bare))


def found_pole(folder: Path, region: str, name: str) -> int:
    """Write the folder of a Pôle; the number of its municipalities.

    Input: a folder that does not exist yet, whose name is the pack's identifier; a region as the list of
    municipalities names it; the Pôle's name. Raises `FoundingError`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FoundingError(f"Le dossier {folder.name} existe déjà.")
    if slug(folder.name) != folder.name:
        raise FoundingError(
            "L'identifiant s'écrit en minuscules sans accents: «mauricie», «bas-saint-laurent»."
        )
    official = next((one for one in regions() if fold(one) == fold(region.replace("–", "--"))), None)
    if official is None:
        raise FoundingError(f"Région inconnue: «{region}». Connues: {', '.join(regions())}.")
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["region"] == official]
    counties = _counties(rows)
    pole = f"pole-{folder.name}"
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder / "pack.yaml", {"id": folder.name, "extends": "common"})
    write_file(folder / "site.yaml", _site(name, counties))
    write_file(folder / "contacts.yaml", _contacts(folder.name, counties))
    write_file(folder / "territory.yaml", _territory(official, counties, rows, pole))
    write_file(folder / "organizations.yaml", {"organizations": _organizations(name, pole, counties)})
    write_file(folder / "funds.yaml", {"funds": []})
    write_file(folder / "trainings.yaml", {"trainings": []})
    write_file(folder / "words.yaml", {"places": {}})
    (folder / "answers").mkdir(exist_ok=True)
    write_file(folder / "answers" / "pole.yaml", {"answers": _answers(pole)})
    return sum(len(county.towns) for county in counties)


def _counties(rows: list[dict[str, str]]) -> list[_County]:
    """The MRC of the rows; towns in none, by the first two digits of their code, are a city or an
    agglomeration that has its powers."""
    by_mrc: dict[str, _County] = {}
    alone: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["designation"] == _UNPEOPLED or row["designation"].startswith(_COMMUNITIES):
            continue
        if row["mrc"]:
            by_mrc.setdefault(row["mrc"], _County(_mrc_name(row["mrc"]), "mrc")).towns.append(row)
        else:
            alone[row["code"][:2]].append(row)
    cities = []
    for towns in alone.values():
        largest = max(towns, key=lambda row: int(row["population"] or 0))["name"]
        several = len(towns) > 1
        cities.append(
            _County(
                f"Agglomération de {largest}" if several else f"Ville de {largest}",
                "agglomeration" if several else "city",
                towns,
            )
        )
    return sorted([*by_mrc.values(), *cities], key=lambda county: county.id)


def _mrc_name(name: str) -> str:
    """«MRC des Chenaux» for «Des Chenaux», «MRC de La Jacques-Cartier», «MRC d'Antoine-Labelle»."""
    if name.startswith("Administration"):
        return f"Territoire de l'{name}"
    for start, said in (("Des ", "des "), ("Les ", "des "), ("Le ", "du ")):
        if name.startswith(start):
            return f"MRC {said}{name.removeprefix(start)}"
    return f"MRC d'{name}" if fold(name)[0] in "aeiou" and not name.startswith("L'") else f"MRC de {name}"


def _site(name: str, counties: list[_County]) -> dict[str, Any]:
    return {
        "name": name,
        "short_name": name,
        "territory": ", ".join(county.name for county in counties),
        "address": None,
        "website": None,
        "slots": {},
    }


def _contacts(pack: str, counties: list[_County]) -> dict[str, Any]:
    prefix = re.sub(r"[^A-Z]", "", pack.upper())[:4] or "ES"
    return {
        "default": None,
        "by_mrc": {county.id: None for county in counties},
        "sender": None,
        "reference_prefix": prefix if len(prefix) > 1 else "ES",
    }


def _territory(region: str, counties: list[_County], rows: list[dict[str, str]], pole: str) -> dict[str, Any]:
    reserves = [row for row in rows if row["designation"].startswith(_COMMUNITIES)]
    return {
        "version": "1",
        "region": region,
        "reserves_label": "une communauté autochtone" if reserves else None,
        "mrc": [
            {
                "id": county.id,
                "name": county.name,
                "kind": "mrc" if county.name.startswith("MRC") else county.kind.replace("mrc", "territory"),
                "code": county.towns[0]["code"][:2] + "0",
                "aliases": [],
                "municipalities": [
                    {
                        "code": town["code"],
                        "name": town["name"],
                        "type": town["designation"].lower(),
                        "population": int(town["population"] or 0) or None,
                        "aliases": [],
                        "gentile": town["gentile"] or None,
                    }
                    for town in county.towns
                ],
            }
            for county in counties
        ],
        "reserves": [
            {"code": row["code"], "name": row["name"], "kind": "communauté autochtone", "aliases": []}
            for row in reserves
        ],
        "ambiguous_aliases": [],
        "outside": [],
        "doors": {
            county.id: {"economic": county.id, "community": pole, "complements": ["cdrq"]}
            for county in counties
        },
        "first_door": f"organization:{pole}",
        "elsewhere_door": "organization:reseau-poles",
    }


def _organizations(name: str, pole: str, counties: list[_County]) -> list[dict[str, Any]]:
    month = today()
    later = month.year * 12 + month.month - 1 + _REVIEW_MONTHS
    shared = {
        "status": "to_verify",
        "confidence": "low",
        "review_by": f"{later // 12}-{later % 12 + 1:02}",
        "sources": [dict(_SOURCE)],
    }
    first = {
        "id": pole,
        "name": name,
        "kind": "pôle d'économie sociale",
        "role": "first_door",
        "summary": "La première porte pour toute question d'économie sociale sur le territoire.",
        "target_forms": ["cooperative", "nonprofit"],
        "ladder": _EVERY_STAGE,
        "judged": ["role", "summary", "target_forms", "ladder", "needs"],
        "eligibility": {
            "level": "region",
            "needs": ["support", "training", "networking", "governance"],
            "stages": {"yes": list(_EVERY_STAGE)},
            "legal_forms": {"yes": ["cooperative", "nonprofit", "mutual", "undecided"]},
        },
    }
    desks = [
        {
            "id": county.id,
            # Not the name of the place alone: a question that says where would be taken for one on this desk.
            "name": f"Développement économique, {county.name}",
            "kind": "service de développement économique",
            "role": "first_door",
            "summary": "Accompagne les projets d'entreprise et gère des fonds.",
            "ladder": _EVERY_STAGE,
            "unknown_is_typical": ["legal_form"],
            "judged": ["role", "summary", "ladder", "unknown_is_typical", "needs"],
            "eligibility": {
                "mrc": [county.id],
                "needs": ["support", "funding"],
                "stages": {"yes": list(_EVERY_STAGE)},
            },
        }
        for county in counties
    ]
    return [{**row, **shared} for row in (first, *desks)]


def _answers(pole: str) -> list[dict[str, Any]]:
    """Three answers to fill, on what only this Pôle knows: drafts, so that nothing unsaid is said."""
    wanted = (
        (
            "formations-offertes",
            "Quelles formations sont offertes?",
            "Complétez: lesquelles, par qui, quand.",
        ),
        (
            "exemples-locaux",
            "Avez-vous des exemples près d'ici?",
            "Complétez: quelques entreprises, et ce qu'elles font.",
        ),
        ("reseautage", "Y a-t-il des activités de réseautage?", "Complétez: lesquelles, où, quand."),
    )
    return [
        {
            "id": name,
            "theme": "pole",
            "question": question,
            "phrasings": [],
            "text": text,
            "facts": [f"organization:{pole}"],
            "review_by": f"{today().year + 1}-12",
            "status": "draft",
        }
        for name, question, text in wanted
    ]
