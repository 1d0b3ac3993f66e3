"""`python -m tools.check`: what is quick to check, after every edit; the last line is pytest's.

No Rasa, no browser, no PostgreSQL, no promise in seconds: `make test` has the rest. Arguments go to pytest:
a folder of tests, `-k`, `-x`.
"""

from __future__ import annotations

import subprocess
import sys

from knowledge.settings import PROJECT_DIR
from tools.test import OURS, SPREAD, environment

LINT = [sys.executable, "-m", "ruff", "check", "-q", "."]
QUICK = [
    *OURS,
    "--ignore=tests/e2e",
    "-m",
    "not quiet and not postgresql and not redis and not slow",
    *SPREAD,
]


def main(arguments: list[str]) -> int:
    """Run them; 0 when all is well."""
    for command in (LINT, [*QUICK, *arguments]):
        done = subprocess.run(command, cwd=PROJECT_DIR, env=environment())  # noqa: S603
        if done.returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
