"""`python -m tools.audit`: the known advisories of both environments; 0 when there is nothing to judge.

A package that the service does not know is not an audited one: the audit then fails, whatever else it says.
In the boxed environment, the advisories judged in docs/advisories.yaml pass.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.settings import PROJECT_DIR

ADVISORIES = PROJECT_DIR / "docs" / "advisories.yaml"
LOCKS = {"app": PROJECT_DIR / "requirements" / "app.txt", "rasa": PROJECT_DIR / "requirements" / "rasa.txt"}
BOXED = "rasa"
SHOWN = 5  # names of skipped packages: one is enough to see why

Judged = frozenset[tuple[str, str, str]]  # package, version, advisory


@dataclass
class Outcome:
    """What an audit found: packages audited and skipped, advisories judged and not."""

    audited: int = 0
    skipped: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return self.audited > 0 and not self.skipped and not self.unjudged


def load_judged(path: Path = ADVISORIES) -> Judged:
    """The advisories of the boxed environment that were judged. Each must say why it cannot be reached."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["advisories"]
    missing = [row["package"] for row in rows if not str(row.get("why") or "").strip()]
    if missing:
        raise ValueError(f"{path.name}: «why» manque pour {', '.join(missing)}")
    return frozenset((row["package"], str(row["version"]), name) for row in rows for name in row["ids"])


def read_report(report: dict[str, Any], judged: Judged = frozenset()) -> Outcome:
    """What pip-audit's report says. An advisory is known by any of its names."""
    outcome = Outcome()
    for package in report["dependencies"]:
        if "skip_reason" in package:
            outcome.skipped.append(package["name"])
            continue
        outcome.audited += 1
        for found in package["vulns"]:
            names = [found["id"], *found.get("aliases", ())]
            line = f"{package['name']} {package['version']}: {', '.join(names)}"
            known = any((package["name"], package["version"], name) in judged for name in names)
            (outcome.judged if known else outcome.unjudged).append(line)
    return outcome


def audit(lock: Path, command: Sequence[str] = (sys.executable, "-m", "pip_audit")) -> dict[str, Any]:
    """Ask the advisory service about every package of a lock. Raises `ValueError` when it gives no report."""
    asked = [*command, "-r", str(lock), "--disable-pip", "--require-hashes", "-f", "json"]
    done = subprocess.run(  # noqa: S603
        [*asked, "--progress-spinner", "off"], cwd=PROJECT_DIR, capture_output=True, text=True
    )
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.strip().splitlines()
        raise ValueError(said[-1] if said else "pip-audit n'a rien dit") from None
    return report


def tell(name: str, outcome: Outcome) -> None:
    """Say in French what was found."""
    print(f"{name}: {outcome.audited} paquets vérifiés, {len(outcome.judged)} avis déjà jugés.")
    if outcome.skipped:
        shown = ", ".join(outcome.skipped[:SHOWN]) + ("…" if len(outcome.skipped) > SHOWN else "")
        print(
            f"  {len(outcome.skipped)} paquets n'ont pas pu être vérifiés ({shown}): ce n'est pas un audit."
        )
    for line in outcome.unjudged:
        print(f"  à juger: {line}")


def main() -> int:
    """Audit both environments; 1 when anything was skipped or is to be judged."""
    passed = True
    for name, lock in LOCKS.items():
        try:
            outcome = read_report(audit(lock), load_judged() if name == BOXED else frozenset())
        except ValueError as error:
            print(f"{name}: l'audit n'a pas pu se faire: {error}")
            passed = False
            continue
        tell(name, outcome)
        passed &= outcome.passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
