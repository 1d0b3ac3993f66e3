"""The audit passes only when every package was looked at and every advisory judged."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from tools.audit import LOCKS, Outcome, audit, load_judged, read_report, tell

CLEAN = {"name": "jinja2", "version": "3.1.6", "vulns": []}
SKIPPED = {"name": "rasa", "skip_reason": "Dependency not found on PyPI"}
KERAS = {"id": "GHSA-x", "aliases": ["CVE-2024-3660"], "fix_versions": []}


def test_a_package_that_was_skipped_fails_the_audit_even_without_any_advisory(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = read_report({"dependencies": [CLEAN, SKIPPED]})
    assert not outcome.passed
    tell("rasa", outcome)
    assert "n'ont pas pu être vérifiés (rasa)" in capsys.readouterr().out


def test_an_audit_of_nothing_does_not_pass() -> None:
    assert not Outcome().passed


def test_an_advisory_passes_only_when_judged_for_that_very_version() -> None:
    def report(version: str) -> dict[str, object]:
        return {"dependencies": [CLEAN, {"name": "keras", "version": version, "vulns": [KERAS]}]}

    assert read_report(report("2.12.0"), load_judged()).passed
    assert not read_report(report("2.11.0"), load_judged()).passed
    assert not read_report(report("2.12.0")).passed


def test_what_was_judged_is_pinned_at_the_version_that_was_judged() -> None:
    lock = LOCKS["rasa"].read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    assert {(name, version) for name, version, _ in load_judged()} <= set(pinned.items())


def test_an_advisory_without_a_reason_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "advisories.yaml"
    path.write_text(json.dumps({"advisories": [{"package": "a", "version": "1", "ids": ["x"], "why": " "}]}))
    with pytest.raises(ValueError, match="why"):
        load_judged(path)


def test_no_report_is_an_error_in_so_many_words() -> None:
    fails = (sys.executable, "-c", "import sys; sys.exit('le service ne répond pas')")
    with pytest.raises(ValueError, match="ne répond pas"):
        audit(LOCKS["rasa"], fails)
