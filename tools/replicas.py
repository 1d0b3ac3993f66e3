"""`python -m tools.replicas`: the house as several machines would run it, from processes of this one.

So many sites with their actions, and as many Rasa, behind Caddy with the file of `deploy/`: any of them may
answer any message. What they share is where the settings say: `DATABASE_URL` and `CONVERSATIONS_URL`
(PostgreSQL), `REDIS_URL`. `REPLICAS`: how many of each (2).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from knowledge.hosted import poles_file
from knowledge.private_files import keep_private
from knowledge.settings import PROJECT_DIR, conversations_url, database_url, var_dir
from tools.children import Child
from tools.ports import take, take_near
from tools.rasa import rasa_child
from tools.serve import prepare_content, prepare_model
from tools.supervisor import Supervisor, complain
from web.settings import Settings, SettingsError, load_settings

PROXY = PROJECT_DIR / "deploy" / "Caddyfile.replicas"
# Ports of the inner processes, from which the first free ones are taken.
SITE_PORTS, ACTIONS_PORTS, RASA_PORTS = 8100, 5100, 5200


def what_is_missing(settings: Settings) -> str | None:
    """Why several processes cannot serve one house with these settings, in French; None when they can."""
    postgresql = (database_url(), conversations_url())
    if not all(url.startswith("postgresql") for url in postgresql):
        return "Plusieurs exemplaires partagent PostgreSQL: donnez DATABASE_URL et CONVERSATIONS_URL."
    if not settings.redis_url:
        return "Plusieurs exemplaires comptent ensemble dans Redis: donnez REDIS_URL."
    if not shutil.which("caddy"):
        return "Le relais manque: installez Caddy (paquet «caddy»)."
    return None


def make_children(count: int, model: Path, settings: Settings) -> tuple[list[Child], str]:
    """The processes, and where the first Rasa is. One that falls ends nothing: the others go on."""
    ports = [
        (take_near(SITE_PORTS + number), take_near(ACTIONS_PORTS + number), take_near(RASA_PORTS + number))
        for number in range(count)
    ]
    rasas = [f"http://127.0.0.1:{rasa}" for _, _, rasa in ports]
    children = []
    for number, (site, actions, rasa) in enumerate(ports, 1):
        actions_url = f"http://127.0.0.1:{actions}"
        ours = {
            **os.environ,
            "HOST": "127.0.0.1",
            "PORT": str(site),
            "SITE_URL": settings.address,
            "RASA_URL": " ".join(rasas),
            "ACTIONS_URL": actions_url,
        }
        children.append(rasa_child(f"rasa-{number}", model, rasa, actions_url))
        children.append(Child(f"site-{number}", [sys.executable, "-m", "house"], ours))
    children.append(_proxy(settings, [site for site, _, _ in ports]))
    return children, rasas[0]


def _proxy(settings: Settings, sites: list[int]) -> Child:
    environment = {
        **os.environ,
        "SITE_ADDRESS": f":{settings.port}",
        "HOUSES": " ".join(f"127.0.0.1:{port}" for port in sites),
        "XDG_DATA_HOME": str(var_dir() / "run"),
        "XDG_CONFIG_HOME": str(var_dir() / "run"),
    }
    command = [str(shutil.which("caddy")), "run", "--config", str(PROXY), "--adapter", "caddyfile"]
    return Child("proxy", command, environment, vital=True)


def main() -> int:
    """Set them going; the exit code."""
    try:
        settings = load_settings()
        keep_private(var_dir())
    except SettingsError as error:
        complain(str(error))
        return 1
    missing = what_is_missing(settings)
    if missing:
        complain(missing)
        return 1
    if not take(settings.port, settings.host):
        complain(f"Le port {settings.port} est déjà pris: PORT=8001, par exemple.")
        return 1
    if poles_file() is None and not prepare_content():
        return 1
    model = prepare_model()
    if model is None:
        return 1
    children, rasa_url = make_children(int(os.environ.get("REPLICAS", "2")), model, settings)
    url = f"http://127.0.0.1:{settings.port}"
    return Supervisor(children, url, rasa_url, lambda: None).run()


if __name__ == "__main__":
    sys.exit(main())
