"""`python -m tools.test`: every test, in both environments; the last line is pytest's.

Our own tests go first, in two processes, while the model is trained and its understanding tested. Once it is,
the whole house is driven beside what is left of them, in two processes with a house each: a third of the time
of the former is spent waiting (for a base, a browser, a moment to pass), which leaves the cores free. What
promises seconds waits until it is alone, whichever run it is in (`tests/rooms.py`); files that take long
begin first (`tests/conftest.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from typing import IO

from knowledge.settings import PROJECT_DIR
from tools.browser import bring
from tools.environment import rasa_environment
from tools.model import RASA, train

WORKERS = 2  # processes: as many as a small machine has cores
FUZZ_SECONDS = "20"  # of any input at all; `make fuzz` goes on for an hour
SLOWEST = "--durations=15"
NO_BROWSER = (
    "Aucun navigateur pour les tests de bout en bout: "
    "installez Chromium ou Chrome, puis relancez «make test»."
)
NO_MODEL = "L'entraînement a échoué: voyez le message ci-dessus."
UNDERSTANDING = [str(RASA), "-m", "pytest", "-q", SLOWEST, "-c", "tests/bot/pytest.ini", "tests/bot"]
OURS = [sys.executable, "-m", "pytest", "-q", "--ignore=tests/bot"]
# A file stays in one process, which makes what its tests share once. In our order: see tests/conftest.py.
SPREAD = [f"--numprocesses={WORKERS}", "--dist=loadfile", "--no-loadscope-reorder"]
HOUSE = "tests/e2e"
ROOMS = [*OURS, SLOWEST, f"--ignore={HOUSE}", *SPREAD]
WHOLE_HOUSE = [*OURS, SLOWEST, HOUSE, *SPREAD]


class Beside(threading.Thread):
    """What needs the model: trained, its understanding tested, then the whole house, while other tests run.

    `trained` and `failed` tell how it went; what the tests said is in `said`, in their order.
    """

    def __init__(self, ours: dict[str, str], said: IO[str]) -> None:
        super().__init__(name="beside")
        self._ours, self._said = ours, said
        self.trained = False
        self.failed: list[str] = []

    def run(self) -> None:
        self.trained = train() is not None
        if self.trained:
            rasa = {**rasa_environment(), "PYTHONHASHSEED": "0"}
            self._pass(UNDERSTANDING, "l'environnement de Rasa (tests/bot)", rasa)
            self._pass(WHOLE_HOUSE, f"la maison entière ({HOUSE})", self._ours)

    def _pass(self, command: list[str], which: str, env: dict[str, str]) -> None:
        done = subprocess.run(  # noqa: S603
            command, cwd=PROJECT_DIR, env=env, stdout=self._said, stderr=subprocess.STDOUT
        )
        if done.returncode:
            self.failed.append(which)


def environment(**more: str) -> dict[str, str]:
    """The environment of our own tests: as it is, with the same order of everything at each run."""
    return {"FUZZ_SECONDS": FUZZ_SECONDS, **os.environ, **more, "PYTHONHASHSEED": "0"}


def main() -> int:
    """Run all the tests; 0 when all passed."""
    browser = bring()
    if browser is None:
        sys.exit(NO_BROWSER)
    ours = environment(E2E_BROWSER=browser)
    with tempfile.TemporaryFile("w+") as said:
        beside = Beside(ours, said)
        beside.start()
        failed = subprocess.run(ROOMS, cwd=PROJECT_DIR, env=ours).returncode != 0  # noqa: S603
        beside.join()
        said.seek(0)
        print(said.read(), flush=True)
    if not beside.trained:
        sys.exit(NO_MODEL)
    for which in beside.failed:
        print(f"Les tests de {which} ont échoué, voir plus haut.")
    return int(failed or bool(beside.failed))


if __name__ == "__main__":
    sys.exit(main())
