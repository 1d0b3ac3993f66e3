"""`python -m benchmarks.referral`: are the doors, the places and what a text says right?

On tests/data/profiles.yaml and places.yaml, written from the facts by another hand than the code. Prints a
Markdown table and writes JSON under var/benchmarks/.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.files import read_pack
from knowledge.referral.doors import Doors
from knowledge.referral.extraction import extract, with_place
from knowledge.referral.matching import match
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir, var_dir
from knowledge.territory import Gazetteer
from knowledge.territory.area import area_in

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
SHOWN = 3
TODAY = dt.date(2026, 11, 23)  # the day the profiles were written for: calls and reviews depend on it


def load(name: str) -> list[dict[str, Any]]:
    """The entries of a data file."""
    entries: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))[name]
    return entries


def told(entry: dict[str, Any], gazetteer: Gazetteer) -> Profile:
    """The profile that an entry says it is."""
    said = entry["profile"]
    profile = Profile(
        stage=said["stage"],
        need=tuple(said["need"] or ()),
        need_given=True,
        legal_form=said["legal_form"],
        sector=said["sector"],
        age=said["age"],
    )
    found = gazetteer.resolve(str(said["municipality"] or said["mrc"] or ""))
    return with_place(profile, found) if found else profile


def doors_figures(gazetteer: Gazetteer) -> dict[str, float]:
    """Expected door among the first, and resources shown that a known criterion excludes."""
    pack = read_pack(content_dir())
    doors = Doors(
        first=pack.territory["first_door"],
        elsewhere=pack.territory["elsewhere_door"],
        by_mrc=pack.territory["doors"],
        mrc_names=area_in(pack.territory),
    )
    entries = load("profiles")
    figures: dict[str, float] = {"profils": len(entries)}
    for way in ("profil donné", "texte libre"):
        right = excluded = 0
        for entry in entries:
            profile = (
                told(entry, gazetteer) if way == "profil donné" else extract(entry["text"], gazetteer).profile
            )
            open_doors = [
                m.identifier for m in match(profile, pack.resources, doors, TODAY) if m.verdict != "no"
            ]
            right += bool(set(open_doors[:SHOWN]) & set(entry["expect_any"]))
            excluded += bool(set(open_doors) & set(entry["never"]))
        figures[f"porte attendue parmi les trois premières ({way})"] = right / len(entries)
        figures[f"profils à qui une porte exclue est montrée ({way})"] = excluded
    return figures


def place_figures(gazetteer: Gazetteer) -> dict[str, float]:
    """Places right, and everyday words left alone."""
    places = right = words = alone = 0
    for entry in load("places"):
        wanted, several = entry["code"], [str(code) for code in entry["ambiguous"] or []]
        if wanted is None and not entry["mrc"] and not entry["outside"] and not several:
            words += 1
            alone += not gazetteer.find(entry["text"])
            continue
        places += 1
        found = gazetteer.resolve(entry["text"])
        codes = {place.code for place in found.candidates} if found else set()
        same_mrc = (
            bool(found) and entry["mrc"] is not None and found is not None and found.mrc == entry["mrc"]
        )
        right += bool(
            codes & {str(wanted), *several}
            or (wanted is None and (same_mrc or (entry["outside"] and found and found.kind == "outside")))
        )
    return {"lieux": places, "lieux justes": right / places, "mots courants laissés": alone / words}


def main() -> dict[str, float]:
    """Print the table, write the JSON, and give the figures back."""
    gazetteer = Gazetteer.from_content(content_dir())
    figures = {**doors_figures(gazetteer), **place_figures(gazetteer)}
    print("| mesure | valeur |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {f'{value:.1%}' if isinstance(value, float) else value} |")
    folder = var_dir() / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    (folder / "referral.json").write_text(text, encoding="utf-8")
    return figures


if __name__ == "__main__":
    main()
