"""`python -m tools.learning`: what messages do, learned again with the ways of asking that the team added.

The candidate is trained beside the readings in service, both read the kept questions, and it takes their
place only if nothing got worse; a running Rasa takes it up by itself. Nothing is done when the team added
nothing since the last time, unless `--now` is given. The journal of the desk tells what came of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import sessions
from knowledge.settings import PROJECT_DIR
from knowledge.staff.teaching import Lesson, Verdict, is_due, judge, lesson, tell
from tools.environment import rasa_environment
from tools.model import MODELS_DIR, RASA, model_path, readable

BY = "autotest"  # the journal's name for who did it
CALM = 10  # people who write meanwhile come first
# From what is taught and a file to write, what each reads wrong, and where the file would be used.
Relearn = Callable[[Lesson, Path], dict[str, Any]]


def learn(
    factory: sessionmaker[Session], relearn: Relearn, folder: Path, *, now: bool = False
) -> Verdict | None:
    """Learn, compare, and use what was learned if nothing got worse; None when there was nothing to learn.

    Input: the base, what trains and compares, the folder for the candidate; `now`: even if it was tried.
    """
    with factory() as session:
        asked = lesson(session)
        if not (is_due(session, asked) or (now and asked.taught)):
            return None
    candidate = folder / f"partial-{os.getpid()}-taught.joblib"
    try:
        told = relearn(asked, candidate)
        verdict = judge(asked.kept, told)
        with factory() as session, session.begin():
            tell(session, asked, verdict, BY)
            if verdict.good:
                candidate.replace(told["target"])
    finally:
        candidate.unlink(missing_ok=True)
    return verdict


def relearn_beside_rasa(asked: Lesson, out: Path) -> dict[str, Any]:
    """Train and compare in Rasa's environment, where the readings are used."""
    command = [str(RASA), "-W", "ignore", "-m", "bot.relearn", str(model_path()), str(out)]
    done = subprocess.run(  # noqa: S603
        command,
        cwd=PROJECT_DIR,
        env=rasa_environment(),
        input=json.dumps({"taught": asked.taught, "kept": asked.kept}),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        preexec_fn=lambda: os.nice(CALM),
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """The exit code: 0 when it was learned, or when there was nothing to learn."""
    if not (RASA.exists() and readable(model_path())):
        print("Rien à réapprendre ici: le modèle n'est pas sur cette machine.")
        return 1
    verdict = learn(sessions(), relearn_beside_rasa, MODELS_DIR, now="--now" in sys.argv)
    if verdict is None:
        print("Rien à réapprendre: l'équipe n'a rien ajouté.")
        return 0
    if verdict.good:
        print(f"Réappris: {verdict.better} questions mieux comprises, aucune moins bien.")
    else:
        print(f"Gardé comme avant: {len(verdict.worse)} questions seraient moins bien comprises.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
