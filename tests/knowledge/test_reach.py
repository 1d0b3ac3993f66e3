"""How a person can be reached, as people write it."""

from __future__ import annotations

import pytest

from knowledge.reach import find_reach, is_attempt


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("450-555-0123", "450 555-0123"),
        ("mon tel c'est le (579) 555.0188", "579 555-0188"),
        ("+1 514 555 0199 poste 12", "514 555-0199 poste 12"),
        ("4385550100", "438 555-0100"),
        ("Ecrivez-moi: a.b-c+projet@exemple.qc.ca.", "a.b-c+projet@exemple.qc.ca"),
        ("oui, <moi@exemple.org> merci", "moi@exemple.org"),
        ("moi@exemple.org ou 450 555-0123", "moi@exemple.org · 450 555-0123"),
    ],
)
def test_an_address_or_a_number_is_found_however_it_is_written(written: str, kept: str) -> None:
    assert str(find_reach(written)) == kept


@pytest.mark.parametrize(
    "written",
    [
        "moi@exemple", "@exemple.ca", "a@b@exemple.ca", "555-0123", "212 555-0123", "450 155-0123",
        "450-555-01234", "coop de 25 membres", "J0S 1H0", "un..deux@exemple.ca", "",
    ],
)  # fmt: skip
def test_what_cannot_reach_anybody_is_not_kept(written: str) -> None:
    assert find_reach(written) is None


@pytest.mark.parametrize("written", ["moi@exemple", "555-0123", "moi arobase exemple point ca"])
def test_an_incomplete_try_is_recognised_as_one(written: str) -> None:
    assert is_attempt(written)


def test_a_line_break_never_becomes_part_of_an_address() -> None:
    found = find_reach("moi@exemple.ca\r\nBcc: autre@exemple.ca")
    assert found is not None
    assert found.email == "moi@exemple.ca"
