"""A process of the house ends with its parent, comes back when it falls, and writes bounded logs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.children import KEPT_LOGS, LONG_PAUSE_SECONDS, MAX_STARTS, Child, rotate

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = """
import sys, time
from tools.children import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {})
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return tmp_path


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_nothing_goes_on_when_the_supervisor_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert alive(pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def test_a_fallen_process_is_soon_started_again_and_later_only_now_and_then() -> None:
    child = Child("faller", [sys.executable, "-c", "raise SystemExit(1)"], {})
    for _ in range(MAX_STARTS):
        assert not child.hopeless
        child.start()
        assert child.process is not None
        child.process.wait()
        child.plan_restart()
        assert child.due is not None
        assert child.due - time.monotonic() < 2
    assert child.hopeless
    child.given_up, child.due = True, None
    child.plan_restart()
    assert child.due is not None
    assert child.due - time.monotonic() > LONG_PAUSE_SECONDS / 2


def test_a_process_that_does_not_want_to_end_is_made_to() -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = Child("stubborn", [sys.executable, "-c", stubborn], {})
    child.start()
    while not child.log.stat().st_size:
        time.sleep(0.05)
    child.stop(0.2)
    assert child.fallen


def test_logs_are_put_aside_and_the_oldest_dropped(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab") as writer:  # as a process that goes on writing
        for number in range(KEPT_LOGS + 3):
            writer.write(f"{number}".encode() * 200)
            writer.flush()
            rotate(log, limit=100)
            assert log.stat().st_size == 0
    kept = sorted(path.name for path in tmp_path.glob("web.log*"))
    assert kept == ["web.log", *(f"web.log.{number}" for number in range(1, KEPT_LOGS + 1))]
    assert sum(path.stat().st_size for path in tmp_path.glob("web.log*")) <= 100 * KEPT_LOGS
    assert (tmp_path / "web.log.1").read_bytes() == b"5" * 100


def test_a_short_log_stays(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("x", encoding="ascii")
    rotate(log, limit=100)
    rotate(tmp_path / "none.log", limit=100)
    assert [path.name for path in tmp_path.iterdir()] == ["web.log"]
