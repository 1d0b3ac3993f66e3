"""What all Pôles share names no place, programme or region of one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.pack.files import read_pack
from knowledge.search.text import fold
from knowledge.settings import COMMON_DIR, DEFAULT_CONTENT_DIR
from knowledge.territory.regions import regions

ROOT = Path(__file__).parents[3]
# Towns of the territory whose name is also an everyday word, or a place known all over Québec.
EVERYDAY = {"la prairie", "les cedres", "les coteaux", "saint michel", "saint philippe", "saint mathieu"}
# Of records: who said it and where it was read are named as they are.
NOT_SAID = {"id", "sources", "url", "website", "facts", "refer_to", "organization", "part_of"}
DESIGNATION = re.compile(r"^MRC (?:de la |de l'|des |du |de |d')")
ACRONYM = re.compile(r"\b[A-ZÉ][A-ZÉ0-9]{3,}\b")


def names_of_the_pole() -> set[str]:
    """Towns, MRC and their parts, region, short name and acronyms that only this Pôle's folder has."""
    territory = yaml.safe_load((DEFAULT_CONTENT_DIR / "territory.yaml").read_text(encoding="utf-8"))
    counties = [DESIGNATION.sub("", mrc["name"]) for mrc in territory["mrc"]]
    names = {town["name"] for mrc in territory["mrc"] for town in mrc["municipalities"]} | set(counties)
    # «Vaudreuil», «Salaberry»: a county of two names is called by either.
    names |= {part for county in counties if county.count("-") == 1 for part in county.split("-")}
    names |= {regions()[territory["region"]].shown, DEFAULT_CONTENT_DIR.name.upper()}
    return {fold(name) for name in names | _acronyms()} - EVERYDAY


def _acronyms() -> set[str]:
    pack = read_pack(DEFAULT_CONTENT_DIR)
    shared = " ".join(
        [fact.statement for fact in pack.facts.values() if pack.origin[fact.id].startswith("common/")]
        + [record.name for name, record in pack.resources.items() if pack.origin[name].startswith("common/")]
    )
    own = [
        record.name for name, record in pack.resources.items() if not pack.origin[name].startswith("common/")
    ]
    return set(ACRONYM.findall(" ".join(own))) - set(ACRONYM.findall(shared))


def said(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Each text that a person or the search reads, with where it stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_SAID:
                yield from said(item, f"{where}/{value.get('id', '')}{key}")
    elif isinstance(value, list):
        for item in value:
            yield from said(item, where)
    elif isinstance(value, str):
        yield where, value


def common_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(COMMON_DIR.rglob("*.yaml")):
        yield from said(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


@pytest.fixture(scope="module")
def named() -> re.Pattern[str]:
    names = sorted(names_of_the_pole(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def test_the_names_looked_for_are_those_of_this_pole(named: re.Pattern[str]) -> None:
    for text in ("la MRC de Vaudreuil-Soulanges", "à Châteauguay", "en Montérégie", "les BIEC", "le FDEÉS"):
        assert named.search(fold(text)), text
    for text in (
        "Le PSOC finance la mission.",
        "La TROC de votre région",
        "Un pôle sert les coops du Québec.",
    ):
        assert not named.search(fold(text)), text


def test_what_all_poles_share_names_no_place_of_this_one(named: re.Pattern[str]) -> None:
    assert [(where, text) for where, text in common_texts() if named.search(fold(text))] == []


def test_more_ways_of_asking_leave_an_answer_to_the_layer_that_says_it() -> None:
    pack = read_pack(DEFAULT_CONTENT_DIR)
    assert any("Châteauguay" in phrasing for phrasing in pack.answers["taxe-fonciere"].phrasings)
    assert pack.origin["answer:taxe-fonciere"].startswith("common/")
    assert not pack.origin["answer:portrait-regional"].startswith("common/")


def test_the_pages_name_no_place_of_this_one(named: re.Pattern[str]) -> None:
    pages = sorted((ROOT / "web" / "templates").rglob("*.html"))
    assert pages
    assert [
        str(page.relative_to(ROOT)) for page in pages if named.search(fold(page.read_text(encoding="utf-8")))
    ] == []


@pytest.mark.parametrize("room", ["knowledge", "actions", "bot", "web"])
def test_no_string_of_the_code_names_a_place_of_this_one(named: re.Pattern[str], room: str) -> None:
    """Examples in comments and docstrings aside; `settings.py` names the folder that starts by default."""
    files = [path for path in sorted((ROOT / room).rglob("*.py")) if path.name != "settings.py"]
    assert files
    assert [
        (str(path.relative_to(ROOT)), text)
        for path in files
        for text in _strings(ast.parse(path.read_text(encoding="utf-8")))
        if named.search(fold(text))
    ] == []


def _strings(tree: ast.Module) -> Iterator[str]:
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield node.value
