"""Watching the processes of the house: started, restarted when they fall, stopped together.

Only the vital one ends the house when it cannot run. Without Rasa or the actions, the pages, the desk of the
team and the search go on, and those two are tried again from time to time.
"""

from __future__ import annotations

import json
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from knowledge.conversations import conversations_path
from knowledge.damage import forget_set_aside, set_aside_if_damaged
from knowledge.settings import var_dir
from tools.children import Child, log_folder, rotate

START_SECONDS = 180  # Rasa imports TensorFlow: about 20 s here, more on a slow machine
STOP_SECONDS = 10
LOOK_SECONDS = 0.3
TIDY_SECONDS = 60  # logs and what was set aside
FIRST_MESSAGE = "bonjour"


def say(text: str) -> None:
    print(f"▸ {text}", flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fetch(url: str, body: Any = None) -> tuple[int, Any]:
    """The status and the JSON of an address of ours; 0 when nobody answers there."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, _decoded(error.read())
    except (OSError, ValueError):
        return 0, None


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


class Supervisor:
    """Starts the children, restarts those that fall, stops them all.

    `url`: where the house is served; `rasa_url`: where Rasa says whether it can answer; `retrain`: makes the
    model anew, when the one that stands cannot be loaded.
    """

    def __init__(
        self, children: list[Child], url: str, rasa_url: str, retrain: Callable[[], Path | None]
    ) -> None:
        self.children = children
        self.url = url
        self.rasa_url = rasa_url
        self.retrain = retrain
        self.stopping = False
        self.announced = False
        self.mended = False
        self.tidied = 0.0

    def stop_soon(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> int:
        """Run until told to stop; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop_soon)
        try:
            self._set_aside_damage()
            for child in self.children:
                child.start()
            say("Démarrage… (une vingtaine de secondes)")
            return self._watch()
        finally:
            self._stop()

    def _watch(self) -> int:
        deadline = time.monotonic() + START_SECONDS
        told = False
        while not self.stopping:
            if not all(self._tend(child) for child in self.children):
                return 1
            if not self.announced:
                self._greet()
                if not self.announced and not told and time.monotonic() > deadline:
                    told = True
                    if not self._tell_what_is_missing():
                        return 1
            self._tidy()
            time.sleep(LOOK_SECONDS)
        return 0

    def _tend(self, child: Child) -> bool:
        """Start a fallen child again when its time has come; False when the house cannot go on."""
        if not child.fallen:
            return True
        if child.hopeless and not child.given_up:
            child.given_up = True
            complain(f"Le processus «{child.name}» s'arrête sans cesse; voyez {child.log}.")
            if child.vital:
                return False
            complain("Le reste du site est ouvert; ce processus est relancé de temps en temps.")
        child.plan_restart()
        if child.due is not None and time.monotonic() >= child.due:
            self._set_aside_damage()  # what Rasa may have fallen on
            child.start()
        return True

    def _set_aside_damage(self) -> None:
        """Begin the conversations anew when their file is damaged: they are kept a day at most."""
        if set_aside_if_damaged(conversations_path()):
            complain(f"{conversations_path().name} était abîmé: mis de côté un jour, un neuf commence.")

    def _greet(self) -> None:
        """Announce the house once it answers, the first turn included: nobody waits for it then."""
        status, _ = fetch(f"{self.url}/api/health")
        if status == 200:
            fetch(f"{self.url}/api/chat", {"message": FIRST_MESSAGE, "session": None})
            self.announced = True
            say(f"Prêt: {self.url}")
            say("À essayer: «c'est quoi la différence entre une coop pis un OBNL?»")
            say("Ctrl-C pour tout arrêter.")
        elif not self.mended:
            self._mend_model()

    def _mend_model(self) -> None:
        """Train once more when Rasa runs and says that its model does not load."""
        _, told = fetch(f"{self.rasa_url}/webhooks/rest/ready")
        if not isinstance(told, dict) or told.get("model", True):
            return
        self.mended = True
        rasa = next(child for child in self.children if child.name.startswith("rasa"))
        rasa.stop(STOP_SECONDS)
        say("Le modèle ne se charge pas: nouvel entraînement (environ une minute)…")
        if self.retrain() is None:
            complain("L'entraînement a échoué: l'assistant ne répondra pas; le reste du site est ouvert.")
        rasa.start()

    def _tell_what_is_missing(self) -> bool:
        """Say that the start is not whole; False when nothing is served at all."""
        status, told = fetch(f"{self.url}/api/health")
        if status == 0:
            complain(f"L'assistant n'a pas démarré à temps; voyez {log_folder()}.")
            return False
        parts = told.get("components", {}) if isinstance(told, dict) else {}
        down = ", ".join(name for name, state in parts.items() if state != "ok")
        complain(f"Le site est ouvert ({self.url}), mais pas tout: {down}. Voyez {log_folder()}.")
        return True

    def _tidy(self) -> None:
        """Keep the logs short, and forget in time what was set aside."""
        if time.monotonic() - self.tidied < TIDY_SECONDS:
            return
        self.tidied = time.monotonic()
        for log in (var_dir() / "log").glob("*.log"):
            rotate(log)
        forget_set_aside(conversations_path())

    def _stop(self) -> None:
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.stop(deadline - time.monotonic())
        say("Tout est arrêté.")
