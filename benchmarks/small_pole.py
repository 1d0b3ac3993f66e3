"""`python -m benchmarks.small_pole [--seed N] [--questions N]`: whether a Pôle that begins answers as well.

The general questions of `tests/data` (part `report`, that nothing was tuned on) are asked of the pack in
force, then of the common pack under a small one: a region drawn at random, founded by
`knowledge.pack.founding`, with a few invented doors. Fails when the second serves five points fewer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from benchmarks.answers import outcome
from knowledge.pack.files import read_pack
from knowledge.pack.founding import found_pole
from knowledge.search.decision import calibration
from knowledge.search.questions import ask, pack_search, read_questions, right_answers
from knowledge.settings import PROJECT_DIR, content_dir
from knowledge.territory.regions import regions

SERVED = ("right", "clarified")
MAX_LOSS = 0.05
DOORS = 6
NEEDS = ("support", "funding", "training", "networking", "workforce", "premises")


def small_pack(folder: Path, seed: int) -> str:
    """Write the pack of a region drawn at random, with a few doors of its own; the region."""
    chance = random.Random(seed)  # noqa: S311 draws examples
    region = chance.choice(sorted(regions()))
    found_pole(folder, region, "Pôle d'essai")
    path = folder / "organizations.yaml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    counties = yaml.safe_load((folder / "territory.yaml").read_text(encoding="utf-8"))["mrc"]
    for number in range(DOORS):
        county = chance.choice(counties)
        listed["organizations"].append(
            {
                "id": f"porte-{number}",
                "name": f"Organisme {number} ({county['name']})",
                "kind": "organisme du milieu",
                "status": "active",
                "confidence": "medium",
                "review_by": "2027-12",
                "sources": [{"title": "Essai"}],
                "eligibility": {"mrc": [county["id"]], "needs": [chance.choice(NEEDS)]},
            }
        )
    path.write_text(yaml.safe_dump(listed, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return region


def general_questions(how_many: int, seed: int) -> list[dict[str, Any]]:
    """Questions to answer that others wrote, drawn at random."""
    kept = [one for one in read_questions("questions.yaml") if one["split"] == "report"]
    return random.Random(seed).sample(kept, min(how_many, len(kept)))  # noqa: S311 draws examples


def measure(how_many: int, seed: int) -> dict[str, str]:
    """What the pack in force makes of each general question that its common part answers, by id."""
    pack = read_pack(content_dir())
    shared = {
        f"answer:{name}"
        for name in pack.answers
        if str(pack.origin.get(f"answer:{name}", "")).startswith("common/")
    }
    decide = calibration().decide
    told = {}
    with pack_search(content_dir()) as search:
        snapshot = search.snapshot()
        for question in general_questions(how_many, seed):
            if right_answers(snapshot.answers, question) & shared:
                asked = ask(snapshot, question)
                told[question["id"]] = str(outcome(asked, decide(asked.signs, asked.standing)))
    return told


def measured_in(folder: Path, how_many: int, seed: int) -> dict[str, str]:
    """The same, in a process of its own whose pack is another folder."""
    command = [sys.executable, "-m", "benchmarks.small_pole", "--only", "--questions", str(how_many)]
    run = subprocess.run(  # noqa: S603 this very module
        [*command, "--seed", str(seed)],
        cwd=PROJECT_DIR,
        env={**os.environ, "CONTENT_DIR": str(folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, str] = json.loads(run.stdout)
    return told


def main() -> int:
    """Print the table; 1 when the small pack loses too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.questions, arguments.seed)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "un-pole"
        region = small_pack(folder, arguments.seed)
        whole = measured_in(content_dir(), arguments.questions, arguments.seed)
        small = measured_in(folder, arguments.questions, arguments.seed)
    both = sorted(set(whole) & set(small))
    print(f"{len(both)} general questions; the small pack: {region}, {DOORS} doors\n")
    print("| pack | right | by a choice | wrong | missed |\n|---|---|---|---|---|")
    served = []
    for name, told in (("in force", whole), ("common and small", small)):
        share = {kind: sum(told[one] == kind for one in both) / len(both) for kind in set(told.values())}
        row = " | ".join(f"{share.get(kind, 0):.1%}" for kind in ("right", "clarified", "wrong", "missed"))
        print(f"| {name} | {row} |")
        served.append(sum(share.get(kind, 0) for kind in SERVED))
    print(f"\nServed: {served[0]:.1%}, then {served[1]:.1%}: {100 * (served[1] - served[0]):+.1f} points")
    return int(served[0] - served[1] > MAX_LOSS)


if __name__ == "__main__":
    sys.exit(main())
