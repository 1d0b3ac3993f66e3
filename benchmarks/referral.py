"""`python -m benchmarks.referral`: are the doors, the places and what a text says right?

On tests/data/profiles.yaml, ideal_doors.yaml and places.yaml, written from the facts by another hand than the
code. Prints a Markdown table and writes JSON under var/benchmarks/.
"""

from __future__ import annotations

import json
from typing import Any

from benchmarks.ideals import Judged, catalogue, judge, load, profile_of
from knowledge.referral.extraction import SURE, extract, with_place
from knowledge.referral.picking import provider_key
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir, var_dir
from knowledge.territory import Gazetteer

SHOWN = 3
DEEP = 10


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
    entries = load("profiles")
    figures: dict[str, float] = {"profils": len(entries)}
    for way in ("profil donné", "texte libre"):
        right = excluded = 0
        for entry in entries:
            profile = (
                told(entry, gazetteer)
                if way == "profil donné"
                else extract(entry["text"], gazetteer, guess=SURE).profile
            )
            open_doors = [found.identifier for found in catalogue().find(profile)]
            right += bool(set(open_doors[:SHOWN]) & set(entry["expect_any"]))
            excluded += bool(set(open_doors) & set(entry["never"]))
        figures[f"porte attendue parmi les trois premières ({way})"] = right / len(entries)
        figures[f"profils à qui une porte exclue est montrée ({way})"] = excluded
    return figures


def ideal_figures(gazetteer: Gazetteer) -> dict[str, float]:
    """How near the order comes to an adviser's, for a project given field by field and told in words."""
    whole = catalogue()
    providers = {name: provider_key(record) for name, record in whole.resources.items()}
    entries = load("ideal_doors")
    figures: dict[str, float] = {}
    for way in ("profil donné", "texte libre"):
        rows: list[tuple[str, Judged]] = []
        for entry in entries:
            query = entry["query"]
            said = way == "profil donné"
            profile = (
                profile_of(query, gazetteer)
                if said
                else extract(entry["text"], gazetteer, guess=SURE).profile
            )
            shown = [found.identifier for found in whole.find(profile)[:DEEP]]
            rows += [(need, judge(entry, shown, providers)) for need in (query.get("need") or ["aucun"])[:1]]
        figures[f"nDCG@5 ({way})"] = sum(got.ndcg for _, got in rows) / len(rows)
        for need in sorted({need for need, _ in rows}):
            found = [got.ndcg for name, got in rows if name == need]
            figures[f"nDCG@5 ({way}), {need}, {len(found)} projets"] = sum(found) / len(found)
        figures[f"première porte juste ({way})"] = sum(got.first for _, got in rows) / len(rows)
        figures[f"porte idéale parmi les trois premières ({way})"] = sum(g.top3 for _, g in rows) / len(rows)
        figures[f"portes à ne jamais offrir, parmi les dix premières ({way})"] = sum(
            len(got.forbidden) for _, got in rows
        )
        figures[f"portes trop tôt ({way})"] = sum(len(got.too_early) for _, got in rows)
        figures[f"listes où un porteur revient ({way})"] = sum(bool(got.repeats) for _, got in rows) / len(
            rows
        )
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
    figures = {**doors_figures(gazetteer), **ideal_figures(gazetteer), **place_figures(gazetteer)}
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
