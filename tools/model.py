"""The trained model: which one belongs to the current data, and training it when it is missing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from knowledge.settings import PROJECT_DIR
from tools.environment import rasa_environment

MODELS_DIR = PROJECT_DIR / "models"
RASA = PROJECT_DIR / ".venv-rasa" / "bin" / "python"

# What a model is made from: change any of these and it is trained anew.
INGREDIENTS = ("config.yml", "domain.yml", "data", "bot", "requirements/rasa.txt")
METADATA = "metadata.json"
PARTIAL = "partial"
SHOWN_LINES = 25  # of Rasa's output, when training fails


def fingerprint(ingredients: Sequence[str] = INGREDIENTS) -> str:
    """A short name for the data as they stand."""
    state = hashlib.sha256()
    paths: list[Path] = []
    for name in ingredients:
        path = PROJECT_DIR / name
        paths += sorted(path.rglob("*")) if path.is_dir() else [path]
    for path in paths:
        if path.is_file() and path.suffix in (".yml", ".yaml", ".py", ".csv", ".txt"):
            state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()[:16]


def model_path() -> Path:
    """Where the model of the current data is, or will be."""
    return MODELS_DIR / f"assistant-{fingerprint()}.tar.gz"


def readable(path: Path) -> bool:
    """Whether a model is whole: an archive that unpacks to its end, with what Rasa says of it."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            names = [member.name for member in archive]  # reads it through, checksum included
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        return False
    return any(Path(name).name == METADATA for name in names)


def train(*, force: bool = False) -> Path | None:
    """The model of the current data, trained if it is missing or unreadable. None when training failed.

    It is trained under a name of its own, and takes its place once it is whole: a model that stands is
    never half of one.
    """
    path = model_path()
    if not force and readable(path):
        return path
    MODELS_DIR.mkdir(exist_ok=True)
    fresh = path.with_name(f"{PARTIAL}-{os.getpid()}-{path.name}")
    command = [
        str(RASA), "-m", "rasa", "train", "--domain", "domain.yml", "--data", "data",
        "--config", "config.yml", "--out", str(MODELS_DIR),
        "--fixed-model-name", fresh.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603
        command, cwd=PROJECT_DIR, env=rasa_environment(), capture_output=True, text=True
    )
    try:
        if done.returncode == 0 and readable(fresh):
            fresh.replace(path)
            return path
    finally:
        fresh.unlink(missing_ok=True)
    # Rasa's progress bars and warnings are pages long; what matters is at the end.
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line and "Processed" not in line]
    print("\n".join(lines[-SHOWN_LINES:]), file=sys.stderr)
    return None


if __name__ == "__main__":
    trained = train(force="--force" in sys.argv)
    if trained is None:
        sys.exit("L'entraînement a échoué: voyez le message ci-dessus.")
    print(f"Modèle prêt: {trained.relative_to(PROJECT_DIR)}")
