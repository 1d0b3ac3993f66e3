"""What the operator is told when the house cannot start: a French sentence, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.settings import database_url
from tools.serve import prepare_content


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def base() -> Path:
    return Path(database_url().removeprefix("sqlite:///"))


def test_a_damaged_base_is_named_and_left_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    base().write_bytes(b"\x8f" * 5000)
    assert not prepare_content()
    told = capsys.readouterr().err
    assert "ne peut pas être lue ou écrite" in told
    assert "Traceback" not in told
    assert base().read_bytes() == b"\x8f" * 5000


def test_a_base_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///file:{tmp_path}/read.sqlite3?mode=ro&uri=true")
    assert not prepare_content()
    assert "ne peut pas être lue ou écrite" in capsys.readouterr().err


def test_a_server_that_does_not_answer_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://moi:secret@127.0.0.1:9/pole")
    assert not prepare_content()
    told = capsys.readouterr().err
    assert "DATABASE_URL" in told
    assert "secret" not in told
