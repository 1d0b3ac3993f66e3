"""What the operator is told when the house cannot start: a French sentence, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.settings import database_url
from tests.mailbox import free_port
from tools import serve
from tools.serve import make_children, prepare_content, prepare_model
from web.settings import load_settings


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


def test_all_is_read_and_trained_before_the_start_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read, model = tmp_path / "encoded.npz", tmp_path / "model"
    begun: list[list[str]] = []

    class Reading:
        def __init__(self, command: list[str], **_: object) -> None:
            begun.append(command)

        def wait(self) -> None:
            read.touch()

        def kill(self) -> None:
            """It is over."""

    monkeypatch.setattr(serve, "ENCODED_FILE", read)
    monkeypatch.setattr(serve, "train", lambda: model)
    monkeypatch.setattr(serve.subprocess, "Popen", Reading)
    for first in (True, False):
        assert prepare_model() == model
        assert read.exists()
        assert ("Première fois" in capsys.readouterr().out) is first
    assert [command[-1] for command in begun] == ["encode"]


def test_two_houses_stand_side_by_side_on_the_ports_that_each_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    houses = []
    for _ in range(2):
        rasa, actions = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        monkeypatch.setenv("RASA_URL", rasa)
        monkeypatch.setenv("ACTIONS_URL", actions)
        children, rasa_url = make_children(tmp_path / "model.tar.gz", load_settings())
        web = next(child for child in children if child.vital)
        assert rasa_url == web.environment["RASA_URL"] == rasa
        assert web.environment["ACTIONS_URL"] == actions
        houses.append((rasa, actions))
    assert not set(houses[0]) & set(houses[1])
