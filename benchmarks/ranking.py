"""`python -m benchmarks.ranking [--write] [--as-is] [--left-out]`: fit the numbers of ranking.yaml.

On the doors that seven advisers name (tests/data/ideal_doors*.yaml), each project given field by field and,
for less, told in words, and on doors that must be among the first (tests/data/profiles.yaml). The numbers
are those that make these doors the likeliest (benchmarks/listwise.py), drawn towards ranking_judgement.yaml.
Then the figures of each adviser are printed, and what each factor brings (its numbers all set to 1).
`--left-out`: each adviser measured with numbers fitted on the projects of others: what to expect of projects
never seen.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix

from benchmarks.ideals import AUTHORS, Judged, catalogue, judge, load, profile_of
from benchmarks.listwise import LOWERED, Case, Vector, fitted, picks_of
from benchmarks.referral import told
from knowledge.referral.extraction import SURE, extract
from knowledge.referral.levels import RANKING_FILE, number_of, ranking, weights
from knowledge.referral.picking import CONSIDERED, pick, provider_key
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer

JUDGEMENT_FILE = Path(__file__).parent / "ranking_judgement.yaml"
PULL = 2.0  # towards the judgement: of .5, 1 and 2, which do alike on advisers left out, the nearest to it
TWICE = ("ideal_doors_4",)  # who said of no other door that it is as good: each was weighed against all
WAYS = ("profil donné", "texte libre")
# What a project told in words weighs beside the same given field by field: what was misread of it teaches the
# order what is not so. Of .15, .2, .4 and 1, between the best for one way and the best for the other.
TOLD_WEIGHT = 0.25
Numbers = Mapping[str, float]


class Fit:
    """The cases, and the numbers as they stand."""

    def __init__(self) -> None:
        self.catalogue = catalogue()
        self.names = list(self.catalogue.row_of)
        self.providers = {name: provider_key(r) for name, r in self.catalogue.resources.items()}
        self._place: dict[str, int] = {name: place for place, name in enumerate(weights())}
        gazetteer = Gazetteer.from_content(content_dir())
        found: list[tuple[str, str, dict[str, Any], Profile]] = []
        for author in AUTHORS:
            for entry in load(author):
                said = extract(entry["text"], gazetteer, guess=SURE).profile
                found.append((author, WAYS[0], entry, profile_of(entry["query"], gazetteer)))
                found.append((author, WAYS[1], entry, said))
        found += [("profiles", WAYS[0], entry, told(entry, gazetteer)) for entry in load("profiles")]
        levels = [self._levels(profile) for _, _, _, profile in found]
        self.ways = [way for _, way, _, _ in found]
        self.cases = [
            self._case(author, entry, profile, mine)
            for (author, _, entry, profile), mine in zip(found, levels, strict=True)
        ]
        self.levels = list(self._place)
        told_by_file = yaml.safe_load(JUDGEMENT_FILE.read_text(encoding="utf-8"))
        judged = {
            f"{f}.{name}": n for f, names in told_by_file["levels"].items() for name, n in names.items()
        }
        lowered = [told_by_file["pick"][name] for name in LOWERED]
        self.judgement = np.log([*(float(judged.get(name, 1)) for name in self.levels), *lowered])
        fitted_names = [*self.levels, *(f"pick.{name}" for name in LOWERED)]
        self.held = [fitted_names.index(name) for name in told_by_file["held"]]
        self.start = {name: number_of(name) for name in self.levels} | {
            f"pick.{name}": float(number) for name, number in ranking()["pick"].items()
        }

    def _levels(self, profile: Profile) -> dict[int, list[int]]:
        """By open row, the places of its levels."""
        whole = self.catalogue
        judged = [column.judge(profile, whole.around, whole.doors).reasons for column in whole.columns]
        found = {}
        for row in (whole.row_of[one.identifier] for one in whole.find(profile)):
            record = whole.resources[self.names[row]]
            mine: list[str] = []
            for column, reasons in zip(whole.columns, judged, strict=True):
                reason = reasons[column.rules[row]]
                mine += column.factor(profile, record, reason, whole.doors, whole.today)
            found[row] = [self._place.setdefault(level, len(self._place)) for level in mine]
        return found

    def _case(self, author: str, entry: dict[str, Any], profile: Profile, mine: dict[int, list[int]]) -> Case:
        ends = np.cumsum([0, *map(len, mine.values())])
        places = [place for levels in mine.values() for place in levels]
        shape = (len(mine), len(self._place))
        levels = csr_matrix((np.ones(len(places)), places, ends), shape=shape)
        return Case(author, entry, profile, [self.names[row] for row in mine], list(mine), levels)

    def shown(self, case: Case, numbers: Numbers) -> list[str]:
        """The doors shown first for a case, with these numbers."""
        scores = case.levels @ np.log([numbers[level] for level in self.levels])
        order = np.argsort(-scores, kind="stable")[:CONSIDERED]
        rows = [case.rows[place] for place in order]
        value = {case.rows[place]: math.exp(scores[place]) for place in order}
        settings = {name[5:]: number for name, number in numbers.items() if name.startswith("pick.")}
        candidates = {row: self.catalogue.candidates[row] for row in rows}
        front = pick(rows, value, candidates, case.profile, self.catalogue.doors, settings)
        return [self.names[row] for row in front]

    def judged(self, case: Case, numbers: Numbers) -> Judged:
        return judge(case.entry, self.shown(case, numbers), self.providers)

    def fitted(self, cases: Sequence[Case], pull: float = PULL) -> dict[str, float]:
        """The numbers that make the doors of these cases the likeliest."""
        whole = self.catalogue
        way = {id(case): one for case, one in zip(self.cases, self.ways, strict=True)}
        picks = []
        for case in cases:
            weight = 2.0 if case.author in TWICE else 1.0
            weight *= TOLD_WEIGHT if way[id(case)] == WAYS[1] else 1.0
            picks += picks_of(case, whole.candidates, whole.doors, self.judgement, weight)
        logs: Vector = fitted(picks, self.judgement, self.held, pull)
        names = [*self.levels, *(f"pick.{name}" for name in LOWERED)]
        rounded = (float(f"{number:.3g}") for number in np.exp(logs))
        return {**self.start, **dict(zip(names, rounded, strict=True))}

    def mean(self, numbers: Numbers, author: str | None = None, way: str | None = None) -> float:
        """The mean nDCG@5 of the cases that have ideal doors, of one adviser or one way of telling."""
        found = [self.judged(case, numbers).ndcg for case in self.of(author, way) if case.has_ideal]
        return sum(found) / len(found)

    def of(self, author: str | None, way: str | None = None) -> list[Case]:
        return [
            case
            for case, told_by in zip(self.cases, self.ways, strict=True)
            if author in (None, case.author) and way in (None, told_by)
        ]

    def figures(self, numbers: Numbers, authors: Sequence[str] = AUTHORS) -> list[str]:
        """A Markdown row for each adviser and way of telling."""
        rows = []
        for author in authors:
            for way in WAYS:
                found = [self.judged(case, numbers) for case in self.of(author, way)]
                shares = [sum(one.ndcg for one in found), sum(one.first for one in found)]
                shares.append(sum(one.top3 for one in found))
                told_shares = " | ".join(f"{share / len(found):.3f}" for share in shares)
                faults = (
                    f"{sum(len(one.forbidden) for one in found)} | {sum(len(f.too_early) for f in found)}"
                )
                rows.append(f"| {author} ({way}) | {told_shares} | {faults} |")
        return rows


HEAD = """\
| conseiller | nDCG@5 | première | trois premières | jamais offertes | trop tôt |
|---|---|---|---|---|---|"""


def ablation(fit: Fit, numbers: Numbers) -> dict[str, float]:
    """The mean nDCG@5 with all the numbers of one factor set to 1."""
    factors = dict.fromkeys(name.partition(".")[0] for name in numbers)
    return {
        factor: fit.mean({n: 1.0 if n.partition(".")[0] == factor else v for n, v in numbers.items()})
        for factor in factors
    }


def left_out(fit: Fit, pull: float) -> list[str]:
    """The figures of each adviser, with numbers fitted on the projects of the others."""
    rows = []
    for author in AUTHORS:
        theirs = {case.entry["text"] for case in fit.of(author)}
        numbers = fit.fitted([case for case in fit.cases if case.entry["text"] not in theirs], pull)
        rows += fit.figures(numbers, [author])
    return rows


def write(numbers: Numbers) -> None:
    """Put the numbers in the file, its comments and order kept; where two things meet, those that count."""
    text = RANKING_FILE.read_text(encoding="utf-8")
    head, body = text.split("\nlevels:\n", 1)
    levels, rest = body.split("\ntogether:\n", 1)
    met, picks = rest.split("\npick:\n", 1)
    factor = ""
    lines = []
    for line in levels.splitlines():
        begun = re.match(r"^  (\w+):", line)
        factor = begun[1] if begun else factor
        lines.append(_renumbered(line, factor, numbers))
    lines.append("together:")
    for factor in re.findall(r"^  (\w+):", met, re.MULTILINE):
        mine = {n.partition(".")[2]: v for n, v in numbers.items() if n.startswith(f"{factor}.") and v != 1}
        lines.append(f"  {factor}:" + (" {}" if not mine else ""))
        lines += [f"    {name}: {number:.3g}" for name, number in sorted(mine.items())]
    lines.append("pick:")
    lines += [_renumbered(line, "pick", numbers) for line in picks.splitlines()]
    RANKING_FILE.write_text(head + "\nlevels:\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _renumbered(line: str, factor: str, numbers: Numbers) -> str:
    def new(found: re.Match[str]) -> str:
        name = f"{factor}.{found[1].strip(chr(39))}"
        return f"{found[1]}: {numbers[name]:.3g}" if name in numbers else found[0]

    return re.sub(r"('?\w+'?): ([\d.]+)", new, line)


def main() -> None:
    """Fit, print the figures and the ablation; write the file when asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write the numbers in ranking.yaml")
    parser.add_argument("--left-out", action="store_true", help="each adviser, fitted on the others")
    parser.add_argument("--pull", type=float, default=PULL, help="towards the judgement")
    parser.add_argument("--as-is", action="store_true", help="fit nothing: only the figures")
    options = parser.parse_args()
    fit = Fit()
    if options.left_out:
        print("Chaque conseiller mis de côté\n\n" + "\n".join([HEAD, *left_out(fit, options.pull)]) + "\n")
    numbers: Numbers = fit.start if options.as_is else fit.fitted(fit.cases, options.pull)
    print("\n".join([HEAD, *fit.figures(numbers)]))
    print(f"\nnDCG@5: {fit.mean(numbers):.3f}\n\n| sans | nDCG@5 |\n|---|---|")
    for factor, figure in sorted(ablation(fit, numbers).items(), key=lambda pair: pair[1]):
        print(f"| {factor} | {figure:.3f} |")
    if options.write:
        write(numbers)


if __name__ == "__main__":
    main()
