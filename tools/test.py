"""`python -m tools.test`: every test, in both environments; the last line is pytest's.

Two runs beside one another: our own tests in a few processes, which keep both cores busy to the end; and what
needs the model, one thing after the other: it is trained, the whole house is driven in a browser, and its
understanding is tested. The second goes before the first whenever both want a core, as it is the longer chain
and the one that people's seconds are promised in. What promises seconds waits until it is alone, whichever
run it is in (`tests/rooms.py`); files that take long begin first (`tests/conftest.py`).
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

WORKERS = 3  # processes, for two cores: a third of their time is spent waiting for a base, a page, a moment
SLOWEST = "--durations=15"
NO_BROWSER = (
    "Aucun navigateur pour les tests de bout en bout: "
    "installez Chromium ou Chrome, puis relancez «make test»."
)
NO_MODEL = "L'entraînement a échoué: voyez le message ci-dessus."
UNDERSTANDING = [str(RASA), "-m", "pytest", "-q", SLOWEST, "-c", "tests/bot/pytest.ini", "tests/bot"]
# Schemathesis serves one file, which asks for none of its plugin: every process would load it.
OURS = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", "--ignore=tests/bot"]
# A file stays in one process, which makes what its tests share once. In our order: see tests/conftest.py.
SPREAD = [f"--numprocesses={WORKERS}", "--dist=loadfile", "--no-loadscope-reorder"]
HOUSE = "tests/e2e"
BEHIND = ["nice", "-n", "5"]  # a third of a core, when the whole house wants all of it
ROOMS = [*BEHIND, *OURS, SLOWEST, f"--ignore={HOUSE}", *SPREAD]
WHOLE_HOUSE = [*OURS, SLOWEST, HOUSE]  # one house: to start a second takes longer than what it would save


class Beside(threading.Thread):
    """What needs the model: trained, the whole house, then its understanding, while other tests run.

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
            self._pass(WHOLE_HOUSE, f"la maison entière ({HOUSE})", self._ours)
            self._pass(UNDERSTANDING, "l'environnement de Rasa (tests/bot)", rasa)

    def _pass(self, command: list[str], which: str, env: dict[str, str]) -> None:
        done = subprocess.run(  # noqa: S603
            command, cwd=PROJECT_DIR, env=env, stdout=self._said, stderr=subprocess.STDOUT
        )
        if done.returncode:
            self.failed.append(which)


def environment(**more: str) -> dict[str, str]:
    """The environment of our own tests: as it is, with the same order of everything at each run. What one
    process compiles the next dozen read, even where the machine asks that it be not kept; and no library
    starts threads of its own, which wait for each other on a machine that others keep busy."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"OPENBLAS_NUM_THREADS": "1", **kept, **more, "PYTHONHASHSEED": "0"}


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
