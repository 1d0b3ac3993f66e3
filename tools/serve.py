"""`python -m tools.serve`: the whole house under one supervisor.

Imports the content, trains when there is no model for the current data, starts Rasa, the actions and
the web process, waits until they are healthy, and restarts what falls. Ctrl-C stops everything.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import yaml

from knowledge.database import migrate, sessions
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.settings import PROJECT_DIR, content_dir, var_dir
from tools.model import RASA, model_path, rasa_environment, train
from web.settings import Settings, SettingsError, load_settings

RASA_PORT = 5005
ACTIONS_PORT = 5055
START_SECONDS = 180  # Rasa imports TensorFlow: about 20 s here, more on a slow machine
STOP_SECONDS = 10
MAX_RESTARTS = 5  # of one process, within the window below; more means that it cannot run
RESTART_WINDOW_SECONDS = 300


def say(text: str) -> None:
    print(f"▸ {text}", flush=True)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(preferred: int) -> int:
    """The preferred port of an inner process, or any free one when it is taken."""
    if is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Child:
    """One process of the house: how to start it, and where it stands."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        log = (var_dir() / "log" / f"{self.name}.log").open("ab")
        # A group of its own: Ctrl-C reaches the supervisor alone, which then stops the others in order.
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=PROJECT_DIR,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.starts.append(time.monotonic())

    @property
    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def hopeless(self) -> bool:
        recent = [moment for moment in self.starts if time.monotonic() - moment < RESTART_WINDOW_SECONDS]
        return len(recent) > MAX_RESTARTS

    def signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def prepare_content() -> bool:
    """Migrate the database and import the content; False, with the faults said, when it is refused."""
    migrate()
    try:
        with sessions()() as session, session.begin():
            report = import_folder(session, content_dir())
    except PackRefusedError as error:
        print("Le contenu a des fautes, rien n'a été importé:", file=sys.stderr)
        for fault in error.faults[:20]:
            print(f"  {fault}", file=sys.stderr)
        return False
    say(f"Contenu: {report}.")
    return True


def write_endpoints(actions_port: int) -> Path:
    """Rasa's endpoints with this run's port and folder."""
    endpoints = yaml.safe_load((PROJECT_DIR / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{actions_port}/webhook"
    endpoints["tracker_store"]["db"] = str(var_dir() / "conversations.db")
    path = var_dir() / "run" / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path


def make_children(model: Path, settings: Settings) -> list[Child]:
    """The processes of the house, on free inner ports."""
    rasa_port, actions_port = free_port(RASA_PORT), free_port(ACTIONS_PORT)
    ours = {
        **os.environ,
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_URL": f"http://127.0.0.1:{actions_port}",
        "PORT": str(settings.port),
    }
    rasa = [
        str(RASA), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(rasa_port),
        "--model", str(model), "--endpoints", str(write_endpoints(actions_port)),
        "--credentials", "credentials.yml", "--logging-config-file", "logging.yml",
    ]  # fmt: skip
    return [
        Child("rasa", rasa, rasa_environment()),
        Child("actions", [sys.executable, "-m", "actions", "--port", str(actions_port)], ours),
        Child("web", [sys.executable, "-m", "web"], ours),
    ]


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/health", timeout=5) as response:  # noqa: S310
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Supervisor:
    """Starts the children, restarts those that fall, stops them all."""

    def __init__(self, children: list[Child], url: str) -> None:
        self.children = children
        self.url = url
        self.stopping = False

    def stop_soon(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> int:
        """Run until told to stop; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop_soon)
        (var_dir() / "log").mkdir(parents=True, exist_ok=True)
        try:
            for child in self.children:
                child.start()
            say("Démarrage… (une vingtaine de secondes)")
            return self._watch()
        finally:
            self._stop()

    def _watch(self) -> int:
        deadline = time.monotonic() + START_SECONDS
        announced = False
        while not self.stopping:
            for child in self.children:
                if child.fallen and not self._revive(child):
                    return 1
            if not announced and healthy(self.url):
                announced = True
                self._announce()
            if not announced and time.monotonic() > deadline:
                print(f"L'assistant n'a pas démarré à temps; voyez {var_dir() / 'log'}.", file=sys.stderr)
                return 1
            time.sleep(0.3)
        return 0

    def _revive(self, child: Child) -> bool:
        if child.hopeless:
            log = var_dir() / "log" / f"{child.name}.log"
            print(f"Le processus «{child.name}» s'arrête sans cesse; voyez {log}.", file=sys.stderr)
            return False
        time.sleep(1)  # what made it fall may need a moment to pass
        child.start()
        return True

    def _announce(self) -> None:
        say(f"Prêt: {self.url}")
        say("À essayer: «c'est quoi la différence entre une coop pis un OBNL?»")
        say("Ctrl-C pour tout arrêter.")

    def _stop(self) -> None:
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
                child.signal(signal.SIGKILL)
                child.process.wait()
        say("Tout est arrêté.")


def main() -> int:
    """Set the house going; the exit code."""
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    if not is_free(settings.port, settings.host):
        print(
            f"Le port {settings.port} est déjà pris. Fermez l'autre programme, ou choisissez-en un autre: "
            "PORT=8001 make run",
            file=sys.stderr,
        )
        return 1
    if not prepare_content():
        return 1
    if not model_path().exists():
        say("Entraînement (environ une minute; une seule fois tant que les données ne changent pas)…")
    model = train()
    if model is None:
        print("L'entraînement a échoué: voyez le message ci-dessus.", file=sys.stderr)
        return 1
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host  # noqa: S104
    return Supervisor(make_children(model, settings), f"http://{host}:{settings.port}").run()


if __name__ == "__main__":
    sys.exit(main())
