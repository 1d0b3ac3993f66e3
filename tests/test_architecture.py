"""The dependency rules of the house, read from the code's own imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("knowledge", "bot", "actions", "web", "house", "tools", "tests", "benchmarks")

# Room -> what it may import of ours, beside itself.
ALLOWED = {
    "knowledge": (),
    "bot": (),
    "actions": ("knowledge",),
    "web": ("knowledge",),
    "house": ("knowledge", "actions", "web"),
}


def imports_of(path: Path) -> Iterator[str]:
    """The absolute names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where a thing comes from"
            yield str(node.module)


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(room + ".") for room in allowed)


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_what_the_design_allows(room: str) -> None:
    files = list((ROOT / room).rglob("*.py"))
    assert files
    for path in files:
        foreign = [
            name
            for name in imports_of(path)
            if name.split(".")[0] in OURS and not within(name, (room, *ALLOWED[room]))
        ]
        assert not foreign, f"{path.relative_to(ROOT)} imports {foreign}"


def test_knowledge_knows_neither_rasa_nor_http() -> None:
    forbidden = ("rasa", "rasa_sdk", "fastapi", "starlette", "uvicorn", "httpx", "sanic")
    for path in (ROOT / "knowledge").rglob("*.py"):
        assert not [name for name in imports_of(path) if within(name, forbidden)], path


def test_nothing_reads_outside_the_project() -> None:
    for path in ROOT.rglob("*.py"):
        if path.parts[len(ROOT.parts)] in OURS and path != Path(__file__):
            assert "../shared" not in path.read_text(encoding="utf-8"), path
