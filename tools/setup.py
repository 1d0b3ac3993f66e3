"""Make the two environments, with nothing but a Python and its standard library.

    python3 tools/setup.py run|test

`run` installs what a run needs; `test` adds what the tests and linters need. Each environment carries
a stamp of the locks it was installed from, so that a second call returns at once. Everything is
installed with hash checking. Runs on any Python 3.8 or later; says what it does in French.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ".installed"

# Environment, Python versions that will do (best first), locks for a run, locks added for the tests.
ENVIRONMENTS = (
    (".venv", ("3.11", "3.12", "3.13"), ("app",), ("dev",)),
    (".venv-rasa", ("3.10",), ("rasa",), ("rasa-dev",)),
)


def say(text: str) -> None:
    print(f"▸ {text}", flush=True)


def version_of(python: str) -> str | None:
    """«3.11» for an interpreter that runs, None otherwise (a pyenv shim may exist and refuse)."""
    code = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=30)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def find_python(versions: tuple[str, ...]) -> str | None:
    """An interpreter of one of the versions: on the PATH, through pyenv, or fetched by uv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in versions:
        candidates = [f"python{version}", "python3", sys.executable]
        candidates += [
            str(path / "bin" / "python") for path in sorted(pyenv.glob(f"{version}.*"), reverse=True)
        ]
        for candidate in candidates:
            if version_of(candidate) == version:
                return candidate
    uv = shutil.which("uv")
    for version in versions if uv else ():
        say(f"Python {version} est cherché par uv…")
        subprocess.run([str(uv), "python", "install", version], check=False)  # noqa: S603
        found = subprocess.run([str(uv), "python", "find", version], capture_output=True, text=True)  # noqa: S603
        if found.returncode == 0 and version_of(found.stdout.strip()) == version:
            return found.stdout.strip()
    return None


def lock_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def fingerprint(locks: list[str]) -> str:
    return hashlib.sha256(b"".join(lock_file(name).read_bytes() for name in locks)).hexdigest()


def install(folder: str, versions: tuple[str, ...], locks: list[str]) -> None:
    """Make an environment, or complete it. Exits with one clear sentence when that cannot be."""
    home = ROOT / folder
    wanted = fingerprint(locks)
    stamp = home / STAMP
    done = stamp.read_text(encoding="ascii").split() if stamp.exists() else []
    if wanted in done:
        return
    python = home / "bin" / "python"
    if version_of(str(python)) not in versions:
        found = find_python(versions)
        if found is None:
            sys.exit(
                f"Il manque Python {' ou '.join(versions)} pour {folder}. Installez-le avec votre système, "
                f"avec pyenv («pyenv install {versions[0]}») ou installez uv, puis relancez la commande."
            )
        say(f"Création de l'environnement {folder}…")
        subprocess.run([found, "-m", "venv", "--clear", str(home)], check=True)  # noqa: S603
        done = []
    for name in locks:
        say(f"Installation de {lock_file(name).name} dans {folder} (quelques minutes la première fois)…")
        uv = shutil.which("uv")
        command = (
            [uv, "pip", "install", "--quiet", "--python", str(python)]
            if uv
            else [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        )
        if subprocess.run([*command, "--require-hashes", "-r", str(lock_file(name))]).returncode:  # noqa: S603
            sys.exit(f"L'installation de {lock_file(name).name} a échoué: voyez le message ci-dessus.")
    # The tests' locks hold the run's versions: an environment made for them serves a run too.
    done += [fingerprint(locks[: size + 1]) for size in range(len(locks))]
    stamp.write_text("\n".join(done), encoding="ascii")


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in ("run", "test"):
        sys.exit("Usage: python3 tools/setup.py run|test")
    for folder, versions, for_run, for_test in ENVIRONMENTS:
        install(folder, versions, [*for_run, *(for_test if purpose == "test" else ())])


if __name__ == "__main__":
    main()
