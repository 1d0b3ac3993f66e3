"""A call for help written past a filter is heard; what is written as usual is read as written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.safety.detector import danger_in
from knowledge.safety.spelled import plainly


@pytest.mark.parametrize(
    "text",
    [
        "j e   v e u x   m o u r i r",
        "je veux m o u r i r",
        "je veux m.o.u.r.i.r",
        "je veux m0urir",
        "je vеux mоurir",  # two letters are of another alphabet
        "j̶e̶ ̶v̶e̶u̶x̶ ̶m̶o̶u̶r̶i̶r̶",
        "je pense au su1c1de",
        "/restart je veux mourir",
        "jE vEuX MoUrIr",
        "je_veux_mourir",
        "je veux mou-rir",
    ],
)
def test_a_danger_spelled_past_a_filter_is_met(text: str) -> None:
    assert danger_in(text) == "suicide"


@pytest.mark.parametrize(
    "text",
    [
        "le C.A. et la D.G.",
        "b2b et h2o",
        "plan A, B, C",
        "un café à l'Île",
        "2e étage, local 4b",
        "QuickBooks ou Acomba pour une coop",
        "www.economie.social.quebec",
        "arc-en-ciel, va-et-vient, peut-être",
        "Notre-Dame-de-l'Île-Perrot",
        "я хочу жить",
    ],
)
def test_what_is_written_as_usual_stays(text: str) -> None:
    assert plainly(text) == text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.from_regex(r"[a-zéèàç]{2,12}", fullmatch=True), max_size=30))
def test_words_of_letters_alone_are_never_changed(words: list[str]) -> None:
    assert plainly(" ".join(words)) == " ".join(words)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(plainly(text), str)
