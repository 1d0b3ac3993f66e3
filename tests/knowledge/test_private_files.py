"""Nobody else on the machine reads what a run writes: chats, coordinates, logs, keys."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.private_files import keep_private

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def assert_private(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_was_written_before_and_what_comes_after_are_closed_to_others(tmp_path: Path) -> None:
    var = tmp_path / "var"
    (var / "log").mkdir(parents=True)
    (var / "log" / "web.log").write_text("x", encoding="utf-8")
    (var / "conversations.db").write_bytes(b"")
    keep_private(var)
    (var / "knowledge.sqlite3").write_bytes(b"")
    (var / "mail").mkdir()
    assert_private(var)


@pytest.mark.parametrize("process", [("web",), ("actions", "--port", "0")])
def test_a_process_started_alone_closes_its_files_too(process: tuple[str, ...], tmp_path: Path) -> None:
    var = tmp_path / "var"
    environment = {**os.environ, "VAR_DIR": str(var), "PORT": "0"}
    environment.pop("DATABASE_URL", None)
    started = subprocess.Popen([sys.executable, "-m", *process], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 60
        while not (var / "knowledge.sqlite3").exists() and time.monotonic() < deadline:
            assert started.poll() is None
            time.sleep(0.05)
        assert_private(var)
    finally:
        started.kill()
        started.wait()
