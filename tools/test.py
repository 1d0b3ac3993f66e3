"""`python -m tools.test`: every test, in both environments; the last line is pytest's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from knowledge.settings import PROJECT_DIR
from tools.browser import bring
from tools.environment import rasa_environment
from tools.model import RASA, train

WORKERS = 2  # processes, for what promises nothing in seconds
NO_BROWSER = (
    "Aucun navigateur pour les tests de bout en bout: "
    "installez Chromium ou Chrome, puis relancez «make test»."
)
IN_RASA = [str(RASA), "-m", "pytest", "-q", "-c", "tests/bot/pytest.ini", "tests/bot"]
UNTRAINED = [*IN_RASA, "-m", "not trained"]  # they train models of their own
TRAINED = [*IN_RASA, "-m", "trained"]
OURS = [sys.executable, "-m", "pytest", "-q", "--ignore=tests/bot"]
TOGETHER = [*OURS, "-m", "not quiet", f"--numprocesses={WORKERS}", "--dist=loadfile"]
# A promise in seconds is measured, and the whole house is driven, while nothing else runs.
ALONE = [*OURS, "-m", "quiet"]


def main() -> int:
    """Run all the tests; 0 when all passed."""
    browser = bring()
    if browser is None:
        sys.exit(NO_BROWSER)
    with tempfile.TemporaryFile("w+") as said:
        untrained = subprocess.Popen(  # noqa: S603
            UNTRAINED, cwd=PROJECT_DIR, env=rasa_environment(), stdout=said, stderr=subprocess.STDOUT
        )
        model = train()  # meanwhile
        bot_failed = untrained.wait()
        said.seek(0)
        print(said.read(), flush=True)
    if model is None:
        sys.exit("L'entraînement a échoué: voyez le message ci-dessus.")
    bot_failed |= subprocess.run(TRAINED, cwd=PROJECT_DIR, env=rasa_environment()).returncode  # noqa: S603
    ours = {**os.environ, "E2E_BROWSER": browser, "PYTHONHASHSEED": "0"}
    failed = [
        subprocess.run(command, cwd=PROJECT_DIR, env=ours).returncode  # noqa: S603
        for command in (TOGETHER, ALONE)
    ]
    if bot_failed:
        print("Les tests de l'environnement de Rasa (tests/bot) ont échoué, voir plus haut.")
    return int(any((bot_failed, *failed)))  # a process that was killed has a code below 0


if __name__ == "__main__":
    sys.exit(main())
