"""The packs of Pôles that are not, for what must hold for any: two MRC, a city, a community, four doors.

Each stands on a small part of the common pack, whole in one folder, so that it imports in a second.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.territory import Gazetteer
from tests.small_pack import write_small_pack

REVIEW = "2099-12"
SOURCE = [{"title": "Inventé pour un essai", "url": None, "as_of": "2026-05"}]
STAGES = ("idea", "pre_startup", "startup", "growth", "consolidation", "takeover")


@dataclass(frozen=True)
class County:
    """An MRC of a Pôle that does not exist, or a city that has its powers, with its towns."""

    id: str
    name: str
    code: str
    towns: tuple[str, ...]
    kind: str = "mrc"


@dataclass(frozen=True)
class Invented:
    """A Pôle that does not exist. `secret`: the answer to a question that it alone can answer."""

    id: str
    name: str
    counties: tuple[County, ...]
    community: str
    question: str
    secret: str
    prefix: str

    @property
    def door(self) -> str:
        """Its first door, by identifier."""
        return f"pole-{self.id}"


BOREAL = Invented(
    id="boreal",
    name="Pôle d'économie sociale de la Boréalie",
    counties=(
        County("grand-marais", "MRC du Grand-Marais", "901", ("Saint-Elzéar-du-Nord", "Lac-aux-Brumes")),
        County("riviere-blanche", "MRC de Rivière-Blanche", "902", ("Pointe-au-Renard", "Anse-Verte")),
        County("port-lumiere", "Ville de Port-Lumière", "903", ("Port-Lumière",), "city"),
    ),
    community="Ekuanak",
    question="C'est quoi la bourse des aurores?",
    secret="La bourse des aurores se demande au comptoir de Port-Lumière.",
    prefix="BOR",
)
AUSTRAL = Invented(
    id="austral",
    name="Pôle d'économie sociale de l'Australie-Neuve",
    counties=(
        County("les-collines", "MRC des Collines-Rousses", "911", ("Mont-Rouillé", "Val-Doré")),
        County("basses-terres", "MRC des Basses-Terres", "912", ("Sainte-Ombeline", "Petite-Meule")),
        County("fort-dragonne", "Ville de Fort-Dragonne", "913", ("Fort-Dragonne",), "city"),
    ),
    community="Wabanik",
    question="C'est quoi le fonds des vignes?",
    secret="Le fonds des vignes se demande au marché de Fort-Dragonne.",
    prefix="AUS",
)


def write_invented(folder: Path, pole: Invented) -> Path:
    """Write the pack of a Pôle to a folder of its own; the folder."""
    local = write_local(folder.with_name(f"{folder.name}-local"), pole)
    write_small_pack(folder, local, {answer["id"] for answer in _answers(pole)})
    with (folder / "quebec_municipalities.csv").open("a", encoding="utf-8") as file:
        for county in _territory(pole)["mrc"]:
            file.writelines(
                f"{town['code']},{town['name']},Municipalité,,Nord-du-Québec,10,{county['name']},,1000,,\n"
                for town in county["municipalities"]
            )
    return folder


def write_local(folder: Path, pole: Invented) -> Path:
    """Write what is a Pôle's own, which the whole common pack completes; the folder."""
    (folder / "answers").mkdir(parents=True)
    for name, content in _files(pole).items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


@cache
def places(pole: Invented) -> Gazetteer:
    """The places of a Pôle."""
    with tempfile.TemporaryDirectory() as aside:
        return Gazetteer.from_content(write_local(Path(aside) / pole.id, pole))


def _files(pole: Invented) -> dict[str, Any]:
    return {
        "pack.yaml": {"id": pole.id, "extends": "common"},
        "site.yaml": {
            "name": pole.name,
            "short_name": pole.name,
            "territory": ", ".join(county.name for county in pole.counties),
            "address": f"1, rue Inventée, {pole.counties[-1].towns[0]}",
            "website": None,
            "slots": {},
        },
        "contacts.yaml": {
            "default": f"bonjour@{pole.id}.example",
            "by_mrc": {county.id: None for county in pole.counties},
            "sender": f"assistant@{pole.id}.example",
            "reference_prefix": pole.prefix,
        },
        "territory.yaml": _territory(pole),
        "organizations.yaml": {"organizations": _organizations(pole)},
        "funds.yaml": {"funds": []},
        "trainings.yaml": {"trainings": []},
        "words.yaml": {"places": {}},
        "answers/definition.yaml": {"answers": _answers(pole)},
    }


def _territory(pole: Invented) -> dict[str, Any]:
    counties = [
        {
            "id": county.id,
            "name": county.name,
            "kind": county.kind,
            "code": county.code,
            "aliases": [],
            "municipalities": [
                {
                    "code": f"{county.code}{number:02}",
                    "name": town,
                    "type": "municipalité",
                    "population": 1_000 + number,
                    "aliases": [],
                    "gentile": None,
                }
                for number, town in enumerate(county.towns, 1)
            ],
        }
        for county in pole.counties
    ]
    return {
        "version": "1",
        "region": "Nord-du-Québec",
        "reserves_label": "une communauté autochtone",
        "mrc": counties,
        "reserves": [
            {
                "code": f"{pole.counties[0].code}90",
                "name": pole.community,
                "kind": "communauté autochtone",
                "aliases": [],
            }
        ],
        "ambiguous_aliases": [],
        "outside": [],
        "doors": {
            county.id: {"economic": county.id, "community": pole.door, "complements": ["cdrq"]}
            for county in pole.counties
        },
        "first_door": f"organization:{pole.door}",
        "elsewhere_door": "organization:reseau-poles",
    }


def _organizations(pole: Invented) -> list[dict[str, Any]]:
    shared = {"status": "active", "confidence": "high", "review_by": REVIEW, "sources": SOURCE}
    ladder = dict.fromkeys(STAGES, 3)
    first = {
        "id": pole.door,
        "name": pole.name,
        "kind": "pôle d'économie sociale",
        "role": "first_door",
        "summary": f"La première porte de {pole.name}.",
        "ladder": ladder,
        "eligibility": {
            "level": "region",
            "needs": ["support", "training", "networking", "governance"],
            "stages": {"yes": list(STAGES)},
            "legal_forms": {"yes": ["cooperative", "nonprofit", "mutual", "undecided"]},
        },
    }
    desks = [
        {
            "id": county.id,
            "name": f"Comptoir de développement, {county.name}",
            "kind": "service de développement économique",
            "role": "first_door",
            "summary": f"Accompagne les projets de {county.name}.",
            "ladder": ladder,
            "eligibility": {
                "mrc": [county.id],
                "needs": ["support", "funding"],
                "stages": {"yes": list(STAGES)},
            },
        }
        for county in pole.counties
    ]
    return [{**row, **shared} for row in (first, *desks)]


def _answers(pole: Invented) -> list[dict[str, Any]]:
    subject = pole.question.removeprefix("C'est quoi ").rstrip("?")
    return [
        {
            "id": f"secret-{pole.id}",
            "theme": "definition",
            "question": pole.question,
            "phrasings": [f"{subject}", f"comment avoir {subject}", f"où demander {subject}"],
            "text": pole.secret,
            "facts": [f"organization:{pole.door}"],
            "review_by": REVIEW,
            "status": "published",
        }
    ]
