"""The files by which it is deployed parse, and name commands, paths and settings that are there."""

from __future__ import annotations

import importlib.util
import re
import shlex
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml

from benchmarks.failures import FAILURES
from web.metrics import COUNTED
from web.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NOT_OURS = {"ADRESSE_DU", "FORWARDED_ALLOW_IPS"}  # of the guide: a blank to fill, and a setting of uvicorn
HOME = "/opt/assistant/"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
GUIDE = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")


def unit(path: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def settings_read() -> str:
    rooms = ("knowledge", "web", "actions", "house", "tools", "bot")
    return "".join(path.read_text(encoding="utf-8") for room in rooms for path in (ROOT / room).rglob("*.py"))


def check_command(words: list[str]) -> None:
    """A command of ours: one of the two environments, a module that is there, files that are there."""
    assert words[0].removeprefix(HOME) in (".venv/bin/python", ".venv-rasa/bin/python")
    if words[1] == "-m" and words[2] != "rasa":
        assert importlib.util.find_spec(words[2]), words
    for word in words:
        if word.endswith((".yml", ".yaml")):
            assert (ROOT / word).exists(), word


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_runs_a_real_command_without_rights(path: Path) -> None:
    service = unit(path)["Service"]
    check_command(shlex.split(service["ExecStart"]))
    assert service["User"] == "assistant"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"].split()[0] == f"{HOME}var"
    assert service["MemoryMax"]


def test_compose_closes_each_container_and_asks_each_how_it_is() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"web", "rasa"}
    for name, service in services.items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["user"] != "0" and service["mem_limit"] and service["pids_limit"], name
        if "command" in service:
            check_command(service["command"])
        assert service["healthcheck"]["test"][0] == "CMD"
        assert not any("SECRET" in str(value) for value in service.get("environment", {}).values())
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_settings_of_the_example_are_read_and_start_in_production() -> None:
    lines = (DEPLOY / "assistant.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    code = settings_read()
    assert [name for name in given if f'"{name}"' not in code] == []
    key = "q7Vw2_mPz9LxRt4KcYb8NdJs3HfGeUoA6iTnWvXr5ZhQyMkB"
    assert load_settings({**given, "SECRET_KEY": key}).production


def test_what_several_machines_add_to_a_unit_runs_a_real_command() -> None:
    added = {path.name: unit(path)["Service"] for path in (DEPLOY / "systemd-shared").glob("*.conf")}
    assert set(added) == {"assistant-rasa.conf", "assistant-web.conf"}
    check_command(shlex.split(added["assistant-rasa.conf"]["ExecStart"]))
    assert "deploy/endpoints.yml" in added["assistant-rasa.conf"]["ExecStart"]
    assert len({service["EnvironmentFile"] for service in added.values()}) == 1


@pytest.mark.parametrize("name", ["Caddyfile", "Caddyfile.replicas"])
def test_the_proxy_hides_the_figures_and_replaces_the_address(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "respond @private 404" in text and "path /metrics" in text
    assert "header_up X-Forwarded-For {remote_host}" in text


def test_the_guide_names_files_commands_and_figures_that_exist() -> None:
    for name in set(re.findall(r"deploy/[\w./-]+\w", GUIDE)) - {"deploy/assistant.env"}:
        assert (ROOT / name).exists(), name
    for module in set(re.findall(r"python -m ([\w.]+)", GUIDE)):
        assert importlib.util.find_spec(module), module
    code = settings_read()
    for figure in set(re.findall(r"`(assistant_[a-z_]+?)(?:_total)?[`{]", GUIDE)):
        assert figure in code or figure.removeprefix("assistant_") in COUNTED.values(), figure
    for name in set(re.findall(r"\b([A-Z]{3,}_[A-Z_]+?)(?:_FILE)?\b", GUIDE)) - {
        "ADRESSE_DU",
        "FORWARDED_ALLOW_IPS",
    }:
        assert name in code, name


def test_each_row_of_the_failures_is_measured_again_by_a_command() -> None:
    _, table = GUIDE.split("`benchmarks.failures` |\n")
    rows = table.partition("\n\n")[0].splitlines()[1:]
    named = {row.rsplit("|", 2)[1].strip(' `"') for row in rows}
    assert named | {"nothing", "disk"} == set(FAILURES)
