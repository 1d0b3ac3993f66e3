"""What all Pôles share names no place, programme or region of one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.reading_examples import from_files
from knowledge.pack.files import Pack
from knowledge.search.text import fold
from knowledge.settings import COMMON_DIR, DEFAULT_CONTENT_DIR
from knowledge.territory.regions import regions
from tests import prepared

ROOT = Path(__file__).parents[3]
# Towns of the territory whose name is also an everyday word, or a place known all over Québec.
EVERYDAY = {"la prairie", "les cedres", "les coteaux", "saint michel", "saint philippe", "saint mathieu"}
# Of records: who said it and where it was read are named as they are.
NOT_SAID = {"id", "sources", "url", "website", "facts", "refer_to", "organization", "part_of"}
# Short names that a place of the territory shares with others, or that mean something else.
SHARED_ALIASES = {"vs", "notre-dame", "st-louis"}
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


def names_by_which_it_is_called() -> set[str]:
    """Also the short and former names of its places, its reserves, and its own doors: what examples to learn
    from say as people say it."""
    territory = yaml.safe_load((DEFAULT_CONTENT_DIR / "territory.yaml").read_text(encoding="utf-8"))
    places = [place for mrc in territory["mrc"] for place in (mrc, *mrc["municipalities"])]
    aliases = {alias for place in places for alias in place.get("aliases", ())}
    reserves = {name for one in territory["reserves"] for name in (one["name"], *one["aliases"])}
    called = {fold(name) for name in aliases | reserves} - SHARED_ALIASES
    return (names_of_the_pole() | called | set(map(fold, _own_names()))) - EVERYDAY


@cache
def this_pack() -> Pack:
    return prepared.pack()


def _own_names() -> set[str]:
    """The names of the doors that only this Pôle's folder has; it may also say more of a common one."""
    shared = {
        one["id"]
        for kind in ("organizations", "funds", "trainings")
        for one in yaml.safe_load((COMMON_DIR / f"{kind}.yaml").read_text(encoding="utf-8"))[kind]
    }
    own = this_pack().resources.values()
    return {record.name for record in own if record.id not in shared}


def _acronyms() -> set[str]:
    pack = this_pack()
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


def any_of(names: set[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


@pytest.fixture(scope="module")
def named() -> re.Pattern[str]:
    return any_of(names_of_the_pole())


@pytest.fixture(scope="module")
def called() -> re.Pattern[str]:
    return any_of(names_by_which_it_is_called())


def test_the_names_looked_for_are_those_of_this_pole(named: re.Pattern[str], called: re.Pattern[str]) -> None:
    for text in ("à St-Rémi", "chez nous à Kahnawake", "SISMIC, c'est pour moi?", "la CDC Roussillon"):
        assert called.search(fold(text)), text
    for text in ("à Saint-Tite", "la CDC de Portneuf", "on a un prêt du RISQ"):
        assert not called.search(fold(text)), text
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


def test_what_every_pole_learns_from_names_no_place_or_door_of_this_one(called: re.Pattern[str]) -> None:
    examples = from_files(ROOT / "data" / "nlu", ROOT / "data" / "readings")
    assert len(examples) > 5000
    assert [one.text for one in examples if called.search(fold(one.text))] == []


@pytest.mark.parametrize("where", ["areas/examples.yaml", "safety/examples/*.yaml", "referral/learn/*.yaml"])
def test_what_every_pole_learns_of_subjects_and_projects_names_none_either(
    called: re.Pattern[str], where: str
) -> None:
    files = sorted((ROOT / "knowledge").glob(where))
    texts = [
        text for path in files for _, text in said(yaml.safe_load(path.read_text(encoding="utf-8")), where)
    ]
    assert len(texts) > 500
    assert [text for text in texts if called.search(fold(text))] == []


def test_what_all_poles_say_names_no_place_of_this_one_by_another_name(called: re.Pattern[str]) -> None:
    assert [(where, text) for where, text in common_texts() if called.search(fold(text))] == []


def test_more_ways_of_asking_leave_an_answer_to_the_layer_that_says_it() -> None:
    pack = this_pack()
    assert any("Châteauguay" in phrasing for phrasing in pack.answers["taxe-fonciere"].phrasings)
    assert pack.origin["answer:taxe-fonciere"].startswith("common/")
    assert not pack.origin["answer:portrait-regional"].startswith("common/")


def test_the_pages_name_no_place_of_this_one(named: re.Pattern[str]) -> None:
    pages = sorted((ROOT / "web" / "templates").rglob("*.html"))
    pages += sorted((ROOT / "web" / "static").glob("*.js"))
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
