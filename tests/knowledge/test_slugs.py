"""A typed text becomes a safe name, whatever was typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.slugs import MAX_SLUG_CHARS, NAMELESS, slug


@given(st.text(max_size=200))
def test_any_text_gives_a_short_name_without_a_path_in_it(text: str) -> None:
    name = slug(text)
    assert re.fullmatch(r"[a-z0-9_]+(-[a-z0-9_]+)*", name)
    assert len(name) <= MAX_SLUG_CHARS
    assert (Path("/somewhere") / f"{name}.yaml").parent == Path("/somewhere")
    assert slug(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("coop / OBNL", "coop-obnl"),
        ("../../x/rel", "x-rel"),
        ("/srv/x/abs", "srv-x-abs"),
        ("C:\\Windows\\x", "c-windows-x"),
        ("Économie sociale: l'été", "economie-sociale-l-ete"),
        ("benevolat_emploi", "benevolat_emploi"),
        ("経済", NAMELESS),
        ("a\x00b\n", "a-b"),
        ("..", NAMELESS),
        ("", NAMELESS),
    ],
)
def test_what_staff_may_type_as_a_theme(text: str, name: str) -> None:
    assert slug(text) == name


def test_a_single_endless_word_is_cut() -> None:
    assert slug("x" * 300) == "x" * MAX_SLUG_CHARS
