"""`python -m benchmarks.ranking [--write] [--only FACTOR]`: fit the numbers of ranking.yaml.

On the doors that advisers name (tests/data/ideal_doors.yaml), and on the doors that must be among the first
three or never shown (tests/data/profiles.yaml). One number is moved at a time, and kept only when the gain is
worth the move; then what each factor brings is printed (its numbers all set to 1). `--folds` measures on
thirds set aside, each fitted on the two others, which is what to expect on projects never seen.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.ideals import Judged, catalogue, judge, load, profile_of
from benchmarks.referral import told
from knowledge.referral.extraction import extract
from knowledge.referral.levels import RANKING_FILE, ranking, weights
from knowledge.referral.picking import CONSIDERED, pick, provider_key
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer

STEPS = (0.25, 0.6, 0.8, 0.9, 1.12, 1.25, 1.6, 4.0)  # the widest so that a new factor may leave 1
SWEEPS = 3
MOVE_COST = 0.0015  # of objective, for each unit of logarithm that a number leaves where it was
SHOWN = 50


@dataclass
class Case:
    """One project: what is wanted of it, its open rows, and the levels of each as columns of indexes."""

    entry: dict[str, Any]
    profile: Profile
    rows: list[int]
    levels: npt.NDArray[np.intp]
    used: frozenset[str]

    @property
    def has_ideal(self) -> bool:
        return "ideal" in self.entry


class Fit:
    """The cases, and the numbers as they stand."""

    def __init__(self) -> None:
        self.catalogue = catalogue()
        self.names = list(self.catalogue.row_of)
        self.providers = {name: provider_key(r) for name, r in self.catalogue.resources.items()}
        self.start = dict(weights()) | {f"pick.{k}": float(v) for k, v in ranking()["pick"].items()}
        self.levels = list(weights())
        gazetteer = Gazetteer.from_content(content_dir())
        self.cases = [self._case(e, profile_of(e["query"], gazetteer)) for e in load("ideal_doors")]
        self.cases += [self._case(e, extract(e["text"], gazetteer).profile) for e in load("ideal_doors")]
        self.cases += [self._case(e, told(e, gazetteer)) for e in load("profiles")]

    def _case(self, entry: dict[str, Any], profile: Profile) -> Case:
        whole, found = self.catalogue, self.catalogue.find(profile)
        rows = [whole.row_of[one.identifier] for one in found]
        place = {level: number for number, level in enumerate(self.levels)}
        told_levels: list[list[str]] = []
        for row in rows:
            record = whole.resources[self.names[row]]
            mine: list[str] = []
            for column in whole.columns:
                reason = column.judge(profile, whole.around, whole.doors).reasons[column.rules[row]]
                mine += column.factor(profile, record, reason, whole.doors, whole.today)
            told_levels.append(mine)
        most = max(map(len, told_levels), default=1)
        filled = np.full((len(rows), most), len(self.levels), dtype=np.intp)
        for number, mine in enumerate(told_levels):
            filled[number, : len(mine)] = [place[level] for level in mine]
        return Case(entry, profile, rows, filled, frozenset(level for mine in told_levels for level in mine))

    def shown(self, case: Case, numbers: dict[str, float]) -> list[str]:
        """The doors shown for a case, with these numbers."""
        logs = np.array([*(math.log(numbers[level]) for level in self.levels), 0.0])
        scores = logs[case.levels].sum(axis=1)
        order = np.argsort(-scores, kind="stable")
        rows = [case.rows[number] for number in order]
        value = {case.rows[number]: math.exp(scores[number]) for number in order[:CONSIDERED]}
        settings = {name[5:]: number for name, number in numbers.items() if name.startswith("pick.")}
        kept = self.catalogue.candidates
        candidates = {row: kept[row] for row in rows[:CONSIDERED]}
        front = pick(rows[:CONSIDERED], value, candidates, case.profile, self.catalogue.doors, settings)
        return [self.names[row] for row in [*front, *(r for r in rows if r not in set(front))][:SHOWN]]

    def judged(self, case: Case, numbers: dict[str, float]) -> Judged:
        return judge(case.entry, self.shown(case, numbers), self.providers)

    def worth(self, case: Case, numbers: dict[str, float]) -> float:
        """What a case brings to the objective."""
        if not case.has_ideal:
            first = set(self.shown(case, numbers)[:3])
            return 0.15 * bool(first & set(case.entry["expect_any"]))
        got = self.judged(case, numbers)
        faults = 0.3 * len(got.forbidden) + 0.1 * len(got.too_early) + 0.2 * (not got.top3)
        return got.ndcg + 0.1 * got.first - faults

    def fitted(self, cases: Sequence[Case], only: str | None = None) -> dict[str, float]:
        """Numbers moved one at a time, kept when the gain is worth the move; `only`: those of one factor."""
        ideal = sum(case.has_ideal for case in cases) or 1
        numbers = dict(self.start)
        worths = [self.worth(case, numbers) for case in cases]
        for sweep in range(SWEEPS):
            moved = 0
            for name in (one for one in numbers if only in (None, one.partition(".")[0])):
                touched = [
                    number
                    for number, case in enumerate(cases)
                    if name.startswith("pick.") or name in case.used
                ]
                moved += self._move(name, numbers, cases, touched, worths, ideal)
            print(f"passage {sweep + 1}: {moved} nombres changés, {sum(worths) / ideal:.4f}", flush=True)
            if not moved:
                break
        return numbers

    def _move(
        self,
        name: str,
        numbers: dict[str, float],
        cases: Sequence[Case],
        touched: Collection[int],
        worths: list[float],
        ideal: int,
    ) -> bool:
        now, begun = numbers[name], self.start[name]
        best, best_gain, best_worths = now, 1e-9, {}
        for step in STEPS:
            tried = {**numbers, name: now * step}
            new = {number: self.worth(cases[number], tried) for number in touched}
            gain = sum(new[number] - worths[number] for number in touched) / ideal
            gain -= MOVE_COST * (abs(math.log(now * step / begun)) - abs(math.log(now / begun)))
            if gain > best_gain:
                best, best_gain, best_worths = now * step, gain, new
        numbers[name] = best
        for number, value in best_worths.items():
            worths[number] = value
        return best != now

    def mean(self, cases: Sequence[Case], numbers: dict[str, float]) -> float:
        """The mean nDCG@5 of the cases that have ideal doors."""
        found = [self.judged(case, numbers).ndcg for case in cases if case.has_ideal]
        return sum(found) / len(found)


def ablation(fit: Fit, numbers: dict[str, float]) -> dict[str, float]:
    """The mean nDCG@5 with all the numbers of one factor set to 1."""
    factors = dict.fromkeys(name.partition(".")[0] for name in numbers)
    return {
        factor: fit.mean(
            fit.cases, {n: 1.0 if n.partition(".")[0] == factor else v for n, v in numbers.items()}
        )
        for factor in factors
    }


def folds(fit: Fit, number: int = 3) -> float:
    """The mean nDCG@5 on parts set aside, each fitted on the others."""
    found = []
    for part in range(number):
        aside = [case for place, case in enumerate(fit.cases) if case.has_ideal and place % number == part]
        rest = [case for case in fit.cases if not any(case is one for one in aside)]
        found += [fit.mean([case], (numbers)) for numbers in [fit.fitted(rest)] for case in aside]
    return sum(found) / len(found)


def write(numbers: dict[str, float]) -> None:
    """Put the numbers in the file, its comments and order kept."""
    text = RANKING_FILE.read_text(encoding="utf-8")
    head, body = text.split("\nlevels:\n", 1)
    factor = ""
    lines = []
    for line in body.splitlines():
        begun = re.match(r"^( ?  ?)(\w+):", line)
        if line.startswith("pick:"):
            factor = "pick"
        elif begun and len(begun[1]) == 2 and factor != "pick":
            factor = begun[2]

        def new(found: re.Match[str], factor: str = factor) -> str:
            name = f"{factor}.{found[1].strip(chr(39))}"
            return f"{found[1]}: {numbers[name]:.3g}" if name in numbers else found[0]

        lines.append(re.sub(r"('?\w+'?): ([\d.]+)", new, line))
    RANKING_FILE.write_text(head + "\nlevels:\n" + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print the figures and the ablation; write the file when asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write the numbers in ranking.yaml")
    parser.add_argument("--folds", action="store_true", help="measure on parts set aside")
    parser.add_argument("--only", help="move only the numbers of this factor, a new one for instance")
    parser.add_argument("--as-is", action="store_true", help="fit nothing: only the ablation")
    options = parser.parse_args()
    fit = Fit()
    print(f"nDCG@5 au départ: {fit.mean(fit.cases, fit.start):.3f}")
    if options.folds:
        print(f"nDCG@5 sur des tiers mis de côté: {folds(fit):.3f}")
    numbers = fit.start if options.as_is else fit.fitted(fit.cases, options.only)
    print(f"nDCG@5: {fit.mean(fit.cases, numbers):.3f}\n\n| sans | nDCG@5 |\n|---|---|")
    for factor, figure in sorted(ablation(fit, numbers).items(), key=lambda pair: pair[1]):
        print(f"| {factor} | {figure:.3f} |")
    if options.write:
        write(numbers)


if __name__ == "__main__":
    main()
