"""The browser of the end-to-end tests: an installed one, else the system's package, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


def installed() -> str | None:
    """The path of a Chromium or Chrome of this machine, Playwright's own included."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def bring() -> str | None:
    """A browser's path, installing one if need be; None when none can be had."""
    path = installed()
    if path:
        return path
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("▸ Installation de Chromium par le système…", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)  # noqa: S607
        subprocess.run(APT, env=quiet, check=False)  # noqa: S603
        if path := installed():
            return path
    print("▸ Téléchargement de Chromium par Playwright…", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return installed()
