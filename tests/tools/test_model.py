"""A model that stands is a whole one: what is cut short is trained again."""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from pathlib import Path

import pytest

from tools import model

TRAINER = """
import io, pathlib, sys, tarfile
arguments = sys.argv[sys.argv.index("train"):]
name = arguments[arguments.index("--fixed-model-name") + 1]
path = pathlib.Path(arguments[arguments.index("--out") + 1]) / (name + ".tar.gz")
"""
WHOLE = """
with tarfile.open(path, "w:gz") as archive:
    member = tarfile.TarInfo("metadata.json"); member.size = 2
    archive.addfile(member, io.BytesIO(b"{}"))
"""
CUT = "path.write_bytes(b'half a model'); sys.exit(1)"


@pytest.fixture
def standing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(model, "MODELS_DIR", tmp_path)
    monkeypatch.setattr(model, "model_path", lambda: tmp_path / "assistant-data.tar.gz")
    return tmp_path / "assistant-data.tar.gz"


def training(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """Stand in for Rasa's program: the same arguments, and `body` for what it does."""
    script = tmp_path / "rasa"
    script.write_text(f"#!{sys.executable}{TRAINER}{body}", encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setattr(model, "RASA", script)


def write_model(path: Path, size: int = 50_000) -> None:
    data = hashlib.shake_256(b"noise").digest(size)
    with tarfile.open(path, "w:gz") as archive:
        for name in ("components/words", "metadata.json"):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def test_a_whole_model_is_read_and_one_cut_anywhere_is_not(tmp_path: Path) -> None:
    path = tmp_path / "model.tar.gz"
    write_model(path)
    assert model.readable(path)
    whole = path.read_bytes()
    for share in (0.0, 0.01, 0.3, 0.6, 0.95, 0.999):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert not model.readable(path), share
    path.write_bytes(whole[:1000] + bytes(1000) + whole[2000:])
    assert not model.readable(path)
    assert not model.readable(tmp_path / "none.tar.gz")


def test_a_model_that_cannot_be_read_is_trained_again(
    standing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing.write_bytes(b"cut short")
    training(monkeypatch, tmp_path, WHOLE)
    assert model.train() == standing
    assert model.readable(standing)


def test_a_training_that_fails_leaves_no_half_model_and_the_one_that_stood(
    standing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    training(monkeypatch, tmp_path, CUT)
    assert model.train() is None
    assert not list(tmp_path.glob("*.tar.gz"))
    write_model(standing)
    before = standing.read_bytes()
    assert model.train(force=True) is None
    assert standing.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.tar.gz")] == [standing.name]


def test_a_readable_model_is_not_trained_again(
    standing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(standing)
    training(monkeypatch, tmp_path, "sys.exit('trained for nothing')")
    assert model.train() == standing
