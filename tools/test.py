"""`python -m tools.test`: every test, in both environments; the last line is pytest's."""

from __future__ import annotations

import os
import subprocess
import sys

from knowledge.settings import PROJECT_DIR
from tools.browser import bring
from tools.model import RASA, rasa_environment, train

NO_BROWSER = (
    "Aucun navigateur pour les tests de bout en bout: "
    "installez Chromium ou Chrome, puis relancez «make test»."
)


def main() -> int:
    """Run all the tests; 0 when all passed."""
    browser = bring()
    if browser is None:
        sys.exit(NO_BROWSER)
    if train() is None:
        sys.exit("L'entraînement a échoué: voyez le message ci-dessus.")
    quiet = {**os.environ, "E2E_BROWSER": browser, "PYTHONHASHSEED": "0"}
    in_rasa = subprocess.run(  # noqa: S603
        [str(RASA), "-m", "pytest", "-q", "-c", "tests/bot/pytest.ini", "tests/bot", *sys.argv[1:]],
        cwd=PROJECT_DIR,
        env=rasa_environment(),
    )
    in_ours = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pytest", "-q", "--ignore=tests/bot", *sys.argv[1:]],
        cwd=PROJECT_DIR,
        env=quiet,
    )
    if in_rasa.returncode:
        print("Les tests de l'environnement de Rasa (tests/bot) ont échoué, voir plus haut.")
    return in_rasa.returncode or in_ours.returncode


if __name__ == "__main__":
    sys.exit(main())
