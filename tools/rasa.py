"""A Rasa of the house: its command, its endpoints, and where it keeps the threads of conversations."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from knowledge.conversations import conversations_path
from knowledge.settings import PROJECT_DIR, var_dir, with_secrets
from tools.children import Child
from tools.environment import rasa_environment
from tools.model import RASA

SHARED_ENDPOINTS = PROJECT_DIR / "deploy" / "endpoints.yml"


def rasa_child(name: str, model: Path, port: int, actions_url: str) -> Child:
    """A Rasa on a port of this machine, whose actions are at that address."""
    command = [
        str(RASA), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port),
        "--model", str(model), "--endpoints", str(write_endpoints(name)),
        "--credentials", "credentials.yml", "--logging-config-file", "logging.yml",
    ]  # fmt: skip
    return Child(name, command, rasa_environment({**with_secrets(os.environ), "ACTIONS_URL": actions_url}))


def write_endpoints(name: str) -> Path:
    """The endpoints of this Rasa: a file of this machine for the threads, or what several share by the
    settings (`CONVERSATIONS_URL`, `REDIS_URL`). The addresses themselves stay in its environment."""
    endpoints = _read(PROJECT_DIR / "endpoints.yml")
    together = _read(SHARED_ENDPOINTS)
    given = with_secrets(os.environ)
    endpoints["action_endpoint"] = together["action_endpoint"]
    endpoints["tracker_store"]["db"] = str(conversations_path())
    if given.get("CONVERSATIONS_URL"):
        endpoints["tracker_store"] = together["tracker_store"]
    if given.get("REDIS_URL"):
        endpoints["lock_store"] = together["lock_store"]
    path = var_dir() / "run" / f"endpoints-{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    return path


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read
