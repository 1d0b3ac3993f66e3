"""The browser of the end-to-end tests: an installed one, else the system's package, else Playwright's."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"  # Chromium without its windows: the same pages for a quarter of the work
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Not for long: where nothing can be had, what is there serves. Another that installs it is waited for.
HASTE = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10", "-o", "DPkg::Lock::Timeout=60")
APT_SECONDS = 120


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
    """A browser's path, installing one if need be; None when none can be had.

    Where the system installs packages for us, the light one is brought even beside another.
    """
    if not shutil.which(SHELL) and shutil.which("apt-get") and os.geteuid() == 0:
        print("▸ Installation de Chromium par le système…", flush=True)
        if not _apt(SHELL) and not installed():
            _apt("chromium")
    path = installed()
    if path:
        return path
    print("▸ Téléchargement de Chromium par Playwright…", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return installed()


def _apt(package: str) -> bool:
    """Install a package of the system, with fresh lists when those kept have it not: say whether it came."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *HASTE, package]
    for command in (install, ["apt-get", "update", "-qq", *HASTE], install):
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(command, env=quiet, check=False, timeout=APT_SECONDS)  # noqa: S603
            if command is install and done.returncode == 0:
                return True
    return False
