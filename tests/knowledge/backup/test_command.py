"""The technician makes and puts back copies by command, and is told in French what is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge import __main__ as program
from knowledge.backup.copies import name_of, rotate
from knowledge.backup.erasures import Erasure, keep_list_beside, read_list
from tests import prepared


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["knowledge", *arguments])
    return program.main()


def test_a_copy_is_made_rotated_and_put_back_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", prepared.copy_to(prepared.migrated(), tmp_path))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    folder = tmp_path / "copies"
    monkeypatch.setenv("BACKUP_DIR", str(folder))
    assert run(monkeypatch, "backup") == 1
    assert "BACKUP_KEY_FILE" in capsys.readouterr().err
    key = tmp_path / "cle"
    key.write_text("x" * 40 + "\n")
    monkeypatch.setenv("BACKUP_KEY_FILE", str(key))
    folder.mkdir()
    for day in range(1, 4):
        (folder / name_of(dt.datetime(2020, 1, day, tzinfo=dt.timezone.utc))).touch()
    assert run(monkeypatch, "backup", "--keep", "2") == 0
    kept = sorted(folder.glob("*.copie"))
    assert len(kept) == 2
    assert kept[0].name == "base-20200103T000000Z.copie"
    assert kept[1].stat().st_mode & 0o077 == 0
    assert run(monkeypatch, "restore", str(kept[1])) == 1
    assert "--replace" in capsys.readouterr().err
    assert run(monkeypatch, "restore", str(kept[1]), "--replace") == 0
    assert "remise en" in capsys.readouterr().out
    assert not list((tmp_path / "var").glob("copie-en-cours-*"))


def test_rotation_leaves_files_that_are_not_copies(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    assert rotate(tmp_path, 1) == []
    assert (tmp_path / "notes.txt").exists()


def test_the_list_of_erasures_grows_and_survives_a_line_cut_short(tmp_path: Path) -> None:
    moment = dt.datetime.now(dt.timezone.utc)
    first, second = Erasure("page", "a" * 64, moment), Erasure("request", "b" * 64, moment)
    assert keep_list_beside(tmp_path, {first}) == 1
    assert keep_list_beside(tmp_path, {first}) == 0
    path = tmp_path / "effacements.jsonl"
    path.write_text(path.read_text() + '["page", "cc')
    assert keep_list_beside(tmp_path, {second}) == 1
    assert read_list(path) == {first, second}
