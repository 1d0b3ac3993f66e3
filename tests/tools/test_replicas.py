"""Several processes of each kind: what they share, and what is said when it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tools import replicas
from tools.rasa import write_endpoints
from tools.replicas import make_children, what_is_missing
from web.settings import Settings

SHARED = {
    "DATABASE_URL": "postgresql://moi:secret@127.0.0.1:9/pole",
    "CONVERSATIONS_URL": "postgresql://moi:secret@127.0.0.1:9/fils",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}
SETTINGS = Settings(port=0, redis_url=SHARED["REDIS_URL"])


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for name, value in SHARED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(replicas.shutil, "which", lambda _name: "/usr/bin/caddy")


def test_each_process_is_given_what_all_share_and_a_port_of_its_own() -> None:
    children, rasa_url = make_children(2, Path("model.tar.gz"), SETTINGS)
    named = {child.name: child for child in children}
    assert set(named) == {"rasa-1", "rasa-2", "site-1", "site-2", "proxy"}
    one, other = named["site-1"].environment, named["site-2"].environment
    assert one["PORT"] != other["PORT"] and one["ACTIONS_URL"] != other["ACTIONS_URL"]
    assert one["RASA_URL"] == other["RASA_URL"] and rasa_url in one["RASA_URL"].split()
    assert len(one["RASA_URL"].split()) == 2
    for number in (1, 2):
        rasa, site = named[f"rasa-{number}"].environment, named[f"site-{number}"].environment
        assert rasa["ACTIONS_URL"] == site["ACTIONS_URL"]
        assert rasa["REDIS_URL"] == SHARED["REDIS_URL"]
        assert "DATABASE_URL" not in rasa, "what is published is none of Rasa's business"
    assert named["proxy"].environment["HOUSES"].split() == [
        f"127.0.0.1:{site['PORT']}" for site in (one, other)
    ]
    assert [child.name for child in children if child.vital] == ["proxy"]


def test_the_addresses_of_what_is_shared_are_in_no_file() -> None:
    text = write_endpoints("rasa").read_text(encoding="utf-8")
    assert "secret" not in text
    assert yaml.safe_load(text)["tracker_store"]["url"] == "${CONVERSATIONS_URL}"


def test_without_them_one_rasa_keeps_its_own_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SHARED:
        monkeypatch.delenv(name)
    told = yaml.safe_load(write_endpoints("rasa").read_text(encoding="utf-8"))
    assert told["tracker_store"]["dialect"] == "sqlite"
    assert told["tracker_store"]["db"] == str(tmp_path / "conversations.db")
    assert "lock_store" not in told


@pytest.mark.parametrize("name", SHARED)
def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert what_is_missing(SETTINGS) is None
    monkeypatch.delenv(name)
    told = what_is_missing(Settings(port=0) if name == "REDIS_URL" else SETTINGS)
    assert told is not None and name in told
