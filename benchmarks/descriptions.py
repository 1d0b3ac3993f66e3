"""`python -m benchmarks.descriptions FILE`: what a description of a project says, is it understood whole?

FILE: YAML, a list of `{text, profile}`; a field that `profile` leaves out is one that the text does not say.
Prints a Markdown table of the fields and of whole profiles, nothing else unless `--show`. A place counts when
its code is understood, or is among the choices offered; a sector by the sectors that both words name; a need
when all those expected are understood. `project_kind` and `current_form` are judged where they are given.
What the chat takes by itself is judged: what the words tell, and the guesses that are sure. `--told`: words
alone; `--guessed`: all the guesses, for sets that note what an adviser infers (see `learn/guide.md`).
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from knowledge.referral.extraction import GUESSED, SURE, Extraction, extract
from knowledge.referral.sectors import same_sector
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer

DEFAULT = Path(__file__).resolve().parent.parent / "tests" / "data" / "descriptions.yaml"
TODAY = dt.date(2026, 11, 29)  # the day the descriptions were written: ages told by a birth year depend on it
FIELDS = (
    "municipality",
    "stage",
    "need",
    "legal_form",
    "sector",
    "age",
    "amount",
    "project_kind",
    "current_form",
)
WHERE_GIVEN = ("project_kind", "current_form")


def judged(expected: dict[str, Any], said: Extraction, gazetteer: Gazetteer) -> dict[str, bool]:
    """Whether each field of a description is understood as expected."""
    known = said.profile
    right = {
        "municipality": _same_place(expected.get("municipality") or expected.get("mrc"), said, gazetteer),
        "need": set(expected.get("need") or ()) <= set(known.need),
        "sector": same_sector(expected.get("sector"), known.sector),
    }
    for name in ("stage", "legal_form", "age", "amount"):
        right[name] = expected.get(name) == getattr(known, name)
    for name in WHERE_GIVEN:
        right[name] = name not in expected or expected[name] == getattr(known, name)
    return {name: right[name] for name in FIELDS}


def _same_place(expected: str | None, said: Extraction, gazetteer: Gazetteer) -> bool:
    known = said.profile
    found = gazetteer.resolve(str(expected)) if expected else None
    if found is None:  # an MRC with its towns to choose from claims no town
        return known.municipality is None and (known.place_kind is None or bool(said.candidates))
    codes = {place.code for place in found.candidates}
    if found.place is not None and found.place.kind == "mrc":
        return known.mrc == found.place.mrc
    return bool(codes & {known.municipality, *(place.code for place in said.candidates)})


def fault(name: str, expected: dict[str, Any], said: Extraction) -> str:
    """How a field is wrong: said and not understood, understood and not said, or something else."""
    wanted = expected.get(name) or (expected.get("mrc") if name == "municipality" else None)
    understood = said.profile.place_kind if name == "municipality" else getattr(said.profile, name)
    if understood in (None, ()):
        return "missed"
    return "other" if wanted else "invented"


def measure(
    entries: list[dict[str, Any]],
    gazetteer: Gazetteer,
    *,
    show: bool = False,
    guess: Mapping[str, float] = SURE,
) -> dict[str, float]:
    """The share of descriptions with each field right, and with every field right; and how the others are
    wrong, as `field, fault` keys."""
    right: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for number, entry in enumerate(entries):
        said = extract(entry["text"], gazetteer, TODAY, guess=guess)
        expected = entry["profile"] or {}
        fields = judged(expected, said, gazetteer)
        wrong = [name for name, good in fields.items() if not good]
        right.update(name for name, good in fields.items() if good)
        right["whole"] += not wrong
        faults.update(f"{name}, {fault(name, expected, said)}" for name in wrong)
        if show and wrong:
            print(f"{number}. {entry['text']}")
            for name in wrong:
                understood = getattr(said.profile, name)
                if name == "municipality":
                    understood = said.profile.place_name, [place.name for place in said.candidates]
                print(f"    {name}: {expected.get(name)} ← {understood}")
    shares = {name: right[name] / len(entries) for name in (*FIELDS, "whole")}
    return shares | {name: count / len(entries) for name, count in sorted(faults.items())}


def main(arguments: list[str] | None = None) -> dict[str, float]:
    """Print the table and give the figures back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--show", action="store_true", help="also the descriptions that are not understood")
    parser.add_argument("--told", action="store_true", help="without what is guessed beside the words")
    parser.add_argument("--guessed", action="store_true", help="with all that is guessed beside the words")
    asked = parser.parse_args(arguments)
    loaded = yaml.safe_load(asked.file.read_text(encoding="utf-8"))
    entries = loaded if isinstance(loaded, list) else next(iter(loaded.values()))
    guess: Mapping[str, float] = {} if asked.told else GUESSED if asked.guessed else SURE
    figures = measure(entries, Gazetteer.from_content(content_dir()), show=asked.show, guess=guess)
    print(f"| champ | juste, sur {len(entries)} | manqué | inventé | autre |\n|---|---|---|---|---|")
    for name in (*FIELDS, "whole"):
        wrong = [figures.get(f"{name}, {kind}", 0.0) for kind in ("missed", "invented", "other")]
        print(f"| {name} | {figures[name]:.1%} | {' | '.join(f'{share:.1%}' for share in wrong)} |")
    return figures


if __name__ == "__main__":
    main()
